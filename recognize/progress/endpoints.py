from typing import Any

from litestar import Request, Router, get

from recognize.permissions import principal_of, requires
from recognize.progress.queries import progress
from recognize.progress.schemas import Progress


@get("/progress", guards=[requires("me.read")])
async def read_progress(request: Request[Any, Any, Any]) -> Progress:
    """One's own level and constancia, with what they are made of. Nobody else's can be asked for."""
    return await progress(principal_of(request).person_id)


router = Router("/me", route_handlers=[read_progress], tags=["progress"])
