from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, delete, get, post
from litestar.params import FromPath, HeaderParameter, JSONBody, QueryParameter

from recognize.errors import NotFoundError
from recognize.feed.queries import visible_item
from recognize.kudos import actions, moderation
from recognize.kudos.queries import KUDOS_KIND, hidden
from recognize.kudos.schemas import HiddenPage, KudosView, Moderation, NewKudos
from recognize.lib.http import json_response, strict_body
from recognize.lib.pagination import MAX_PAGE_SIZE, Cursor
from recognize.permissions import principal_of, requires


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
    found = await visible_item(principal_of(request), kudos_id, KUDOS_KIND.name)
    if found is None:
        raise NotFoundError
    item, mine = found
    return json_response(f'{item[:-1]},"mine":{mine or "null"}}}'.encode(), KudosView)


@delete("/{kudos_id:uuid}", guards=[requires("kudos.withdraw")])
async def withdraw_kudos(request: Request[Any, Any, Any], kudos_id: FromPath[UUID]) -> None:
    await actions.withdraw(principal_of(request), kudos_id)


@get("/hidden", guards=[requires("kudos.moderate")])
async def list_hidden(
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE_SIZE)] = 50,
    before: Annotated[str | None, QueryParameter(max_length=200)] = None,
) -> HiddenPage:
    """What was hidden last comes first. `before` is the `next` of the page above."""
    return await hidden(limit, Cursor.parse(before) if before else None)


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
    route_handlers=[give_kudos, read_kudos, withdraw_kudos, list_hidden, hide_kudos, restore_kudos],
    tags=["kudos"],
)
