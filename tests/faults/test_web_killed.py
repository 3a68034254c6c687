"""`kill -9` of web and worker processes under load."""

import asyncio

import pytest

from tests.faults.conftest import Site
from tests.faults.processes import Worker

ROUNDS = 5
KILLS_A_ROUND = 10  # everything is checked after each round
KILLS_OF_BOTH = 3
SHORTEST_SECONDS, LONGEST_SECONDS = 0.0, 1.0  # of load before and after a kill


@pytest.mark.timeout(1200)  # seconds: fifty starts, and everything checked five times
async def test_nothing_is_lost_when_a_process_is_killed(site: Site) -> None:
    worker = Worker(site.data_dir, {"LOG_LEVEL": "INFO"})
    await asyncio.to_thread(worker.start)
    try:
        for _ in range(ROUNDS):
            async with site.under_load():
                for _ in range(KILLS_A_ROUND):
                    await site.moment(SHORTEST_SECONDS, LONGEST_SECONDS)
                    process = site.random.choice([*site.webs, worker])
                    process.kill()
                    await asyncio.to_thread(process.start)
                await site.moment(SHORTEST_SECONDS, LONGEST_SECONDS)
    finally:
        worker.stop()


async def test_nothing_is_lost_when_both_are_killed_and_one_comes_back(site: Site) -> None:
    for _ in range(KILLS_OF_BOTH):
        async with site.under_load():
            await site.moment(SHORTEST_SECONDS, LONGEST_SECONDS)
            for web in site.webs:
                web.kill()
            back, away = site.random.sample(site.webs, 2)
            await asyncio.to_thread(back.start)
            await site.moment(SHORTEST_SECONDS, LONGEST_SECONDS)
        await asyncio.to_thread(away.start)
