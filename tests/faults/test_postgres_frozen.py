"""PostgreSQL takes connections and says nothing, as when it is stopped or its host hangs: whoever asks is told in time."""

import asyncio
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import psutil

from recognize.lib.engine import ANSWER_TIMEOUT_SECONDS
from recognize.services import postgres
from recognize.services.home import find_home
from tests.faults.company import handle
from tests.faults.conftest import Site

PATIENCE_SECONDS = 60
MACHINE_SECONDS = 3.0  # for what is not waiting
SOME_TOLD_SECONDS = 2 * ANSWER_TIMEOUT_SECONDS + MACHINE_SECONDS
ALL_TOLD_SECONDS = 3 * ANSWER_TIMEOUT_SECONDS + MACHINE_SECONDS  # who waited behind others
AT_ONCE = 3
BACK_SECONDS = 2.0  # of load afterwards


@contextmanager
def frozen_postgres(site: Site) -> Iterator[None]:
    pid = postgres.find_pid(find_home(site.data_dir))
    assert pid is not None
    server = psutil.Process(pid)
    stopped = [server, *server.children(recursive=True)]
    for process in stopped:
        process.suspend()
    try:
        yield
    finally:
        for process in stopped:
            process.resume()


async def test_a_frozen_database_is_said_to_be_away_within_seconds_and_all_is_well_afterwards(
    site: Site,
) -> None:
    giver = site.givers[0]
    headers = {"Authorization": f"Bearer {giver.token}"}
    kudos = {"recipients": [handle(30)], "behaviours": ["courtesy"], "message": "Gracias por la ayuda de hoy"}
    client = httpx.AsyncClient(base_url=site.webs[0].address, timeout=PATIENCE_SECONDS)
    async with client as http, asyncio.timeout(PATIENCE_SECONDS):
        with frozen_postgres(site):
            asked = [
                http.get("/api/health/ready"),
                http.post("/api/session", json={"login": giver.handle, "password": "any password"}),
                *(http.get("/api/feed", headers=headers) for _ in range(AT_ONCE)),
                *(http.post("/api/kudos", json=kudos, headers=headers) for _ in range(AT_ONCE)),
            ]
            answers = await asyncio.gather(*map(timed, asked))
    assert [answer.status_code for answer, _ in answers] == [503] * len(answers)
    waited = sorted(round(seconds, 1) for _, seconds in answers)
    assert (waited[0] < SOME_TOLD_SECONDS, waited[-1] < ALL_TOLD_SECONDS) == (True, True), waited
    async with site.under_load():
        await asyncio.sleep(BACK_SECONDS)


async def timed(asking: Coroutine[Any, Any, httpx.Response]) -> tuple[httpx.Response, float]:
    begun = time.monotonic()
    return await asking, time.monotonic() - begun
