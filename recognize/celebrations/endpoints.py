from datetime import date, timedelta
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, delete, get, patch, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from recognize.celebrations import actions, queries
from recognize.celebrations.schemas import CelebrationView, Dates, OwnCelebrations, Pause, Stop, Stopped
from recognize.errors import InvalidInputError, NotFoundError
from recognize.feed.endpoints import answer_handlers
from recognize.feed.queries import visible_item
from recognize.lib.http import json_response
from recognize.permissions import principal_of, requires

MAX_DAYS = 31
YEARS = range(1900, 2200)

AnyRequest = Request[Any, Any, Any]


@get("/", guards=[requires("feed.read")])
async def list_celebrations(
    request: AnyRequest,
    on: FromQuery[date | None] = None,
    days: Annotated[int, QueryParameter(ge=1, le=MAX_DAYS)] = 1,
) -> Dates:
    """From `on`, the reader's today where it is not given, for so many days."""
    principal = principal_of(request)
    first = on or await queries.today_of(principal.person_id)
    if first.year not in YEARS:
        raise InvalidInputError(f"on: a day of the years {YEARS[0]} to {YEARS[-1]}")
    return await queries.dates(principal, first, first + timedelta(days=days - 1))


@get("/{celebration_id:uuid}", guards=[requires("feed.read")])
async def read_celebration(request: AnyRequest, celebration_id: FromPath[UUID]) -> Response[CelebrationView]:
    found = await visible_item(principal_of(request), celebration_id, "celebration")
    if found is None:
        raise NotFoundError
    item, mine = found
    return json_response(f'{item[:-1]},"mine":{mine or "null"}}}'.encode(), CelebrationView)


@put("/pauses/{day:date}", guards=[requires("celebrations.pause")], status_code=204)
async def pause_celebrations(day: FromPath[date], data: JSONBody[Pause]) -> None:
    """For the day of an accident: nothing is celebrated on it, and what was made already leaves feed and walls."""
    await actions.pause(day, data.reason)


@delete("/pauses/{day:date}", guards=[requires("celebrations.pause")])
async def resume_celebrations(day: FromPath[date]) -> None:
    await actions.resume(day)


@get("/", guards=[requires("me.read")])
async def read_own_celebrations(request: AnyRequest) -> OwnCelebrations:
    return await queries.choices(principal_of(request).person_id)


@patch("/", guards=[requires("me.change")])
async def change_own_celebrations(request: AnyRequest, data: JSONBody[OwnCelebrations]) -> OwnCelebrations:
    return await actions.choose(principal_of(request).person_id, data)


@get("/{handle:str}/celebrations", guards=[requires("celebrations.stop")])
async def read_stop(handle: FromPath[str]) -> Stopped:
    chosen = await queries.choices(await queries.person_named(handle))
    return Stopped(chosen.never is True)


@put("/{handle:str}/celebrations", guards=[requires("celebrations.stop")], status_code=204)
async def stop_celebrating(handle: FromPath[str], data: JSONBody[Stop]) -> None:
    """For somebody who is in mourning and does not come to say so; they may choose otherwise."""
    await actions.stop(handle, never=data.never, reason=data.reason)


routers = [
    Router(
        "/celebrations",
        route_handlers=[
            list_celebrations,
            read_celebration,
            pause_celebrations,
            resume_celebrations,
            *answer_handlers,
        ],
        tags=["celebrations"],
    ),
    Router("/people", route_handlers=[read_stop, stop_celebrating], tags=["celebrations"]),
    Router("/me/celebrations", route_handlers=[read_own_celebrations, change_own_celebrations], tags=["celebrations"]),
]
