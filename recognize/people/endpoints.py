from typing import Annotated, Any

from litestar import Request, Router, get
from litestar.params import FromPath, QueryParameter

from recognize.lib.pagination import MAX_PAGE_SIZE, TextCursor
from recognize.people import queries
from recognize.people.schemas import DepartmentView, PersonPage, PersonProfile, TeamView
from recognize.permissions import principal_of, requires

MAX_CURSOR_CHARACTERS = 4_000
_MAY_READ = [requires("people.read")]

Text = Annotated[str | None, QueryParameter(max_length=200)]


@get("/", guards=_MAY_READ)
async def list_people(
    search: Text = None,
    department: Text = None,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE_SIZE)] = 50,
    before: Annotated[str | None, QueryParameter(max_length=MAX_CURSOR_CHARACTERS)] = None,
) -> PersonPage:
    """By name, without those who left. `before` is the `next` of the page above."""
    cursor = TextCursor.parse(before) if before else None
    return await queries.directory(search or "", department, limit, cursor)


@get("/{handle:str}", guards=_MAY_READ)
async def read_person(request: Request[Any, Any, Any], handle: FromPath[str]) -> PersonProfile:
    """By handle or id. `private` is null unless it is oneself."""
    return await queries.profile(handle, reader=principal_of(request).person_id)


@get("/", guards=_MAY_READ)
async def list_departments() -> list[DepartmentView]:
    return await queries.departments()


@get("/", guards=_MAY_READ)
async def list_teams() -> list[TeamView]:
    return await queries.teams()


routers = [
    Router("/people", route_handlers=[list_people, read_person], tags=["people"]),
    Router("/departments", route_handlers=[list_departments], tags=["people"]),
    Router("/teams", route_handlers=[list_teams], tags=["people"]),
]
