from typing import Annotated, Any

from litestar import Request, Router, get, patch, post
from litestar.params import JSONBody, QueryParameter

from recognize.lib.pagination import MAX_PAGE_SIZE, Cursor
from recognize.notifications import actions, queries
from recognize.notifications.schemas import Inbox, NotificationSetting, Reading, SettingChanges, Unread
from recognize.permissions import principal_of, requires

AnyRequest = Request[Any, Any, Any]


@get("/notifications", guards=[requires("me.read")])
async def read_inbox(
    request: AnyRequest,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE_SIZE)] = 20,
    before: Annotated[str | None, QueryParameter(max_length=200)] = None,
) -> Inbox:
    """One's own. The event `inbox.changed` on the socket says that it has changed."""
    return await queries.inbox_page(principal_of(request), limit, Cursor.parse(before) if before else None)


@post("/notifications/readings", guards=[requires("me.change")], status_code=200)
async def read_notifications(request: AnyRequest, data: JSONBody[Reading]) -> Unread:
    return Unread(await actions.read_up_to(principal_of(request).person_id, data.until, data.only))


@get("/notification-settings", guards=[requires("me.read")])
async def read_notification_settings(request: AnyRequest) -> list[NotificationSetting]:
    return await queries.notification_settings(principal_of(request))


@patch("/notification-settings", guards=[requires("me.change")])
async def change_notification_settings(
    request: AnyRequest, data: JSONBody[SettingChanges]
) -> list[NotificationSetting]:
    principal = principal_of(request)
    await actions.change_settings(principal.person_id, data.changes)
    return await queries.notification_settings(principal)


router = Router(
    "/me",
    route_handlers=[
        read_inbox,
        read_notifications,
        read_notification_settings,
        change_notification_settings,
    ],
    tags=["notifications"],
)
