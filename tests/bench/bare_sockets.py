"""The limit of what Python and uvloop can do: no HTTP server, no application, no log. What is POSTed goes to every socket.

`python -m tests.bench.bare_sockets PORT`
"""

import asyncio
import base64
import hashlib
import sys
from typing import cast

import uvloop

from recognize.live.frames import Frame
from tests.bench.load import HEADERS_END, content_length

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
KEY = b"sec-websocket-key: "
UPGRADE = (
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {}\r\n\r\n"
)
ACCEPTED = b"HTTP/1.1 204 No Content\r\n\r\n"

sockets: set[asyncio.Transport] = set()


class Bare(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._asked = b""

    def connection_lost(self, failure: Exception | None) -> None:
        sockets.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        if self._transport in sockets:
            return
        self._asked += data
        head, found, body = self._asked.partition(HEADERS_END)
        if found and len(body) >= content_length(head):
            self._asked = b""
            self._answer(head, body)

    def _answer(self, head: bytes, body: bytes) -> None:
        if head.startswith(b"POST"):
            wire = Frame(body.decode()).wire
            for each in sockets:
                each.write(wire)
            self._transport.write(ACCEPTED)
        else:
            key = head[head.lower().index(KEY) + len(KEY) :].partition(b"\r\n")[0]
            accepted = base64.b64encode(hashlib.sha1(key + GUID, usedforsecurity=False).digest()).decode()
            self._transport.write(UPGRADE.format(accepted).encode() + Frame("hello").wire)
            sockets.add(self._transport)


async def serve(port: int) -> None:
    server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", port, backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
