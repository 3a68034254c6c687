"""`serve --processes N`: one port, equal processes, a dead one is replaced, and a stop that everybody is told of."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest
import websockets

from recognize.live.protocol import CLOSE_RESTARTING
from recognize.settings import settings
from tests.cast import Actor, Cast, Ear, assemble
from tests.faults.processes import Web
from tests.live.test_access import closing_code

PROCESSES = 2
SOCKETS = 12
WORKER = "spawn_main"  # how multiprocessing starts what is not its resource tracker
REPLACED_SECONDS = 40  # one killed while it is asked how it is counts as silent until the asking ends
STOPPED_SECONDS = 15


@pytest.fixture
async def web(clean: None, tmp_path: Path) -> AsyncIterator[Web]:
    urls = {"DATABASE_URL": settings().database_url, "REDIS_URL": settings().redis_url}
    served = Web(tmp_path, urls, PROCESSES)
    await asyncio.to_thread(served.start)
    yield served
    await asyncio.to_thread(served.stop)


@pytest.fixture
async def people(web: Web) -> AsyncIterator[Cast]:
    everybody = await assemble(web.address)
    yield everybody
    for each in vars(everybody).values():
        await each.http.aclose()


def workers(web: Web) -> set[int]:
    return {each.pid for each in psutil.Process(web.pid).children() if is_worker(each)}


def is_worker(process: psutil.Process) -> bool:
    try:
        return WORKER in " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # also while nobody has fetched what it ended with
        return False


async def ears_of(who: Actor) -> list[Ear]:
    url = str(who.http.base_url).replace("http", "ws", 1) + "/api/live"
    headers = {"Authorization": f"Bearer {who.token}"}
    ears = [Ear(await websockets.connect(url, additional_headers=headers)) for _ in range(SOCKETS)]
    for ear in ears:
        assert (await ear.next())["type"] == "hello"
    return ears


async def replaced(web: Web, before: set[int]) -> None:
    async with asyncio.timeout(REPLACED_SECONDS):
        while len(now := workers(web)) < PROCESSES or now == before:  # noqa: ASYNC110 - processes tell nobody
            await asyncio.sleep(0.1)


async def test_a_dead_process_is_replaced_and_a_stop_closes_every_socket(web: Web, people: Cast):
    before = workers(web)
    assert len(before) == PROCESSES
    os.kill(min(before), signal.SIGKILL)
    await replaced(web, before)
    await asyncio.to_thread(web.wait_until_ready)
    ears = await ears_of(people.diego)
    kudos = (await people.ana.gives()).json()["id"]
    assert [(await ear.event())["item"]["id"] for ear in ears] == [kudos] * SOCKETS
    web.process.send_signal(signal.SIGTERM)
    assert [await closing_code(ear) for ear in ears] == [CLOSE_RESTARTING] * SOCKETS
    assert await asyncio.to_thread(web.process.wait, STOPPED_SECONDS) in (0, -signal.SIGTERM)


async def test_none_of_them_outlives_a_parent_that_was_killed(web: Web):
    orphans = [psutil.Process(pid) for pid in workers(web)]
    assert len(orphans) == PROCESSES
    web.kill()
    _, alive = await asyncio.to_thread(psutil.wait_procs, orphans, STOPPED_SECONDS)
    assert not alive
    await asyncio.to_thread(web.start)  # at the same port, which nobody holds
