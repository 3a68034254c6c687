"""Real PostgreSQL and Valkey, one database for each test worker, emptied before each test."""

import os
import signal
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from recognize import services
from recognize.lib.database import DB, connected, connection_options
from recognize.migrate import migrate
from recognize.settings import settings
from tests.cast import Cast, assemble
from tests.serving import Serving

# A shell has what it starts in the background ignore it, and what the tests start would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)

PROJECT = Path(__file__).parents[1]
# Facts go, what the migrations planted stays, and the log keeps counting: its head only ever grows.
KEPT = (
    "migration",
    "log_head",
    "organisation",
    "behaviours",
    "badges",
    "badge_conditions",
    "challenges",
    "reader_cursors",
    "nomination_calendar",
)
MANY_ROWS = 5_000
TABLES = "select tablename from pg_tables where schemaname = 'public' and tablename <> all($1::text[])"
FOUNDED = """
update organisation set
    name = 'Recognize', time_zone = 'America/Lima', locale = 'es',
    allowance_points = default, one_person_percent = default, usual_points = default, edit_minutes = default,
    boards_received = default, boards_departments = default,
    close_day = default, deliver_day = default, closes_since = default
"""
UNMOVED = """
update nomination_calendar set
    nominate_days = default, judge_days = default, announce_days = default, announce_at = default, workdays = default
"""
REFERENCES = """
select conrelid::regclass::text as child, confrelid::regclass::text as parent
from pg_constraint where contype = 'f' and conrelid <> confrelid
"""


@pytest.fixture(scope="session", autouse=True)
def _urls() -> Iterator[None]:
    """Services for the session, and settings that point at this worker's own database."""
    given = settings()
    with services.running(
        given.data_path / "tests", database_url=given.database_url or None, redis_url=given.redis_url or None
    ) as running:
        base, _, _ = running.urls.database_url.rpartition("/")
        os.environ |= {
            "RECOGNIZE_DATABASE_URL": f"{base}/recognize_test_{os.getpid()}",
            "RECOGNIZE_REDIS_URL": running.urls.redis_url,
            "RECOGNIZE_TIME_ZONE": "America/Lima",
            "RECOGNIZE_REQUESTS_PER_MINUTE": "0",
            "RECOGNIZE_SECRET_KEY": "a key of the tests, long enough to pass",
        }
        settings.cache_clear()
        yield
    settings.cache_clear()


@pytest.fixture(scope="session", autouse=True)
async def _database(_urls: None) -> AsyncIterator[None]:
    url = settings().database_url
    base, _, name = url.rpartition("/")
    admin = await asyncpg.connect(**connection_options(f"{base}/postgres"))
    try:
        await admin.execute(f'drop database if exists "{name}"')
        await admin.execute(f'create database "{name}"')
        await admin.execute(f'alter database "{name}" set synchronous_commit = off')
        await migrate(url)
        async with connected(url, pool_size=12):
            yield
        await admin.execute(f'drop database "{name}"')
    finally:
        await admin.close()


@pytest.fixture(scope="session")
async def emptying(_database: None) -> list[str]:
    """The tables in an order in which no foreign key minds."""
    left = {row["tablename"] for row in await DB.fetch(TABLES, list(KEPT))}
    references = [(row["child"], row["parent"]) for row in await DB.fetch(REFERENCES)]
    ordered: list[str] = []
    while left:
        free = {table for table in left if not any(p == table and child in left for child, p in references)}
        ordered += sorted(free)
        left -= free
    return ordered


@pytest.fixture(autouse=True)
async def clean(emptying: list[str]) -> None:
    await empty(emptying)


async def delete_all(tables: list[str]) -> None:
    """For a test's few rows DELETE is ten times quicker than TRUNCATE; after a history of years it would take minutes."""
    if await DB.fetch_value("select count(*) > $1 from month_people", MANY_ROWS):
        await DB.execute("truncate " + ", ".join(tables))
    await DB.execute("; ".join(f"delete from {table}" for table in tables))


async def empty(tables: list[str]) -> None:
    async with DB.transaction():
        await delete_all(tables)
        await DB.execute(FOUNDED)
        await DB.execute("update challenges set runs = code = any($1)", ["another-area", "three-stages"])
        await DB.execute(UNMOVED)
        await DB.execute("update behaviours set retired_at = null where retired_at is not null")
        # A test may end before every reader has come to its last events, and those are gone now: nobody could get there.
        await DB.execute(
            "update reader_cursors c set position = h.position from log_head h where c.position < h.position"
        )


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Before `address`: the app looks at the setting when it is made."""
    monkeypatch.setenv("RECOGNIZE_DEMO", "1")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
async def address(clean: None, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[str]:
    """A real server on a free port, in this loop: what a test does to its modules and database, it sees.

    Jobs of the schedule are run by the tests that are about them, not in the middle of others.
    """
    monkeypatch.setattr("recognize.worker.schedule", lambda redis: ())
    monkeypatch.setattr("recognize.lib.redis.CALL_TIMEOUT_SECONDS", 5)  # a busy machine must not look like a dead Redis
    from recognize.live.protocol import DirectLineProtocol

    server = Serving(ws=DirectLineProtocol, ws_per_message_deflate=False)
    await server.start()
    yield server.address
    await server.stop()


@pytest.fixture
async def cast(address: str) -> AsyncIterator[Cast]:
    """Everybody with a token, on a running server; see `tests/cast.py`."""
    everybody = await assemble(address)
    yield everybody
    for each in vars(everybody).values():
        await each.http.aclose()
