"""`kill -9` of the PostgreSQL server under load: `serve` brings it back by itself."""

import asyncio
import os
import signal
import time

from recognize.services import postgres
from recognize.services.home import find_home
from tests.faults.conftest import Site

KILLS = 4
SHORTEST_SECONDS, LONGEST_SECONDS = 0.5, 2.0  # of load before and after
BACK_SECONDS = 30  # its children hold its memory for a while, and the log has to be replayed
POLL_SECONDS = 0.05


async def test_nothing_is_lost_when_postgres_is_killed(site: Site) -> None:
    for _ in range(KILLS):
        async with site.under_load():
            await site.moment(SHORTEST_SECONDS, LONGEST_SECONDS)
            kill_postgres(site)
            await kudos_are_taken_again(site)
            await site.moment(SHORTEST_SECONDS, LONGEST_SECONDS)


def kill_postgres(site: Site) -> None:
    pid = postgres.find_pid(find_home(site.data_dir))
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


async def kudos_are_taken_again(site: Site) -> None:
    """By every giver: one whose first address hangs must not hide behind the others."""
    before = [len(giver.given) for giver in site.givers]
    deadline = time.monotonic() + BACK_SECONDS
    while any(len(giver.given) <= count + 1 for giver, count in zip(site.givers, before, strict=True)):
        assert time.monotonic() < deadline, f"after {BACK_SECONDS} s somebody still waits"
        await asyncio.sleep(POLL_SECONDS)
