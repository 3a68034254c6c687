"""Proxies that understand enough of PostgreSQL's and Redis' protocols to say which exchanges go over the wire, and when."""

import asyncio
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

CHUNK_BYTES = 1 << 16
LENGTH_BYTES = 4
SSL_REQUEST = b"\x04\xd2\x16\x2f"
PREPARE = "prepare"  # how the exchange that prepares a statement begins; once for each connection
QUERY, PARSE, BIND, SYNC, FLUSH, READY = b"Q", b"P", b"B", b"S", b"H", b"Z"


@dataclass
class Exchange:
    """One round trip. `said` is the SQL, or for Redis the commands; `answered_at` is on the monotonic clock."""

    said: str
    answered_at: float = 0.0


class Ear(Protocol):
    exchanges: list[Exchange]

    def upstream(self, data: bytes) -> None: ...

    def downstream(self, data: bytes) -> None: ...


@dataclass
class PostgresEar:
    """Of one connection. A round trip ends with Sync, a plain Query, or the Flush of a statement being prepared."""

    exchanges: list[Exchange] = field(default_factory=list)
    _waiting: deque[Exchange] = field(default_factory=deque)
    _prepared: dict[bytes, str] = field(default_factory=dict)
    _up: bytes = b""
    _down: bytes = b""
    _said: str = ""
    _is_greeting: bool = True
    _is_ssl_answer_due: bool = False

    def upstream(self, data: bytes) -> None:
        self._up += data
        while self._is_greeting and len(self._up) >= LENGTH_BYTES:
            greeting, self._up = self._up[: _length(self._up)], self._up[_length(self._up) :]
            self._is_ssl_answer_due = greeting[LENGTH_BYTES:] == SSL_REQUEST
            self._is_greeting = self._is_ssl_answer_due
        for kind, body in self._messages("_up"):
            self._take(kind, body)

    def _take(self, kind: bytes, body: bytes) -> None:
        if kind == PARSE:
            name, sql, _ = body.split(b"\0", 2)
            self._prepared[name] = self._said = sql.decode()
        elif kind == BIND:
            self._said = self._prepared.get(body.split(b"\0", 2)[1], "")
        elif kind == QUERY:
            self._end_of_request(body.rstrip(b"\0").decode())
        elif kind == SYNC:
            self._end_of_request(self._said)
        elif kind == FLUSH:
            self.exchanges.append(Exchange(f"{PREPARE} {self._said}", time.monotonic()))

    def _end_of_request(self, said: str) -> None:
        self._waiting.append(Exchange(said))

    def downstream(self, data: bytes) -> None:
        if self._is_ssl_answer_due:
            data, self._is_ssl_answer_due = data[1:], False
        self._down += data
        for kind, _ in self._messages("_down"):
            if kind == READY and self._waiting:
                exchange = self._waiting.popleft()
                exchange.answered_at = time.monotonic()
                self.exchanges.append(exchange)

    def _messages(self, side: str) -> list[tuple[bytes, bytes]]:
        data: bytes = getattr(self, side)
        found = []
        while len(data) > LENGTH_BYTES and len(data) > (length := _length(data[1:])):
            found.append((data[:1], data[1 + LENGTH_BYTES : 1 + length]))
            data = data[1 + length :]
        setattr(self, side, data)
        return found


def _length(data: bytes) -> int:
    return int.from_bytes(data[:LENGTH_BYTES])


@dataclass
class RedisEar:
    """Of one connection. Whatever is sent before an answer comes is one round trip."""

    exchanges: list[Exchange] = field(default_factory=list)
    _said: str = ""

    def upstream(self, data: bytes) -> None:
        self._said += data.decode(errors="replace")

    def downstream(self, data: bytes) -> None:
        if self._said:
            self.exchanges.append(Exchange(self._said, time.monotonic()))
            self._said = ""


@dataclass
class Wire:
    """`ears`: one for each connection so far."""

    url: str
    ears: list[Ear]


@asynccontextmanager
async def tapped(url: str, new_ear: Callable[[], Ear]) -> AsyncIterator[Wire]:
    """A second address for the server at `url`, where everything is heard."""
    parts = urlsplit(url)
    wire = Wire("", [])

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        ear = new_ear()
        wire.ears.append(ear)
        server_reader, server_writer = await asyncio.open_connection(parts.hostname, parts.port)
        await asyncio.gather(
            _pump(reader, server_writer, ear.upstream),
            _pump(server_reader, writer, ear.downstream),
        )

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    user, _, _ = parts.netloc.rpartition("@")
    wire.url = urlunsplit(parts._replace(netloc=f"{user}@127.0.0.1:{port}"))
    try:
        yield wire
    finally:
        server.close()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, hear: Callable[[bytes], None]) -> None:
    try:
        while data := await reader.read(CHUNK_BYTES):
            hear(data)
            writer.write(data)
    except OSError:
        pass
    finally:
        writer.close()
