import asyncio
from contextlib import suppress
from typing import Annotated, Any, cast

from litestar import Request, Response, Router, WebSocket, get, websocket
from litestar.exceptions import WebSocketDisconnect
from litestar.params import QueryParameter
from litestar.types import Empty
from litestar.utils.scope.state import ScopeState

from recognize.lib.http import json_response
from recognize.live.census import Census
from recognize.live.hub import Hub, Since
from recognize.live.outlets import DirectOutlet, QueuedOutlet
from recognize.live.protocol import direct_line
from recognize.live.queries import events_for
from recognize.live.schemas import EventsPage
from recognize.live.subscriber import Subscriber
from recognize.permissions import DISPLAYS, LAST, Display, caller_of, requires
from recognize.settings import settings

MAX_EVENTS = 500
CLOSE_TOO_MANY = 4429
CLOSE_TIMEOUT_SECONDS = 1
MAX_POSITION = 2**63 - 1

GONE = (WebSocketDisconnect, RuntimeError, OSError)  # how servers say that the other side has closed

Socket = WebSocket[Any, Any, Any]


@get("/events", guards=[requires("feed.read", "wall.read")], opt={DISPLAYS: LAST})
async def read_events(
    request: Request[Any, Any, Any],
    after: Annotated[int, QueryParameter(ge=0, le=MAX_POSITION)] = 0,
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_EVENTS)] = 100,
) -> Response[EventsPage]:
    caller = caller_of(request)
    stretch = await events_for(caller.topics, after, limit, on_walls=isinstance(caller, Display))
    events = ",".join(told.event.text for told in stretch.events)
    body = f'{{"epoch":"{stretch.epoch}","head":{stretch.head},"events":[{events}]}}'
    return json_response(body.encode(), EventsPage)


@websocket("/live", guards=[requires("feed.read", "wall.read")], opt={DISPLAYS: LAST})
async def live(socket: Socket) -> None:
    caller = caller_of(socket)
    hub: Hub = socket.app.state.hub
    census: Census = socket.app.state.census
    line = direct_line(socket.scope)
    outlet = DirectOutlet(line) if line else QueuedOutlet()
    scope = cast(dict[str, Any], socket.scope)
    subscriber = Subscriber(caller, scope["ask_again"], scope["asked_at"], outlet)
    await socket.accept()
    ScopeState.from_scope(socket.scope).headers = Empty  # parsed, 4 kB; the protocol has let go of its own
    limit = settings().sockets_per_person
    with census.counted(subscriber.own_topic) as here:
        if limit and here + await census.elsewhere(subscriber.own_topic) > limit:
            return await socket.close(CLOSE_TOO_MANY, "too many sockets")
        try:
            await hub.join(subscriber, _since(socket))
            await (_write(socket, outlet) if isinstance(outlet, QueuedOutlet) else _until_closed(socket))
        finally:
            hub.leave(subscriber)


def _since(socket: Socket) -> Since:
    """An `after` that is not a position is a place that does not exist: it ends in a resync, not in silence."""
    given = socket.query_params.get("after")
    if given is None or given == "":
        return Since(socket.query_params.get("epoch") or None, None)
    is_position = given.isascii() and given.isdigit() and int(given[:30]) <= MAX_POSITION
    return Since(socket.query_params.get("epoch") or None, int(given) if is_position else MAX_POSITION)


async def _write(socket: Socket, outlet: QueuedOutlet) -> None:
    """Until the other side closes, or is to be cut."""
    closed = asyncio.create_task(_until_closed(socket))
    writing = asyncio.create_task(outlet.write_to(socket.send_text))
    try:
        await asyncio.wait([closed, writing], return_when=asyncio.FIRST_COMPLETED)
        if writing.done():
            with suppress(*GONE, TimeoutError):
                cut = writing.result()
                async with asyncio.timeout(CLOSE_TIMEOUT_SECONDS):  # whoever takes nothing does not take this either
                    await socket.close(cut.code, cut.reason)
    finally:
        closed.cancel()
        writing.cancel()


async def _until_closed(socket: Socket) -> None:
    """Clients have nothing to say; what they send is read, so that the connection stays healthy, and dropped."""
    with suppress(*GONE):
        while True:
            await socket.receive_data("text")


router = Router("/", route_handlers=[read_events, live], tags=["live"])
