from typing import Any

from litestar import Request, Router, get
from litestar.params import FromPath

from recognize.permissions import principal_of, requires
from recognize.tallies.queries import figures
from recognize.tallies.schemas import PersonFigures


@get("/{handle:str}/figures", guards=[requires("people.read")])
async def read_figures(request: Request[Any, Any, Any], handle: FromPath[str]) -> PersonFigures:
    """By handle or id."""
    return await figures(handle, reader=principal_of(request).person_id)


router = Router("/people", route_handlers=[read_figures], tags=["people"])
