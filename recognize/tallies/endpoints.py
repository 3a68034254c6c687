from typing import Annotated, Any

from litestar import Request, Router, get
from litestar.params import FromPath, QueryParameter

from recognize.people.queries import people_by_id
from recognize.people.schemas import PersonView
from recognize.permissions import principal_of, requires
from recognize.tallies.queries import figures
from recognize.tallies.schemas import PersonFigures
from recognize.tallies.suggestions import suggested_to

MAX_SUGGESTIONS = 6


@get("/{handle:str}/figures", guards=[requires("people.read")])
async def read_figures(request: Request[Any, Any, Any], handle: FromPath[str]) -> PersonFigures:
    """By handle or id."""
    return await figures(handle, reader=principal_of(request).person_id)


@get("/suggestions", guards=[requires("people.read")])
async def read_suggestions(
    request: Request[Any, Any, Any], limit: Annotated[int, QueryParameter(ge=1, le=MAX_SUGGESTIONS)] = 3
) -> list[PersonView]:
    """People of one's circle whom one might thank again: the same all day, others tomorrow. It says nothing about them."""
    return await people_by_id(await suggested_to(principal_of(request).person_id, limit))


router = Router("/people", route_handlers=[read_figures, read_suggestions], tags=["people"])
