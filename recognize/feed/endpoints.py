from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, delete, get, post
from litestar.params import FromPath, JSONBody, QueryParameter

from recognize.feed import comments, pictures, reactions
from recognize.feed.queries import feed_page
from recognize.feed.schemas import Comment, CommentPage, Face, FeedFilter, FeedPage, NewComment, NewReaction, Reaction
from recognize.lib.http import json_response
from recognize.lib.pagination import MAX_PAGE_SIZE, Cursor
from recognize.permissions import DISPLAYS, LAST, caller_of, principal_of, requires

Text = Annotated[str | None, QueryParameter(max_length=200)]


@get("/", guards=[requires("feed.read")])
async def read_feed(
    request: Request[Any, Any, Any],
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE_SIZE)] = 25,
    before: Text = None,
    behaviour: Text = None,
    stage: Text = None,
    department: Text = None,
    person: Text = None,
    kind: Text = None,
    search: Text = None,
) -> Response[FeedPage]:
    chosen = FeedFilter(behaviour, stage, department, person, kind, search)
    cursor = Cursor.parse(before) if before else None
    return json_response(await feed_page(principal_of(request), chosen, limit, cursor), FeedPage)


@get("/{item_id:uuid}/reactions", guards=[requires("feed.read")])
async def list_reactions(request: Request[Any, Any, Any], item_id: FromPath[UUID]) -> Response[list[Reaction]]:
    """Who made which face, the newest first."""
    return json_response(await reactions.reactions(principal_of(request), item_id), list[Reaction])


@post("/{item_id:uuid}/reactions", guards=[requires("feed.answer")], status_code=204)
async def react(request: Request[Any, Any, Any], item_id: FromPath[UUID], data: JSONBody[NewReaction]) -> None:
    await reactions.react(principal_of(request), item_id, data.face)


@delete("/{item_id:uuid}/reactions", guards=[requires("feed.answer")])
async def unreact(
    request: Request[Any, Any, Any], item_id: FromPath[UUID], face: Annotated[Face, QueryParameter()]
) -> None:
    await reactions.unreact(principal_of(request), item_id, face)


@get("/{item_id:uuid}/comments", guards=[requires("feed.read")])
async def list_comments(
    request: Request[Any, Any, Any],
    item_id: FromPath[UUID],
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE_SIZE)] = 25,
    before: Text = None,
) -> Response[CommentPage]:
    cursor = Cursor.parse(before) if before else None
    return json_response(await comments.comments(principal_of(request), item_id, limit, cursor), CommentPage)


@post("/{item_id:uuid}/comments", guards=[requires("feed.answer")])
async def comment(
    request: Request[Any, Any, Any], item_id: FromPath[UUID], data: JSONBody[NewComment]
) -> Response[Comment]:
    return json_response(await comments.comment(principal_of(request), item_id, data.text), Comment, status=201)


@delete("/{item_id:uuid}/comments/{comment_id:uuid}", guards=[requires("feed.answer")])
async def remove_comment(
    request: Request[Any, Any, Any],
    item_id: FromPath[UUID],
    comment_id: FromPath[UUID],
    reason: Annotated[str | None, QueryParameter(max_length=500)] = None,
) -> None:
    """One's own; who moderates removes any, with a `reason`."""
    await comments.remove(principal_of(request), item_id, comment_id, reason)


@get("/{picture:str}/{size:str}", guards=[requires("feed.read", "wall.read")], opt={DISPLAYS: LAST})
async def read_picture(request: Request[Any, Any, Any], picture: FromPath[str], size: FromPath[str]) -> Response[bytes]:
    """`size` is `feed.webp` or `wall.webp`. For who may see an item with it, and for who has uploaded it."""
    content = await pictures.shown_to(caller_of(request), picture, size)
    headers = {"ETag": f'"{picture}"', "Cache-Control": "private, no-cache"}  # asked again: it may have been withdrawn
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(b"", status_code=304, headers=headers, media_type="image/webp")
    return Response(content, headers=headers, media_type="image/webp")


# Below the address of every kind of item: `/api/kudos`, `/api/wins`.
answer_handlers = [list_reactions, react, unreact, list_comments, comment, remove_comment]
routers = [
    Router("/feed", route_handlers=[read_feed], tags=["feed"]),
    Router("/media", route_handlers=[read_picture], tags=["media"]),
]
