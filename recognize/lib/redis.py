"""Calls to Redis that never make a request wait: short timeouts, and a broken server is left alone for a moment."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from redis.asyncio import Redis
from redis.exceptions import RedisError

CALL_TIMEOUT_SECONDS = 0.2
LEFT_ALONE_SECONDS = 1.0

# RuntimeError is what uvloop says on a connection that the other side has just closed.
REDIS_FAILURES = (RedisError, OSError, TimeoutError, RuntimeError)

Answer = TypeVar("Answer")

logger = logging.getLogger(__name__)


class QuickRedis:
    """A client behind a circuit breaker: a dead or black-holed Redis costs one short timeout a second at most."""

    def __init__(self, url: str) -> None:
        self.client = Redis.from_url(
            url, socket_timeout=CALL_TIMEOUT_SECONDS, socket_connect_timeout=CALL_TIMEOUT_SECONDS, retry=None
        )
        self._left_alone_until = 0.0

    async def attempt(self, call: Callable[[Redis], Awaitable[Answer]]) -> Answer | None:
        """The call's answer, or None when Redis did not give one in time or is left alone just now."""
        if time.monotonic() < self._left_alone_until:
            return None
        try:
            async with asyncio.timeout(CALL_TIMEOUT_SECONDS):
                return await call(self.client)
        except REDIS_FAILURES as failure:
            logger.warning("redis: %s; left alone for %s s", str(failure) or type(failure).__name__, LEFT_ALONE_SECONDS)
            self._left_alone_until = time.monotonic() + LEFT_ALONE_SECONDS
            return None

    async def close(self) -> None:
        await self.client.aclose()
