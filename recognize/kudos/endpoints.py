from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, delete, get, patch, post
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter

from recognize.errors import NotFoundError
from recognize.feed.endpoints import answer_handlers
from recognize.feed.queries import visible_item
from recognize.kudos import actions, also_helped, boosts, discretion, editing, moderation, withdrawing
from recognize.kudos.items import KUDOS_KIND
from recognize.kudos.queries import hidden
from recognize.kudos.schemas import (
    AlsoHelped,
    Boost,
    EarlierText,
    Edit,
    HiddenPage,
    KudosItem,
    KudosView,
    Moderation,
    NewKudos,
)
from recognize.lib.http import json_response, strict_body
from recognize.lib.pagination import MAX_PAGE_SIZE, Cursor
from recognize.permissions import Principal, principal_of, requires


@post("/", guards=[requires("kudos.give")])
async def give_kudos(
    request: Request[Any, Any, Any],
    data: JSONBody[NewKudos],
    idempotency_key: Annotated[str | None, HeaderParameter(name="Idempotency-Key")] = None,
) -> Response[KudosView]:
    new = await strict_body(request, NewKudos)
    answer = await actions.give(principal_of(request).person_id, new, idempotency_key)
    return json_response(answer.body, KudosView, status=answer.status)


@get("/{kudos_id:uuid}", guards=[requires("feed.read")])
async def read_kudos(request: Request[Any, Any, Any], kudos_id: FromPath[UUID]) -> Response[KudosView]:
    return await _view(principal_of(request), kudos_id)


async def _view(principal: Principal, kudos: UUID, *, status: int = 200) -> Response[KudosView]:
    found = await visible_item(principal, kudos, KUDOS_KIND.name)
    if found is None:
        raise NotFoundError
    item, mine = found
    return json_response(f'{item[:-1]},"mine":{mine or "null"}}}'.encode(), KudosView, status=status)


@patch("/{kudos_id:uuid}", guards=[requires("kudos.change")])
async def edit_kudos(
    request: Request[Any, Any, Any], kudos_id: FromPath[UUID], data: JSONBody[Edit]
) -> Response[KudosView]:
    """The giver's, for as long as `mine.may_edit_until` says."""
    await editing.edit(principal_of(request), kudos_id, data.message)
    return await _view(principal_of(request), kudos_id)


@get("/{kudos_id:uuid}/edits", guards=[requires("feed.read")])
async def list_edits(request: Request[Any, Any, Any], kudos_id: FromPath[UUID]) -> list[EarlierText]:
    """What it said before: for its giver and for who moderates."""
    return await editing.history(principal_of(request), kudos_id)


@delete("/{kudos_id:uuid}", guards=[requires("kudos.withdraw")])
async def withdraw_kudos(request: Request[Any, Any, Any], kudos_id: FromPath[UUID]) -> None:
    await withdrawing.withdraw(principal_of(request), kudos_id)


@post("/{kudos_id:uuid}/boosts", guards=[requires("kudos.boost")])
async def boost_kudos(
    request: Request[Any, Any, Any], kudos_id: FromPath[UUID], data: JSONBody[Boost]
) -> Response[KudosView]:
    """Once a person; 409 `already_boosted` to whoever asks again after a lost answer."""
    points = (await strict_body(request, Boost)).points
    await boosts.boost(principal_of(request), kudos_id, points)
    return await _view(principal_of(request), kudos_id, status=201)


@post("/{kudos_id:uuid}/also-helped", guards=[requires("kudos.change")])
async def name_helper(
    request: Request[Any, Any, Any], kudos_id: FromPath[UUID], data: JSONBody[AlsoHelped]
) -> Response[KudosView]:
    """By a recipient: tells the giver who was forgotten. By the giver: the person is a recipient from now on."""
    new = await strict_body(request, AlsoHelped)
    await also_helped.also_helped(principal_of(request), kudos_id, new)
    return await _view(principal_of(request), kudos_id, status=201)


@post("/{kudos_id:uuid}/discretion", guards=[requires("kudos.change")], status_code=204)
async def hide_own_name(request: Request[Any, Any, Any], kudos_id: FromPath[UUID]) -> None:
    """A recipient's own name: out of profile and feed, and counted like quiet."""
    await discretion.hide_name(principal_of(request), kudos_id)


@delete("/{kudos_id:uuid}/discretion", guards=[requires("kudos.change")])
async def show_own_name(request: Request[Any, Any, Any], kudos_id: FromPath[UUID]) -> None:
    await discretion.show_name(principal_of(request), kudos_id)


@get("/hidden", guards=[requires("kudos.moderate")])
async def list_hidden(
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE_SIZE)] = 50,
    before: Annotated[str | None, QueryParameter(max_length=200)] = None,
) -> HiddenPage:
    """What was hidden last comes first. `before` is the `next` of the page above."""
    return await hidden(limit, Cursor.parse(before) if before else None)


@post("/{kudos_id:uuid}/opening", guards=[requires("kudos.open")], status_code=200)
async def open_kudos(kudos_id: FromPath[UUID], data: JSONBody[Moderation]) -> Response[KudosItem]:
    """What only giver and recipients see, private, quiet or hidden, shown once to who answers a complaint; audited."""
    return json_response((await moderation.open_once(kudos_id, data.reason)).encode(), KudosItem)


@post("/{kudos_id:uuid}/hiding", guards=[requires("kudos.moderate")], status_code=204)
async def hide_kudos(kudos_id: FromPath[UUID], data: JSONBody[Moderation]) -> None:
    await moderation.hide(kudos_id, data.reason)


@delete("/{kudos_id:uuid}/hiding", guards=[requires("kudos.moderate")])
async def restore_kudos(
    kudos_id: FromPath[UUID], reason: Annotated[str, QueryParameter(min_length=3, max_length=500)]
) -> None:
    await moderation.restore(kudos_id, reason)


router = Router(
    "/kudos",
    route_handlers=[
        give_kudos,
        read_kudos,
        edit_kudos,
        list_edits,
        withdraw_kudos,
        boost_kudos,
        name_helper,
        hide_own_name,
        show_own_name,
        list_hidden,
        open_kudos,
        hide_kudos,
        restore_kudos,
        *answer_handlers,
    ],
    tags=["kudos"],
)
