"""Follows a server for ever: page, socket, and after every break on from the last position."""

import asyncio
import json
from collections.abc import Callable
from enum import Enum
from random import SystemRandom

import websockets

from recognize.watch.errors import AwayError
from recognize.watch.protocol import Backoff, View
from recognize.watch.server import Server

SILENCE_SECONDS = 60  # a head comes every 25: two missed ones mean a dead line

BROKEN = (AwayError, OSError, TimeoutError, websockets.WebSocketException)


class Line(Enum):
    LIVE = "live"
    LOST = "lost"


Show = Callable[[View, Line], None]


async def follow(server: Server, view: View, show: Show) -> None:
    """Until cancelled: `show` what is new to a view that has been started. Raises RefusedError."""
    backoff = Backoff(SystemRandom())
    show(view, Line.LIVE)
    while True:
        try:
            await _listen(server, view, show, backoff)
        except BROKEN:
            show(view, Line.LOST)
            await asyncio.sleep(backoff.next_delay_seconds())


async def _listen(server: Server, view: View, show: Show, backoff: Backoff) -> None:
    """Until the connection breaks."""
    async with server.socket(view.epoch, view.position) as socket:
        while True:
            if view.is_stale:
                view.start(await server.page())
            show(view, Line.LIVE)
            async with asyncio.timeout(SILENCE_SECONDS):
                view.take(json.loads(await socket.recv()))
            backoff.served()
