"""Background work of a process."""

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Coroutine
from contextlib import asynccontextmanager
from typing import Any

CANCEL_AGAIN_SECONDS = 1

logger = logging.getLogger(__name__)


@asynccontextmanager
async def background(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run endless coroutines beside the block and cancel them at its end. One that fails is logged at once."""
    tasks = [asyncio.create_task(each) for each in work]
    for task in tasks:
        task.add_done_callback(_log_failure)
    try:
        yield
    finally:
        await _ended(tasks)


async def _ended(tasks: Collection[asyncio.Task[None]]) -> None:
    """A cancellation gets lost where a library answers it with an error of its own, as redis-py on a closing line does."""
    while tasks:
        for task in tasks:
            task.cancel()
        _, tasks = await asyncio.wait(tasks, timeout=CANCEL_AGAIN_SECONDS)


def _log_failure(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (failure := task.exception()):
        logger.critical("%s ended: %r", task.get_coro(), failure, exc_info=failure)
