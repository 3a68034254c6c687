"""Redis killed, flushed, black-holed and half open under load: it is only the doorbell.

Every write and read goes on as if nothing had happened, what is live comes at most two seconds late, and when Redis is back
all is as before, by itself.
"""

import asyncio
import logging
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from recognize import services
from recognize.services import Services, valkey
from recognize.services.home import find_home
from tests.faults.conftest import Site, late
from tests.proxy import Proxy, proxied

FAULT_SECONDS = 8.0
BACK_SECONDS = 4.0  # until both ends have found each other again
AFTERWARDS_SECONDS = 3.0
LATEST_SECONDS = 2.0
USUALLY_SECONDS = 0.5  # the median, with Redis

logger = logging.getLogger(__name__)

Break = Callable[[], Awaitable[None]]


@pytest.fixture
def own(data_dir: Path) -> AsyncIterator[Services]:
    """Services that no web process brings back: that is for the tests to do."""
    with services.running(data_dir) as running:
        yield running


@pytest.fixture
async def proxy(own: Services) -> AsyncIterator[Proxy]:
    async with proxied(own.urls.redis_url) as between:
        yield between


@pytest.fixture
def settings_of_webs(own: Services, proxy: Proxy) -> Mapping[str, str]:
    return {"DATABASE_URL": own.urls.database_url, "REDIS_URL": proxy.address}


async def test_writes_and_events_go_on_while_redis_is_killed(site: Site, own: Services) -> None:
    async def kill() -> None:
        pid = valkey.find_pid(find_home(site.data_dir))
        assert pid is not None
        os.kill(pid, signal.SIGKILL)

    await outlives(site, kill, lambda: asyncio.to_thread(own.ensure_running))


async def test_writes_and_events_go_on_while_redis_is_flushed(site: Site, own: Services) -> None:
    redis = Redis.from_url(own.urls.redis_url)

    async def flush() -> None:
        await redis.flushall()

    await outlives(site, flush, flush)
    await redis.aclose()


async def test_writes_and_events_go_on_while_redis_is_a_black_hole(site: Site, proxy: Proxy) -> None:
    await outlives(site, at_once(proxy.black_hole), at_once(proxy.mend))


async def test_writes_and_events_go_on_while_redis_is_half_open(site: Site, proxy: Proxy) -> None:
    await outlives(site, at_once(proxy.half_open), at_once(proxy.mend))


def at_once(change: Callable[[], None]) -> Break:
    async def changed() -> None:
        change()

    return changed


async def outlives(site: Site, damage: Break, mend: Break) -> None:
    async with site.under_load():
        await asyncio.sleep(AFTERWARDS_SECONDS)
        for giver in site.givers:
            giver.retried.clear()  # what the start of the load may have cost
        async with measured(site, "without Redis") as without:
            await damage()
            await asyncio.sleep(FAULT_SECONDS)
        await mend()
        await asyncio.sleep(BACK_SECONDS)
        async with measured(site, "with Redis again") as afterwards:
            await asyncio.sleep(AFTERWARDS_SECONDS)
        assert [each for giver in site.givers for each in giver.retried] == []
    assert without[-1] <= LATEST_SECONDS
    assert afterwards[len(afterwards) // 2] <= USUALLY_SECONDS


@asynccontextmanager
async def measured(site: Site, when: str) -> AsyncIterator[list[float]]:
    """How late everything is that is acknowledged in the block."""
    found: list[float] = []
    begun = time.monotonic()
    yield found
    ended = time.monotonic()
    await asyncio.sleep(LATEST_SECONDS)
    found += late(site, begun, ended)
    logger.info("%s: %d heard, median %.3f s, latest %.3f s", when, len(found), found[len(found) // 2], found[-1])
