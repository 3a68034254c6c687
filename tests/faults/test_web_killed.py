"""`kill -9` of web processes under load."""

import asyncio

from tests.faults.conftest import Site

KILLS_OF_ONE = 10  # raise to 50 for a long run
KILLS_OF_BOTH = 3
SHORTEST_SECONDS, LONGEST_SECONDS = 0.3, 1.5  # of load before and after a kill


async def test_nothing_is_lost_when_a_web_process_is_killed(site: Site) -> None:
    for _ in range(KILLS_OF_ONE):
        async with site.under_load():
            await site.moment(SHORTEST_SECONDS, LONGEST_SECONDS)
            web = site.random.choice(site.webs)
            web.kill()
            await asyncio.to_thread(web.start)
            await site.moment(SHORTEST_SECONDS, LONGEST_SECONDS)


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
