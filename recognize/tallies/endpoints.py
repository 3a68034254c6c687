from typing import Annotated, Any

from litestar import Request, Router, get
from litestar.params import FromPath, QueryParameter

from recognize.people.queries import people_by_id
from recognize.people.schemas import PersonView
from recognize.permissions import principal_of, requires
from recognize.tallies.queries import figures
from recognize.tallies.schemas import PersonFigures
from recognize.tallies.suggestions import suggested_to
from recognize.tallies.usual import usual_behaviours

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


@get("/{code:str}/behaviours", guards=[requires("people.read")])
async def read_usual_behaviours(request: Request[Any, Any, Any], code: FromPath[str]) -> list[str]:
    """What the caller's area has thanked this one for most, of late and for all to see."""
    return await usual_behaviours(code, principal_of(request).person_id)


routers = [
    Router("/people", route_handlers=[read_figures, read_suggestions], tags=["people"]),
    Router("/departments", route_handlers=[read_usual_behaviours], tags=["people"]),
]
