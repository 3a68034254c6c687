"""Clients that POST kudos over kept-alive connections, one request at a time on each, in a process of their own.

`python -m tests.bench.load PORT CONNECTIONS SECONDS < tokens.json` prints what it did as JSON.
"""

import asyncio
import json
import random
import sys
import time
from collections.abc import Mapping
from typing import cast
from uuid import uuid4

import uvloop

POINTS = 10
MESSAGE = "Gracias por quedarte ayer hasta tarde para terminar conmigo el inventario del almacén {}."
ACCEPTED = b"HTTP/1.1 201"
HEADERS_END = b"\r\n\r\n"
LENGTH = b"content-length: "


class Client(asyncio.Protocol):
    """Sends the next kudos when the answer to the last is complete."""

    def __init__(self, tokens: Mapping[str, str], ends_at: float, ended: asyncio.Future[None]) -> None:
        self._tokens = tokens
        self._handles = list(tokens)
        self._ends_at = ends_at
        self._ended = ended
        self._answer = b""
        self.accepted = 0
        self.refused: list[str] = []
        self.seconds: list[float] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._send()

    def connection_lost(self, failure: Exception | None) -> None:
        if not self._ended.done():
            self._ended.set_exception(failure or ConnectionError("the server hung up"))

    def _send(self) -> None:
        if (now := time.monotonic()) >= self._ends_at:
            self._ended.set_result(None)
            return
        self._sent_at = now
        giver, recipient = random.sample(self._handles, 2)
        self._transport.write(kudos_request(self._tokens[giver], recipient))

    def data_received(self, data: bytes) -> None:
        self._answer += data
        head, found, body = self._answer.partition(HEADERS_END)
        if not found or len(body) < content_length(head):
            return
        if head.startswith(ACCEPTED):
            self.accepted += 1
        else:
            self.refused.append(self._answer.decode())
        self.seconds.append(time.monotonic() - self._sent_at)
        self._answer = b""
        self._send()


def content_length(head: bytes) -> int:
    _, found, rest = head.lower().partition(LENGTH)
    return int(rest.partition(b"\r\n")[0]) if found else 0


def kudos_request(token: str, recipient: str, *, keyed: bool = True) -> bytes:
    kudos = {
        "recipients": [recipient],
        "behaviours": ["courtesy"],
        "message": MESSAGE.format(random.randrange(1_000_000)),
        "points": POINTS,
    }
    body = json.dumps(kudos, ensure_ascii=False).encode()
    key = f"Idempotency-Key: {uuid4()}\r\n" if keyed else ""
    head = f"Authorization: Bearer {token}\r\n{key}Content-Type: application/json\r\nContent-Length: {len(body)}"
    return f"POST /api/kudos HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n\r\n".encode() + body


async def load(port: int, connections: int, seconds: float, tokens: Mapping[str, str]) -> dict[str, object]:
    loop = asyncio.get_running_loop()
    begun = time.monotonic()
    clients, ends = [], []
    for _ in range(connections):
        ended: asyncio.Future[None] = loop.create_future()
        client = Client(tokens, begun + seconds, ended)
        await loop.create_connection(lambda client=client: client, "127.0.0.1", port)
        clients.append(client)
        ends.append(ended)
    await asyncio.gather(*ends)
    latencies = sorted(each for client in clients for each in client.seconds)
    return {
        "accepted": sum(client.accepted for client in clients),
        "refused": [each for client in clients for each in client.refused][:3],
        "seconds": time.monotonic() - begun,
        "cpu_seconds": time.process_time(),
        "p50_ms": latencies[len(latencies) // 2] * 1000,
        "p99_ms": latencies[len(latencies) * 99 // 100] * 1000,
    }


if __name__ == "__main__":
    port, connections, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    print(json.dumps(uvloop.run(load(port, connections, seconds, json.load(sys.stdin)))))
