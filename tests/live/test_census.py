"""The limit on sockets holds over all processes that share a Redis."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest

from recognize.lib.redis import QuickRedis
from recognize.live.census import COUNTS, PROCESSES, Census
from recognize.settings import settings

PERSON = "person:1"


@pytest.fixture
async def processes() -> AsyncIterator[list[Census]]:
    redis = QuickRedis(settings().redis_url)
    await redis.client.delete(PROCESSES)
    everybody = [Census(redis) for _ in range(3)]
    for _ in range(2):  # the second time they know of each other
        for each in everybody:
            await each.exchange()
    yield everybody
    await redis.client.delete(PROCESSES, *(COUNTS + each._process for each in everybody))
    await redis.close()


async def test_each_counts_what_the_others_hold(processes: list[Census]):
    first, second, third = processes
    with first.counted(PERSON), first.counted(PERSON) as here, second.counted(PERSON):
        assert here == 2
        assert await first.elsewhere(PERSON) == 0  # the second has not said anything yet
        assert await second.elsewhere(PERSON) == 2
        assert await third.elsewhere(PERSON) == 3
        assert await first.elsewhere("person:2") == 0


async def test_what_is_closed_is_no_longer_counted(processes: list[Census]):
    first, second, _ = processes
    with first.counted(PERSON):
        await first.exchange()
        assert await second.elsewhere(PERSON) == 1
    await first.exchange()
    assert await second.elsewhere(PERSON) == 0


async def test_of_two_at_once_in_two_processes_one_is_within_the_limit(processes: list[Census]):
    async with AsyncExitStack() as stack:
        seen = []
        for each in processes:
            here = stack.enter_context(each.counted(PERSON))
            seen.append(here + await each.elsewhere(PERSON))
    assert seen == [1, 2, 3]


async def test_a_process_that_died_is_forgotten_with_its_hash(processes: list[Census]):
    first, second, _ = processes
    with first.counted(PERSON):
        await first.exchange()
        await first._redis.client.delete(COUNTS + first._process)  # as its expiry does
        assert await second.elsewhere(PERSON) == 0
        await second.exchange()
        assert not await first._redis.client.sismember(PROCESSES, first._process)


async def test_counts_come_back_after_redis_was_emptied(processes: list[Census]):
    first, second, _ = processes
    with first.counted(PERSON):
        await first.exchange()
        await first._redis.client.delete(PROCESSES, COUNTS + first._process)
        first._changed.update(first._own)  # as it does twice a minute
        await first.exchange()
        await second.exchange()
        assert await second.elsewhere(PERSON) == 1


async def test_without_redis_each_counts_by_itself():
    census = Census(QuickRedis("redis://127.0.0.1:1/0"))
    with census.counted(PERSON) as here:
        await census.exchange()
        assert here + await census.elsewhere(PERSON) == 1
    assert census._own[PERSON] == 0
