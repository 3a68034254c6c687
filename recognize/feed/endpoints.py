from typing import Annotated, Any

from litestar import Request, Response, Router, get
from litestar.params import QueryParameter

from recognize.feed.queries import feed_page
from recognize.feed.schemas import FeedFilter, FeedPage
from recognize.lib.http import json_response
from recognize.lib.pagination import MAX_PAGE_SIZE, Cursor
from recognize.permissions import principal_of, requires

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


router = Router("/feed", route_handlers=[read_feed], tags=["feed"])
