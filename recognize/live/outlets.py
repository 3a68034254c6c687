"""How frames leave: straight through our protocol, or with ASGI's `send` on a server that does not run it.

Both are bounded. A socket that takes less than it is given is cut and may resume; it never slows the others.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from recognize.live.frames import Frame
from recognize.live.protocol import DirectLineProtocol

MAX_QUEUED_BYTES = 256 * 1024
SEND_TIMEOUT_SECONDS = 20  # a side that takes nothing for so long is gone or stalled

CLOSE_SIGNED_OUT = 4401
CLOSE_SLOW = 4408
CLOSE_TRY_AGAIN = 1013  # of RFC 6455's registry


@dataclass(frozen=True)
class Cut:
    """Why a socket is closed. `at_once`: what waits in its queue may be no longer for the other side."""

    code: int
    reason: str
    at_once: bool = False


SIGNED_OUT = Cut(CLOSE_SIGNED_OUT, "signed out", at_once=True)
TRY_AGAIN = Cut(CLOSE_TRY_AGAIN, "try again", at_once=True)
TOO_SLOW = Cut(CLOSE_SLOW, "too slow; resume")


class Outlet(Protocol):
    def push(self, frame: Frame) -> None: ...

    def push_replay(self, frame: Frame) -> None:
        """Without a bound: a replay is finite, shares its frames, and cutting it would only repeat it."""

    def cut(self, why: Cut) -> None: ...


class DirectOutlet:
    """`push` runs for each socket at each event, thousands in turn, and each object that it touches has left the CPU's cache
    since: what looks clumsy here is a third of its user time."""

    __slots__ = ("_excused_bytes", "_line", "_queued_bytes", "_write")

    def __init__(self, line: DirectLineProtocol) -> None:
        self._line = line
        self._queued_bytes = line.transport.get_write_buffer_size
        self._write: Callable[[bytes], None] = line.transport.write
        self._excused_bytes = 0  # of a replay that is still under way
        line.when_closing(self._close)

    def _close(self) -> None:
        self._write = _drop

    def push(self, frame: Frame) -> None:
        if (queued := self._queued_bytes()) and self._is_too_slow(queued + len(frame.wire)):
            self.cut(TOO_SLOW)  # a line that is closing takes nothing more
        self._write(frame.wire)

    def _is_too_slow(self, queued: int) -> bool:
        self._excused_bytes = min(self._excused_bytes, queued)
        return queued - self._excused_bytes > MAX_QUEUED_BYTES

    def push_replay(self, frame: Frame) -> None:
        self._write(frame.wire)
        self._excused_bytes = self._queued_bytes()

    def cut(self, why: Cut) -> None:
        if why.at_once and self._queued_bytes():
            self._line.tear()
        else:
            self._line.cut(why.code, why.reason)


def _drop(wire: bytes) -> None:
    """Behind a close nothing may follow."""


class QueuedOutlet:
    """Needs a task that empties it: `write_to`."""

    def __init__(self) -> None:
        self._queue: deque[Frame] = deque()
        self._queued_bytes = 0
        self._filled = asyncio.Event()
        self._cut: Cut | None = None

    def push(self, frame: Frame) -> None:
        if self._queued_bytes + len(frame.wire) > MAX_QUEUED_BYTES:
            self.cut(TOO_SLOW)
        else:
            self.push_replay(frame)

    def push_replay(self, frame: Frame) -> None:
        if self._cut is None:
            self._queued_bytes += len(frame.wire)
            self._queue.append(frame)
            self._filled.set()

    def cut(self, why: Cut) -> None:
        self._cut = self._cut or why
        self._queue.clear()
        self._filled.set()

    async def write_to(self, send: Callable[[str], Awaitable[None]]) -> Cut:
        """Until it is to be closed, and with what; also when frames come faster than they are read, or none is read."""
        while self._cut is None:
            await self._filled.wait()
            self._filled.clear()
            while self._queue:
                frame = self._queue.popleft()
                try:
                    async with asyncio.timeout(SEND_TIMEOUT_SECONDS):
                        await send(frame.text)
                except TimeoutError:
                    return TOO_SLOW
                self._queued_bytes -= len(frame.wire)
        return self._cut
