"""One socket's side of the hub: a bounded queue and the task that empties it."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from recognize.permissions import Caller, Display

AskAgain = Callable[[], Awaitable[Caller | None]]

MAX_QUEUED_CHARACTERS = 256 * 1024
CLOSE_SLOW = 4408
SEND_TIMEOUT_SECONDS = 20  # a side that takes nothing for so long is gone or stalled


class CutError(Exception):
    """The socket is to be closed with this code and reason."""

    def __init__(self, code: int, reason: str) -> None:
        self.code = code
        self.reason = reason
        super().__init__(reason)


def slow() -> CutError:
    """The other side does not read; it may resume."""
    return CutError(CLOSE_SLOW, "too slow; resume")


class Subscriber:
    """`last` is the last position it has been given; events up to there are not pushed again. `own_topic` is the one
    that is the person's or the display's alone; a display hears the objects made `on_walls`. `ask_again` finds the caller
    as they are now, or nobody."""

    def __init__(self, caller: Caller, ask_again: AskAgain) -> None:
        self.topics = frozenset(caller.topics)
        self.own_topic = caller.topic
        self.on_walls = isinstance(caller, Display)
        self.ask_again = ask_again
        self.last = 0
        self._queue: deque[str] = deque()
        self._queued_characters = 0
        self._filled = asyncio.Event()
        self._cut: CutError | None = None

    def push_event(self, position: int, frame: str, *, bounded: bool = True) -> None:
        if position > self.last:
            self.last = position
            self.push(frame, bounded=bounded)

    def push(self, frame: str, *, bounded: bool = True) -> None:
        """A replay is not `bounded`: it is finite, shares its frames, and cutting it would only repeat it."""
        if self._cut:
            return
        self._queued_characters += len(frame)
        if bounded and self._queued_characters > MAX_QUEUED_CHARACTERS:
            self.cut(slow())
        else:
            self._queue.append(frame)
            self._filled.set()

    def cut(self, why: CutError) -> None:
        """What waits in the queue is dropped: it may be no longer for the other side."""
        self._cut = why
        self._queue.clear()
        self._filled.set()

    async def write_to(self, send: Callable[[str], Awaitable[None]]) -> None:
        """Until cancelled; raises CutError, also when frames come faster than they are read, or none is read."""
        while self._cut is None:
            await self._filled.wait()
            self._filled.clear()
            while self._queue:
                frame = self._queue.popleft()
                await _in_time(send(frame))
                self._queued_characters -= len(frame)
        raise self._cut


async def _in_time(sending: Awaitable[None]) -> None:
    try:
        async with asyncio.timeout(SEND_TIMEOUT_SECONDS):
            await sending
    except TimeoutError as refusal:
        raise slow() from refusal
