"""What must be true after every fault."""

import asyncio
import re
import time
from collections import Counter
from collections.abc import Sequence

import asyncpg
import httpx

from tests.faults.givers import CREATED, Given, Giver
from tests.faults.listeners import Items, Listener, whole_feed
from tests.faults.processes import Web, recognize

SETTLE_SECONDS = 15
POLL_SECONDS = 0.2
REPLAYED_KEYS = 10  # the newest of each giver
LOG_LINE = re.compile(r"^(?=\d{4}-\d\d-\d\d )", re.MULTILINE)
DEATH = re.compile(r" CRITICAL |was never retrieved")

LOG = "select count(*), coalesce(min(position), 1) as first, (select position from log_head) as head from log"
KUDOS = "select id::text, message, withdrawn_at is not null as withdrawn from kudos"
KEYS = "select key, convert_from(body, 'utf8')::json ->> 'id' as id, status from idempotency_keys"
LOGGED = "select subject::text, kind, count(*) from log where kind like 'kudos.%' group by subject, kind"


async def everything_adds_up(
    database_url: str, webs: Sequence[Web], givers: Sequence[Giver], listeners: Sequence[Listener]
) -> None:
    """Call it when nobody gives any more; `webs` are those that run."""
    assert [each for giver in givers for each in giver.refused] == []
    connection = await asyncpg.connect(database_url)
    try:
        await outbox_drained(connection)
        await positions_gapless(connection)
        await each_kudos_exactly_once(connection, givers)
    finally:
        await connection.close()
    await same_answer_to_the_same_key(webs, givers)
    for number, listener in enumerate(listeners):
        await view_equals_feed(listener, webs[number % len(webs)].address)
    assert [each for listener in listeners for each in listener.faults] == []


async def outbox_drained(connection: asyncpg.Connection) -> None:
    deadline = time.monotonic() + SETTLE_SECONDS
    while left := await connection.fetchval("select count(*) from outbox"):
        assert time.monotonic() < deadline, f"{left} events are still in the outbox"
        await asyncio.sleep(POLL_SECONDS)


async def positions_gapless(connection: asyncpg.Connection) -> None:
    count, first, head = await connection.fetchrow(LOG)
    assert (count, first) == (head, 1)


async def each_kudos_exactly_once(connection: asyncpg.Connection, givers: Sequence[Giver]) -> None:
    """By id, by key, by message (the key stands in it) and in the log; and nothing that nobody acknowledged."""
    given = [each for giver in givers for each in giver.given]
    withdrawn = set().union(*(giver.withdrawn for giver in givers))
    rows = await connection.fetch(KUDOS)
    assert Counter(row["id"] for row in rows) == Counter(each.id for each in given)
    assert Counter(row["message"] for row in rows) == Counter(each.body["message"] for each in given)
    assert {row["id"] for row in rows if row["withdrawn"]} == withdrawn
    keys = {row["key"]: (row["id"], row["status"]) for row in await connection.fetch(KEYS)}
    assert keys == {each.key: (each.id, CREATED) for each in given}
    logged = {(row["subject"], row["kind"]): row["count"] for row in await connection.fetch(LOGGED)}
    assert logged == {(each.id, "kudos.given"): 1 for each in given} | {(id, "kudos.withdrawn"): 1 for id in withdrawn}


async def same_answer_to_the_same_key(webs: Sequence[Web], givers: Sequence[Giver]) -> None:
    async with httpx.AsyncClient(timeout=10) as http:
        for number, given in enumerate(each for giver in givers for each in giver.given[-REPLAYED_KEYS:]):
            answer = await _give_again(http, webs[number % len(webs)], given)
            assert answer.status_code == CREATED, answer.text
            assert answer.json()["id"] == given.id


async def _give_again(http: httpx.AsyncClient, web: Web, given: Given) -> httpx.Response:
    headers = {"Authorization": f"Bearer {given.token}", "Idempotency-Key": given.key}
    return await http.post(f"{web.address}/api/kudos", json=given.body, headers=headers)


async def view_equals_feed(listener: Listener, address: str) -> None:
    """Once what was still under way has arrived."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while True:
        feed, _, _ = await whole_feed(address, listener.token)
        if listener.items == feed:
            return
        assert time.monotonic() < deadline, difference(listener, feed)
        await asyncio.sleep(POLL_SECONDS)


def difference(listener: Listener, feed: Items) -> str:
    missing, surplus = feed.keys() - listener.items.keys(), listener.items.keys() - feed.keys()
    changed = [each for each in feed.keys() & listener.items.keys() if feed[each] != listener.items[each]]
    return f"{listener.handle} at {listener.position} lacks {missing}, still has {surplus}, has {changed} otherwise"


def doctor_is_content(web: Web) -> None:
    found = recognize(web.data_dir, "doctor")
    assert found.returncode == 0, found.stdout + found.stderr


def no_task_has_died(webs: Sequence[Web]) -> None:
    """A background task that ends is logged as critical; the process would go on without it."""
    said = "".join(web.log.read_text() for web in webs)
    deaths = [part for part in LOG_LINE.split(said) if DEATH.search(part)]
    assert not deaths, "\n".join(deaths)
