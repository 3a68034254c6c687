"""One socket's side of the hub: a bounded queue and the task that empties it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

MAX_QUEUED_CHARACTERS = 256 * 1024
SEND_TIMEOUT_SECONDS = 20  # a side that takes nothing for so long is gone or stalled


class SlowSocketError(Exception):
    """The other side does not read; it is cut and may resume."""


class Subscriber:
    """`last` is the last position it has been given; events up to there are not pushed again. `own_topic` is the one
    that is the person's or the display's alone; a display hears the objects made `on_walls`."""

    def __init__(self, topics: frozenset[str], own_topic: str, *, on_walls: bool = False) -> None:
        self.topics = topics
        self.own_topic = own_topic
        self.on_walls = on_walls
        self.last = 0
        self._queue: deque[str] = deque()
        self._queued_characters = 0
        self._filled = asyncio.Event()
        self._overflowed = False

    def push_event(self, position: int, frame: str, *, bounded: bool = True) -> None:
        if position > self.last:
            self.last = position
            self.push(frame, bounded=bounded)

    def push(self, frame: str, *, bounded: bool = True) -> None:
        """A replay is not `bounded`: it is finite, shares its frames, and cutting it would only repeat it."""
        if self._overflowed:
            return
        self._queued_characters += len(frame)
        if bounded and self._queued_characters > MAX_QUEUED_CHARACTERS:
            self._overflowed = True
            self._queue.clear()
        else:
            self._queue.append(frame)
        self._filled.set()

    async def write_to(self, send: Callable[[str], Awaitable[None]]) -> None:
        """Until cancelled; raises SlowSocketError when frames come faster than they are read, or none is read."""
        while not self._overflowed:
            await self._filled.wait()
            self._filled.clear()
            while self._queue:
                frame = self._queue.popleft()
                await _in_time(send(frame))
                self._queued_characters -= len(frame)
        raise SlowSocketError


async def _in_time(sending: Awaitable[None]) -> None:
    try:
        async with asyncio.timeout(SEND_TIMEOUT_SECONDS):
            await sending
    except TimeoutError as refusal:
        raise SlowSocketError from refusal
