"""The rows about many sockets. BENCH_SCALE (1) multiplies their numbers: 0.1 is a quick look, and not the target's size."""

import asyncio
import os
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import asyncpg

from tests.bench import peers
from tests.bench.company import Company, serving
from tests.bench.fanout import (
    RATE,
    SETTINGS,
    Side,
    interleaved,
    measured,
    our_side,
    two_processes,
)
from tests.bench.listeners import compiler
from tests.bench.start import pss_bytes
from tests.bench.table import Row
from tests.faults.processes import Web

SCALE = float(os.environ.get("BENCH_SCALE", "1"))
EACH_SOCKETS, SHARED_SOCKETS, MEMORY_SOCKETS = (max(20, int(each * SCALE) // 20 * 20) for each in (1_000, 5_000, 6_000))
EACH_SECONDS, SHARED_SECONDS = 4, 3
STALLED_SHARE = 10
RECONNECTS = 3
LAG_RUNS = 5
STALLED_RUNS = 3
SETTLE_SECONDS = 1.5
BYTES_PER_KB = 1024
QUERIES = "select xact_commit + xact_rollback from pg_stat_database where datname = current_database()"


def many_sockets(site: Company, runs: int) -> list[Row]:
    if not compiler():
        return [Row("fanout_cpu", "live delivery to many sockets", "1", (), note="no C compiler for the client")]
    missing = peers.install()
    others = [each for each in peers.PEERS if not missing or each.name == "bare"]
    with two_processes(site) as (giver, holder):
        rows = [
            *_each(site, giver, holder, others, runs, missing),
            *_shared(site, giver, holder, [each for each in others if each.name in ("ws", "bare")], runs),
            *_stalled(site, giver, holder, min(runs, STALLED_RUNS)),
            *_reconnecting(site, holder),
        ]
    return [*rows, *_memory(site), *_redis_dead(site)]


def _each(site: Company, giver: Web, holder: Web, others: Sequence[peers.Peer], runs: int, missing: str) -> list[Row]:
    sides = interleaved(site, giver, holder, others, EACH_SOCKETS, EACH_SECONDS, runs, mixed=False)
    ours = sides["ours"]
    note = missing or (
        f"{RATE}/s, beside ws; ours is the product (POST, log, Redis, SELECT, sockets), the peers broadcast what is POSTed; "
        f"{_frames(ours):.2f} frames a delivery; {_said_of(sides)}"
    )
    rows = [
        Row("fanout_p99", f"{EACH_SOCKETS:,} sockets, sent → heard, p99", "ms", *_beside(sides, "ws", "p99_ms"), note),
        Row("", "  p50", "ms", *_beside(sides, "ws", "p50_ms")),
        Row("fanout_cpu", "  CPU of a delivery, process with the sockets", "µs", *_cpu_beside(sides, "ws")),
        Row("", "  CPU of the whole chain for a kudos", "ms", _chain(ours, EACH_SECONDS)),
    ]
    for name in ("socket.io", "bare"):
        if name in sides:
            rows.append(Row("", f"  CPU of a delivery, beside {name}", "µs", *_cpu_beside(sides, name)))
            rows.append(Row("", f"  p99, beside {name}", "ms", *_beside(sides, name, "p99_ms")))
    return rows


def _shared(site: Company, giver: Web, holder: Web, others: Sequence[peers.Peer], runs: int) -> list[Row]:
    sides = interleaved(site, giver, holder, others, SHARED_SOCKETS, SHARED_SECONDS, runs, mixed=True)
    ours = sides["ours"]
    note = (
        f"{RATE}/s, half for everybody, half for one department; events share frames ({_frames(ours):.2f} a delivery), the peers send "
        f"a frame an event to everybody, and their lateness is that of a server that cannot keep up; {_said_of(sides)}"
    )
    return [
        Row(
            "shared_p99",
            f"{SHARED_SOCKETS:,} sockets, mixed audiences, p99",
            "ms",
            *_beside(sides, "ws", "p99_ms"),
            note,
        ),
        Row("shared_cpu", "  CPU of a delivery", "µs", *_cpu_beside(sides, "ws")),
        Row("", "  CPU of a delivery, beside bare", "µs", *_cpu_beside(sides, "bare")),
        Row("", "  CPU of the whole chain for a kudos", "ms", _chain(ours, SHARED_SECONDS)),
    ]


def _stalled(site: Company, giver: Web, holder: Web, runs: int) -> list[Row]:
    """In turn with nobody stalled. How many more bytes the process holds shows that the bound is one."""
    stalled = EACH_SOCKETS // STALLED_SHARE
    without, with_stalled, grown = [], [], []
    for _ in range(runs):
        with our_side(site, giver, holder, EACH_SOCKETS) as side:
            without.append(asyncio.run(measured(side, EACH_SOCKETS, EACH_SECONDS)).heard.p99_ms)
        with our_side(site, giver, holder, EACH_SOCKETS, stalled) as side:
            before = pss_bytes(holder.pid)
            run = asyncio.run(measured(side, EACH_SOCKETS - stalled, EACH_SECONDS))
            with_stalled.append(run.heard.p99_ms)
            grown.append((pss_bytes(holder.pid) - before) / 1e6)
    note = f"{stalled} of {EACH_SOCKETS} sockets read nothing; to compare: nobody does, in turn; all the others' deliveries"
    return [
        Row("stalled_p99", "10 % stalled: the others' p99", "ms", with_stalled, without, note),
        Row("stalled_memory", "  memory of the server grew by", "MB", grown),
    ]


def _reconnecting(site: Company, holder: Web) -> list[Row]:
    seconds, queries = [], []
    with our_side(site, holder, holder, EACH_SOCKETS) as side:
        idle = asyncio.run(_queries_in(site, lambda: None)) / SETTLE_SECONDS
        for _ in range(RECONNECTS):
            done = asyncio.run(_queries_in(site, side.listeners.again))
            assert side.listeners.ready == EACH_SOCKETS, f"{side.listeners.ready} came back"
            seconds.append(side.listeners.ready_seconds)
            queries.append(max(0, done - idle * (SETTLE_SECONDS + seconds[-1])) / EACH_SOCKETS)
    note = "closed and opened again at once; queries: the database's transactions less those of an idle moment"
    return [
        Row("reconnect", f"{EACH_SOCKETS:,} sockets back at once", "s", seconds, note=note),
        Row("reconnect_queries", "  database queries for each", "1", queries),
    ]


async def _queries_in(site: Company, action: Callable[[], object]) -> int:
    """And in a moment after it: servers count what has ended, and say so once a second."""
    connection = await asyncpg.connect(site.database_url)
    try:
        before: int = await connection.fetchval(QUERIES)
        action()
        await asyncio.sleep(SETTLE_SECONDS)
        after: int = await connection.fetchval(QUERIES)
        return after - before
    finally:
        await connection.close()


def _memory(site: Company) -> list[Row]:
    """In a fresh process: one that has worked before has room to give."""
    with serving(site.data_dir, SETTINGS) as holder, our_side(site, holder, holder, EACH_SOCKETS):
        time.sleep(SETTLE_SECONDS)
        few = pss_bytes(holder.pid)
        with our_side(site, holder, holder, MEMORY_SOCKETS - EACH_SOCKETS):
            time.sleep(SETTLE_SECONDS)
            each = (pss_bytes(holder.pid) - few) / (MEMORY_SOCKETS - EACH_SOCKETS) / BYTES_PER_KB
    note = f"slope of the PSS from {EACH_SOCKETS:,} to {MEMORY_SOCKETS:,} sockets with a browser's headers (1 kB)"
    return [Row("socket_memory", "memory of a socket", "KB", [each], note=note)]


def _redis_dead(site: Company) -> list[Row]:
    with black_hole() as port:
        settings = SETTINGS | {"REDIS_URL": f"redis://127.0.0.1:{port}/0"}
        with (
            serving(site.data_dir, settings) as giver,
            serving(site.data_dir, settings) as holder,
            our_side(site, giver, holder, len(site.tokens)) as side,
        ):
            time.sleep(SETTLE_SECONDS)
            lags = [asyncio.run(measured(side, len(site.tokens), 1)).heard.max_ms for _ in range(LAG_RUNS)]
    note = "Redis takes connections and answers nothing; POST in one process, the socket in another, the slowest of each run"
    return [Row("redis_dead", "Redis black-holed: sent → heard, slowest", "ms", lags, note=note)]


@contextmanager
def black_hole() -> Iterator[int]:
    with socket.socket() as hole:
        hole.bind(("127.0.0.1", 0))
        hole.listen(1024)
        yield hole.getsockname()[1]


def _beside(sides: Mapping[str, Side], peer: str, figure: str) -> tuple[list[float], list[float]]:
    ours, theirs = (
        [getattr(run.heard, figure) for run in sides[name].runs] if name in sides else [] for name in ("ours", peer)
    )
    return ours, theirs


def _cpu_beside(sides: Mapping[str, Side], peer: str) -> tuple[list[float], list[float]]:
    ours, theirs = ([run.cpu_each for run in sides[name].runs] if name in sides else [] for name in ("ours", peer))
    return ours, theirs


def _chain(side: Side, seconds: float) -> list[float]:
    return [run.chain_cpu / (seconds * RATE) * 1000 for run in side.runs]


def _frames(side: Side) -> float:
    return sum(run.heard.frames for run in side.runs) / sum(run.heard.deliveries for run in side.runs)


def _said_of(sides: Mapping[str, Side]) -> str:
    runs = [run for side in sides.values() for run in side.runs]
    lost = ", ".join(
        f"{name} {run.wanted - run.heard.deliveries:,}"
        for name, side in sides.items()
        for run in side.runs
        if run.heard.deliveries != run.wanted
    )
    busiest = max(run.client_share for run in runs)
    return f"lost: {lost or 'nothing'}; the client used {busiest:.0%} of a core at most"
