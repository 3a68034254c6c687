from typing import Annotated, Any

from litestar import Request, Router, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from recognize.lib.engine import patient
from recognize.lib.http import language_of
from recognize.lib.pagination import MAX_PAGE_SIZE, TextCursor
from recognize.people import imports, queries
from recognize.people.differences import PeopleImportResult
from recognize.people.schemas import DepartmentView, PersonPage, PersonProfile, QuietMember, TeamView
from recognize.permissions import principal_of, requires

MAX_CURSOR_CHARACTERS = 4_000
MAX_FILE_BYTES = 20_000_000  # some 100,000 people
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


@post("/import", guards=[requires("people.import")], status_code=200, request_max_body_size=MAX_FILE_BYTES)
async def import_people(
    request: Request[Any, Any, Any],
    dry_run: FromQuery[bool] = True,
    complete: FromQuery[bool] = False,
    force: FromQuery[bool] = False,
    skip_bad: FromQuery[bool] = False,
    file: Annotated[str, QueryParameter(max_length=200)] = "upload",
) -> PeopleImportResult:
    """The body is the CSV file itself, `text/csv`; `file` is its name. Nothing is written unless `dry_run` is false."""
    text = imports.decoded(await request.body())
    locale = language_of(request, principal_of(request).locale)
    with patient():
        return await imports.import_people_text(
            text, file, dry_run=dry_run, complete=complete, force=force, skip_bad=skip_bad, locale=locale
        )


@get("/", guards=_MAY_READ)
async def list_departments() -> list[DepartmentView]:
    return await queries.departments()


@get("/", guards=_MAY_READ)
async def list_teams() -> list[TeamView]:
    return await queries.teams()


@get("/{code:str}/quiet", guards=_MAY_READ)
async def list_quiet_members(request: Request[Any, Any, Any], code: FromPath[str]) -> list[QuietMember]:
    """Whose names others will not see in a kudos of the caller to this team, or to the department of this code."""
    return await queries.quiet_in(code, principal_of(request).person_id)


routers = [
    Router("/people", route_handlers=[list_people, read_person, import_people], tags=["people"]),
    Router("/departments", route_handlers=[list_departments], tags=["people"]),
    Router("/teams", route_handlers=[list_teams, list_quiet_members], tags=["people"]),
]
