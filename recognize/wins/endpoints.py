from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, delete, get, patch, post
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter

from recognize.errors import NotFoundError
from recognize.feed.endpoints import answer_handlers
from recognize.feed.queries import feed_page, visible_item
from recognize.feed.schemas import FeedFilter, FeedPage
from recognize.kudos.schemas import Moderation
from recognize.lib.http import json_response, strict_body
from recognize.lib.pagination import MAX_PAGE_SIZE, Cursor
from recognize.permissions import principal_of, requires
from recognize.wins import actions
from recognize.wins.queries import hidden
from recognize.wins.schemas import HiddenWins, NewWin, WinChange, WinView

AnyRequest = Request[Any, Any, Any]


@get("/", guards=[requires("feed.read")])
async def list_wins(
    request: AnyRequest,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE_SIZE)] = 25,
    before: Annotated[str | None, QueryParameter(max_length=200)] = None,
    search: Annotated[str | None, QueryParameter(max_length=200)] = None,
) -> Response[FeedPage]:
    """A page of the feed with wins alone."""
    cursor = Cursor.parse(before) if before else None
    chosen = FeedFilter(kind="win", search=search)
    return json_response(await feed_page(principal_of(request), chosen, limit, cursor), FeedPage)


@post("/", guards=[requires("wins.share")])
async def share_win(
    request: AnyRequest,
    data: JSONBody[NewWin],
    idempotency_key: Annotated[str | None, HeaderParameter(name="Idempotency-Key")] = None,
) -> Response[WinView]:
    new = await strict_body(request, NewWin)
    answer = await actions.share(principal_of(request).person_id, new, idempotency_key)
    return json_response(answer.body, WinView, status=answer.status)


@get("/{win_id:uuid}", guards=[requires("feed.read")])
async def read_win(request: AnyRequest, win_id: FromPath[UUID]) -> Response[WinView]:
    return await _win(request, win_id)


@patch("/{win_id:uuid}", guards=[requires("wins.share")])
async def edit_win(request: AnyRequest, win_id: FromPath[UUID], data: JSONBody[WinChange]) -> Response[WinView]:
    """For as long as a kudos may be edited: 409 `edit_time_over` later."""
    await actions.edit(principal_of(request), win_id, data)
    return await _win(request, win_id)


@delete("/{win_id:uuid}", guards=[requires("wins.share")])
async def withdraw_win(request: AnyRequest, win_id: FromPath[UUID]) -> None:
    await actions.withdraw(principal_of(request), win_id)


@get("/hidden", guards=[requires("kudos.moderate")])
async def list_hidden_wins(
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE_SIZE)] = 50,
    before: Annotated[str | None, QueryParameter(max_length=200)] = None,
) -> HiddenWins:
    """What was hidden last comes first. `before` is the `next` of the page above."""
    return await hidden(limit, Cursor.parse(before) if before else None)


@post("/{win_id:uuid}/hiding", guards=[requires("kudos.moderate")], status_code=204)
async def hide_win(win_id: FromPath[UUID], data: JSONBody[Moderation]) -> None:
    await actions.hide(win_id, data.reason)


@delete("/{win_id:uuid}/hiding", guards=[requires("kudos.moderate")])
async def restore_win(
    win_id: FromPath[UUID], reason: Annotated[str, QueryParameter(min_length=3, max_length=500)]
) -> None:
    await actions.restore(win_id, reason)


async def _win(request: AnyRequest, win: UUID) -> Response[WinView]:
    found = await visible_item(principal_of(request), win, "win")
    if found is None:
        raise NotFoundError
    item, mine = found
    return json_response(f'{item[:-1]},"mine":{mine or "null"}}}'.encode(), WinView)


router = Router(
    "/wins",
    route_handlers=[
        list_wins,
        share_win,
        read_win,
        edit_win,
        withdraw_win,
        list_hidden_wins,
        hide_win,
        restore_win,
        *answer_handlers,
    ],
    tags=["wins"],
)
