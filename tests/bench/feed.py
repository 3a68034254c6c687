"""What a feed page of 25 costs in CPU, beside asyncpg and msgspec alone on the same rows."""

import os
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager

import asyncpg
import httpx
import psutil

import recognize.app  # registers the kinds of items
from recognize.feed.queries import feed_page
from recognize.feed.schemas import FeedFilter
from recognize.identity.queries import principal_by_token
from recognize.identity.secrets import token_hash
from recognize.lib.database import DB, connected, connection_options
from tests.bench import bare
from tests.bench.company import HANDLES, Company, cpu_seconds
from tests.bench.table import Row
from tests.faults.processes import Web, free_port

PAGES_IN_PROCESS = 400
PAGES_OVER_HTTP = 600  # enough for the kernel's clock of 10 ms
WARM_UP_PAGES = 30
START_SECONDS = 20
READER = HANDLES[50]

assert recognize.app


async def feed_in_process(site: Company, runs: int) -> list[Row]:
    async with connected(site.database_url, pool_size=1), plain_connection(site.database_url) as connection:
        principal = await principal_by_token(token_hash(site.tokens[READER]))
        assert principal is not None
        everything = FeedFilter()

        async def ours() -> bytes:
            return await feed_page(principal, everything, bare.PAGE_ITEMS, None)

        async def theirs() -> bytes:
            return await bare.bare_page(connection)

        own_backend = psutil.Process(await DB.fetch_value("select pg_backend_pid()"))
        their_backend = psutil.Process(await connection.fetchval("select pg_backend_pid()"))
        pairs = [(await _cost(ours, own_backend), await _cost(theirs, their_backend)) for _ in range(runs)]
    note = (
        "process time of Python in one process, no HTTP; ours is one statement that makes the JSON in PostgreSQL, "
        "theirs three; the line below adds PostgreSQL's own CPU"
    )
    return [
        Row("feed_page", "feed page, CPU in process", "ms", *_columns(pairs, 0), note),
        Row("", "  with PostgreSQL's CPU", "ms", *_columns(pairs, 1)),
    ]


def _columns(
    pairs: list[tuple[tuple[float, float], tuple[float, float]]], place: int
) -> tuple[list[float], list[float]]:
    return [ours[place] for ours, _ in pairs], [theirs[place] for _, theirs in pairs]


async def _cost(page: Callable[[], Awaitable[bytes]], backend: psutil.Process) -> tuple[float, float]:
    """(Python's, Python's and PostgreSQL's) milliseconds of CPU for a page."""
    for _ in range(WARM_UP_PAGES):
        await page()
    begun, database_begun = time.process_time(), cpu_seconds(backend)
    for _ in range(PAGES_IN_PROCESS):
        await page()
    python, database = time.process_time() - begun, cpu_seconds(backend) - database_begun
    return python / PAGES_IN_PROCESS * 1000, (python + database) / PAGES_IN_PROCESS * 1000


@asynccontextmanager
async def plain_connection(database_url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(**connection_options(database_url))
    try:
        yield connection
    finally:
        await connection.close()


def feed_over_http(site: Company, web: Web, runs: int) -> list[Row]:
    with bare_server(site.database_url) as (process, address):
        server = psutil.Process(web.pid)
        token = {"Authorization": f"Bearer {site.tokens[READER]}"}
        ours, theirs = [], []
        for _ in range(runs):
            ours.append(_server_cost(server, f"{web.address}/api/feed?limit={bare.PAGE_ITEMS}", token))
            theirs.append(_server_cost(process, address, {}))
    note = "ours finds out who asks and what they may see; the bare application under the same uvicorn asks nobody"
    return [Row("", "feed page, CPU of the server over HTTP", "ms", ours, theirs, note)]


def _server_cost(process: psutil.Process, url: str, headers: dict[str, str]) -> float:
    """Milliseconds of CPU for a page."""
    with httpx.Client(headers=headers, timeout=10) as http:
        for _ in range(WARM_UP_PAGES):
            http.get(url).raise_for_status()
        begun = cpu_seconds(process)
        for _ in range(PAGES_OVER_HTTP):
            http.get(url)
        return (cpu_seconds(process) - begun) / PAGES_OVER_HTTP * 1000


@contextmanager
def bare_server(database_url: str) -> Iterator[tuple[psutil.Process, str]]:
    port = free_port()
    settings = {bare.DATABASE_URL: database_url, bare.PORT: str(port)}
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.bare"], env=os.environ | settings)
    address = f"http://127.0.0.1:{port}/"
    try:
        _wait_for(address)
        yield psutil.Process(process.pid), address
    finally:
        process.terminate()
        process.wait()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            httpx.get(address).raise_for_status()
            return
        except httpx.HTTPError:
            assert time.monotonic() < deadline, "the bare application does not answer"
            time.sleep(0.05)
