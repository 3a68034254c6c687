"""How many sockets each person or display holds, in all processes together.

A process keeps its counts in a hash on Redis that ends with it: at the latest FORGOTTEN_AFTER_SECONDS after its last word.
No clock is compared with another. Without Redis each process counts by itself.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from redis.asyncio import Redis

from recognize.lib.redis import QuickRedis

TELL_SECONDS = 1.0
TELLS_TO_TELL_ALL = 30  # Redis may have been emptied meanwhile
FORGOTTEN_AFTER_SECONDS = 75
PROCESSES = "recognize:census"
COUNTS = "recognize:census:"
ALIVE = {"": 0}  # a hash without a field would not exist


class Census:
    def __init__(self, redis: QuickRedis) -> None:
        self._redis = redis
        self._process = uuid4().hex
        self._others: frozenset[str] = frozenset()
        self._own: Counter[str] = Counter()
        self._changed: set[str] = set()

    @contextmanager
    def counted(self, topic: str) -> Iterator[int]:
        """Counted for this block; gives how many this process holds with this one, so that two at once are not both the
        last that may come."""
        self._count(topic, 1)
        try:
            yield self._own[topic]
        finally:
            self._count(topic, -1)

    def _count(self, topic: str, by: int) -> None:
        self._own[topic] += by
        self._changed.add(topic)

    async def elsewhere(self, topic: str) -> int:
        """How many the other processes hold. Tells Redis first and then looks, or two of them would not see each other."""
        if not (others := self._others):
            return 0

        async def tell_and_look(redis: Redis) -> list[bytes | None]:
            async with redis.pipeline(transaction=True) as pipeline:
                pipeline.hset(COUNTS + self._process, topic, str(self._own[topic]))
                for other in others:
                    pipeline.hget(COUNTS + other, topic)
                answers: list[bytes | None] = await pipeline.execute()
                return answers[1:]

        return sum(int(count or 0) for count in await self._redis.attempt(tell_and_look) or ())

    async def run(self) -> None:
        """Until cancelled: tell what has changed, and hear who else there is."""
        tells = 0
        try:
            while True:
                if tells % TELLS_TO_TELL_ALL == 0:
                    self._changed.update(self._own)
                await self.exchange()
                tells += 1
                await asyncio.sleep(TELL_SECONDS)
        finally:
            await self._redis.attempt(lambda redis: redis.delete(COUNTS + self._process))

    async def exchange(self) -> None:
        changed, self._changed = self._changed, set()
        others = await self._redis.attempt(lambda redis: self._tell(redis, changed))
        if others is None:
            self._changed |= changed
        else:
            self._others = others
            for topic in changed:
                if not self._own[topic]:
                    del self._own[topic]

    async def _tell(self, redis: Redis, changed: set[str]) -> frozenset[str]:
        own, others = COUNTS + self._process, sorted(self._others)
        async with redis.pipeline(transaction=True) as pipeline:
            counts: dict[Any, Any] = {
                topic: self._own[topic] for topic in changed
            }  # redis' own type allows no dict[str, int]
            pipeline.hset(own, mapping=counts | ALIVE)
            if ended := [topic for topic in changed if not self._own[topic]]:
                pipeline.hdel(own, *ended)
            pipeline.expire(own, FORGOTTEN_AFTER_SECONDS)
            pipeline.sadd(PROCESSES, self._process)
            pipeline.smembers(PROCESSES)
            for other in others:
                pipeline.exists(COUNTS + other)
            answers = await pipeline.execute()
        known = {each.decode() for each in answers[-len(others) - 1]} - {self._process}
        gone = {
            other for other, exists in zip(others, answers[len(answers) - len(others) :], strict=True) if not exists
        }
        if gone:
            await redis.srem(PROCESSES, *gone)
        return frozenset(known - gone)
