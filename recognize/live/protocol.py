"""uvicorn's websocket protocol with a second door: ready frames go straight to the transport.

Through ASGI a frame costs a task switch, an encoding and a copy for each socket; here all sockets share its bytes. The
transport's buffer is the queue, and it holds references. uvicorn is told to use this class (`ws=`); on any other server
`direct_line` finds nothing, and sockets are written to with ASGI's `send`.
"""

import asyncio
import socket
from collections.abc import Callable, Mapping
from typing import Any, cast

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

SEND_BUFFER_BYTES = 64 * 1024  # the kernel doubles it for its own bookkeeping
CLOSING_SECONDS = 2  # for the other side to take the rest and to answer the close; then the line is torn
CLIENT_BYTES_PER_MINUTE = 16 * 1024  # clients answer pings and have nothing else to say
MINUTE_SECONDS = 60

CLOSE_RESTARTING = 1012
CLOSE_CHATTY = 1008

EXTENSION = "recognize.direct_line"


def _nobody() -> None:
    """Nobody wants to know."""


class DirectLineProtocol(WebSocketsSansIOProtocol):
    _tell_closing: Callable[[], None] = staticmethod(_nobody)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        self._heard_bytes = 0
        self._heard_since = self.loop.time()

    async def run_asgi(self) -> None:
        if not self.conn.extensions:  # a compressed stream is not shared
            cast(dict[str, Any], self.scope["extensions"])[EXTENSION] = self
        try:
            await super().run_asgi()
        finally:
            cast(dict[str, Any], self.scope["extensions"]).pop(EXTENSION, None)  # or each would keep the other

    def start_keepalive(self) -> None:
        """The handshake is over: what a browser said in it, 12 kB in several forms, is not kept for a day."""
        super().start_keepalive()
        del self.request, self.response
        self.scope["headers"] = []

    # --- out

    def when_closing(self, tell: Callable[[], None]) -> None:
        """Once the closing handshake has begun or the connection is over, perhaps at once and perhaps more than once."""
        self._tell_closing = tell
        if self.close_sent or self.transport.is_closing():
            tell()

    @property
    def close_sent(self) -> bool:
        return self._close_sent

    @close_sent.setter
    def close_sent(self, is_sent: bool) -> None:
        self._close_sent = is_sent
        if is_sent:
            self._tell_closing()

    def connection_lost(self, exc: Exception | None) -> None:
        self._tell_closing()
        super().connection_lost(exc)

    def cut(self, code: int, reason: str) -> None:
        """Close behind what is queued, and for certain: who takes nothing does not keep the line."""
        if self.close_sent or self.transport.is_closing():
            return
        self.stop_keepalive()
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.close_timer = self.loop.call_later(CLOSING_SECONDS, self.transport.abort)

    def tear(self) -> None:
        """At once: what is queued is not to be read any more."""
        self.transport.abort()

    # --- uvicorn's own ends

    def shutdown(self) -> None:
        """The server stops: clients are told to come back, each after a moment of its own."""
        if self.handshake_complete:
            self.cut(CLOSE_RESTARTING, "restarting; resume")
        else:
            super().shutdown()

    def keepalive_timeout(self) -> None:
        """uvicorn would wait for the buffer to empty, and it will not."""
        super().keepalive_timeout()
        self.close_timer = self.loop.call_later(CLOSING_SECONDS, self.transport.abort)

    # --- in

    def data_received(self, data: bytes) -> None:
        if self.handshake_complete and self._is_chatty(len(data)):
            self.cut(CLOSE_CHATTY, "too much said")
        else:
            super().data_received(data)

    def _is_chatty(self, size: int) -> bool:
        now = self.loop.time()
        if now - self._heard_since > MINUTE_SECONDS:
            self._heard_since, self._heard_bytes = now, 0
        self._heard_bytes += size
        return self._heard_bytes > CLIENT_BYTES_PER_MINUTE


def direct_line(scope: Mapping[str, Any]) -> DirectLineProtocol | None:
    line: DirectLineProtocol | None = scope.get("extensions", {}).get(EXTENSION)
    return line
