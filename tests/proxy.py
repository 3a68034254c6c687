"""A TCP proxy on loopback that behaves as badly as a network can."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from enum import Enum
from urllib.parse import urlsplit

CHUNK_BYTES = 65_536
RESET_AT_CLOSE = struct.pack("ii", 1, 0)


class Fault(Enum):
    NONE = "none"
    CUT = "cut"  # connections end in a reset, and new ones do at once
    BLACK_HOLE = "black hole"  # connections are taken; what is sent on them is lost, both ways
    HALF_OPEN = "half open"  # requests arrive, answers are lost


class Proxy:
    """Between whoever connects to `address` and `target`."""

    def __init__(self, target: str) -> None:
        self._target = urlsplit(target)
        self._open: set[asyncio.StreamWriter] = set()
        self.fault = Fault.NONE
        self.port = 0

    @property
    def address(self) -> str:
        user, at, _ = self._target.netloc.rpartition("@")
        return self._target._replace(netloc=f"{user}{at}127.0.0.1:{self.port}").geturl()

    def cut(self) -> None:
        self.fault = Fault.CUT
        for each in list(self._open):
            _reset(each)

    def black_hole(self) -> None:
        self.fault = Fault.BLACK_HOLE

    def half_open(self) -> None:
        self.fault = Fault.HALF_OPEN

    def mend(self) -> None:
        """Connections that lost something on the way are beyond mending, as in life: they are cut."""
        if self.fault in (Fault.BLACK_HOLE, Fault.HALF_OPEN):
            self.cut()
        self.fault = Fault.NONE

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            if self.fault is Fault.CUT:
                return _reset(writer)
            there, back = await asyncio.open_connection(self._target.hostname, self._target.port)
        except OSError:
            return _reset(writer)
        pair = {writer, back}
        self._open |= pair
        try:
            await asyncio.gather(self._pump(reader, back, answers=False), self._pump(there, writer, answers=True))
        finally:
            self._open -= pair
            for each in pair:
                each.close()

    async def _pump(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, answers: bool) -> None:
        with suppress(OSError):
            while part := await source.read(CHUNK_BYTES):
                if self.fault is Fault.BLACK_HOLE or (self.fault is Fault.HALF_OPEN and answers):
                    continue
                sink.write(part)
                await sink.drain()
        sink.close()


def _reset(writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_AT_CLOSE)
    writer.transport.abort()


@asynccontextmanager
async def proxied(target: str) -> AsyncIterator[Proxy]:
    """`target` is a URL with a port, whichever its scheme."""
    proxy = Proxy(target)
    server = await asyncio.start_server(proxy.connect, "127.0.0.1", 0)
    proxy.port = server.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        server.close()
        proxy.cut()
        await asyncio.sleep(0)
