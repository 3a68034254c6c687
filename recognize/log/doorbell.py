"""Redis says that the log has grown, and up to where. It carries nothing else: losing it loses no event."""

import asyncio
import logging
from collections.abc import Callable

from redis.asyncio.client import PubSub

from recognize.lib.redis import LEFT_ALONE_SECONDS, REDIS_FAILURES, QuickRedis

CHANNEL = "recognize:head"
HEARD_TIMEOUT_SECONDS = 1.5

Heard = Callable[[int], None]

logger = logging.getLogger(__name__)


class Doorbell:
    """Rings for other processes through Redis, and for listeners of this process at once."""

    def __init__(self, redis: QuickRedis) -> None:
        self._redis = redis
        self._listeners: list[Heard] = []

    def on_heard(self, listener: Heard) -> None:
        """`listener` takes a head position, possibly one that it has heard before."""
        self._listeners.append(listener)

    async def ring(self, head: int) -> None:
        self.tell(head)
        await self._redis.attempt(lambda redis: redis.publish(CHANNEL, head))

    async def listen(self) -> None:
        """Until cancelled: hand on what other processes ring. A silent or broken Redis is joined anew."""
        while True:
            try:
                async with self._redis.client.pubsub() as subscription:
                    await subscription.subscribe(CHANNEL)
                    await self._hear(subscription)
            except REDIS_FAILURES as failure:
                logger.warning("doorbell: %s; joining again", failure or type(failure).__name__)
                await asyncio.sleep(LEFT_ALONE_SECONDS)

    async def _hear(self, subscription: PubSub) -> None:
        asked = False
        while True:
            message = await subscription.get_message(ignore_subscribe_messages=True, timeout=HEARD_TIMEOUT_SECONDS)
            if message is None:
                if asked:
                    raise TimeoutError("no answer")
                await subscription.ping()  # an idle channel looks like a black hole until something answers
            elif message["type"] == "message":
                self.tell(int(message["data"]))
            asked = message is None

    def tell(self, head: int) -> None:
        """To the listeners of this process alone."""
        for listener in self._listeners:
            listener(head)
