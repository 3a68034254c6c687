from typing import Any

from litestar import Request, Router, post
from litestar.params import FromPath, JSONBody

from recognize.erasure import actions
from recognize.erasure.schemas import Erasure, NewErasure
from recognize.lib.engine import patient
from recognize.permissions import principal_of, requires


@post("/{handle:str}/erasure", guards=[requires("people.erase")], status_code=200)
async def erase_person(request: Request[Any, Any, Any], handle: FromPath[str], data: JSONBody[NewErasure]) -> Erasure:
    """By handle or id; nothing brings them back. By id it may be repeated: what is done is answered again."""
    with patient():
        return await actions.erase(handle, data.reason, by=principal_of(request).person_id)


router = Router("/people", route_handlers=[erase_person], tags=["people"])
