"""Many who ask for one thing each, answered by few statements.

When a server comes back, a thousand sockets ask at once who they are. Whoever asks while AT_ONCE questions are under way
waits for the next one together with all others, and never gets an answer that was begun before the asking.
"""

import asyncio
import contextvars
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Generic, TypeVar

AT_ONCE = 2  # more than one: a connection that hangs does not hold everybody up

Key = TypeVar("Key")
Answer = TypeVar("Answer")


class Together(Generic[Key, Answer]):
    """`find` takes keys, without doubles, and returns answers for those that have one. Before each question it waits
    `gather_seconds` for more who ask."""

    def __init__(
        self, find: Callable[[Sequence[Key]], Awaitable[Mapping[Key, Answer]]], gather_seconds: float = 0
    ) -> None:
        self._find = find
        self._gather_seconds = gather_seconds
        self._waiting: list[tuple[Key, asyncio.Future[Answer | None]]] = []
        self._tasks: set[asyncio.Task[None]] = set()  # the loop itself holds tasks weakly
        self._asking = 0

    async def __call__(self, key: Key) -> Answer | None:
        future: asyncio.Future[Answer | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((key, future))
        if self._asking < AT_ONCE:
            self._asking += 1
            # In a context of its own: the question belongs to no one's transaction.
            task = asyncio.create_task(self._ask(), context=contextvars.Context())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return await future

    async def _ask(self) -> None:
        try:
            while asked := await self._gathered():
                await self._answer(asked)
        finally:
            # In the same breath as the last look: a task that has ended, but is not yet known to have, answers nobody.
            self._asking -= 1

    async def _gathered(self) -> list[tuple[Key, asyncio.Future[Answer | None]]]:
        if self._waiting and self._gather_seconds:
            await asyncio.sleep(self._gather_seconds)
        asked, self._waiting = self._waiting, []
        return asked

    async def _answer(self, asked: Sequence[tuple[Key, asyncio.Future[Answer | None]]]) -> None:
        try:
            found = await self._find(list(dict.fromkeys(key for key, _ in asked)))
        except BaseException as failure:
            _fail(asked, failure)
            if not isinstance(failure, Exception):
                raise
        else:
            for key, future in asked:
                if not future.done():
                    future.set_result(found.get(key))


def _fail(asked: Sequence[tuple[object, asyncio.Future[Answer | None]]], failure: BaseException) -> None:
    """Everybody who still waits hears of it."""
    for _, future in asked:
        if not future.done() and isinstance(failure, Exception):
            future.set_exception(failure)
        else:
            future.cancel()
