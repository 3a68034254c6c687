"""How many round trips a POST makes before its answer, and when it had committed: read off the wire."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from uuid import uuid4

import httpx

from tests.bench.company import HANDLES, Company
from tests.bench.table import Row
from tests.bench.wire import PREPARE, Exchange, PostgresEar, RedisEar, Wire, tapped
from tests.faults.processes import Web

WARM_UP_POSTS = 60  # until every connection of the pool has its statements prepared
POSTS = 50
PAUSE_SECONDS = 0.01
WRITE = "insert into kudos "
OF_A_POST = ("from api_tokens", "'allowance', case", WRITE)  # who asks; the look; the write
LIMIT_KEYS = "recognize:limit:"
REQUESTS_PER_MINUTE = "100000"  # counted, and never reached


@dataclass
class Tapped:
    """A server whose words to PostgreSQL and Redis are heard."""

    web: Web
    postgres: Wire
    redis: Wire


@asynccontextmanager
async def tapped_server(site: Company) -> AsyncIterator[Tapped]:
    async with AsyncExitStack() as stack:
        postgres = await stack.enter_async_context(tapped(site.database_url, PostgresEar))
        redis = await stack.enter_async_context(tapped(site.redis_url, RedisEar))
        settings = {
            "DATABASE_URL": postgres.url,
            "REDIS_URL": redis.url,
            "REQUESTS_PER_MINUTE": REQUESTS_PER_MINUTE,
        }
        web = Web(site.data_dir, settings)
        stack.push_async_callback(asyncio.to_thread, web.stop)
        await asyncio.to_thread(web.start)
        yield Tapped(web, postgres, redis)


async def round_trips(site: Company, tap: Tapped) -> list[Row]:
    async with client(site, tap.web) as http:
        for _ in range(WARM_UP_POSTS):
            await post(http)
        forget(tap)
        for _ in range(POSTS):
            await post(http)
            await asyncio.sleep(PAUSE_SECONDS)
    postgres = sum(len(group) for group in groups(tap.postgres) if is_of_a_post(group)) / POSTS
    redis = sum(LIMIT_KEYS in each.said for ear in tap.redis.ears for each in ear.exchanges) / POSTS
    behind = sum(len(group) for group in groups(tap.postgres) if not is_of_a_post(group)) / POSTS
    note = (
        f"with key and points: PostgreSQL {postgres:g}, Redis {redis:g}; behind it, relay, readers and hub make {behind:.1f} "
        f"to PostgreSQL for each POST when one comes every {PAUSE_SECONDS * 1000:.0f} ms"
    )
    return [Row("round_trips", "round trips of a POST", "PostgreSQL + Redis", [postgres + redis], note=note)]


@asynccontextmanager
async def client(site: Company, web: Web) -> AsyncIterator[httpx.AsyncClient]:
    giver = HANDLES[0]
    headers = {"Authorization": f"Bearer {site.tokens[giver]}", "Content-Type": "application/json"}
    async with httpx.AsyncClient(base_url=web.address, headers=headers, timeout=10) as http:
        yield http


async def post(http: httpx.AsyncClient) -> str:
    """The new kudos' id."""
    kudos = {
        "recipients": [HANDLES[1]],
        "behaviours": ["courtesy"],
        "message": "Gracias por la ayuda de hoy.",
        "points": 1,
    }
    answer = await http.post("/api/kudos", content=json.dumps(kudos), headers={"Idempotency-Key": str(uuid4())})
    assert answer.status_code == 201, answer.text
    identity: str = answer.json()["id"]
    return identity


def forget(tap: Tapped) -> None:
    for ear in (*tap.postgres.ears, *tap.redis.ears):
        ear.exchanges.clear()


def groups(wire: Wire) -> Iterable[list[Exchange]]:
    """What belongs together, a transaction or a statement alone, once everything is prepared."""
    for ear in wire.ears:
        group: list[Exchange] = []
        for exchange in (each for each in ear.exchanges if not each.said.startswith(PREPARE)):
            group.append(exchange)
            is_open = group[0].said.upper().startswith("BEGIN") and not exchange.said.upper().startswith(
                ("COMMIT", "ROLLBACK")
            )
            if not is_open:
                yield group
                group = []


def is_of_a_post(group: Sequence[Exchange]) -> bool:
    return any(mark in exchange.said for exchange in group for mark in OF_A_POST)


def commits(wire: Wire) -> list[float]:
    """When POSTs had committed, as far as the server could know, in that order."""
    return sorted(group[-1].answered_at for group in groups(wire) if any(WRITE in each.said for each in group))


def now() -> float:
    return time.monotonic()
