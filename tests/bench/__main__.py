"""`make bench`: every figure of the project's targets, measured on this machine, against its threshold.

BENCH_RUNS (5) says how often each pair is measured in turn, BENCH_SCALE (1) multiplies the numbers of sockets, BENCH_JSON
names a file for the runs themselves, and with CHECK=1 a missed threshold ends in exit 1.
"""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import uvloop

from tests.bench.artwork import drawings
from tests.bench.boards import boards
from tests.bench.company import (
    HANDLES,
    Company,
    bring_in,
    data_directory,
    running_services,
    serving,
    tokens,
)
from tests.bench.exports import exports
from tests.bench.feed import feed_in_process, feed_over_http
from tests.bench.live import commit_to_socket
from tests.bench.reports import reports
from tests.bench.round_trips import round_trips, tapped_server
from tests.bench.sockets import many_sockets
from tests.bench.start import starts
from tests.bench.table import Row, printed
from tests.bench.throughput import accepted_kudos
from tests.bench.weight import weights

RUNS = int(os.environ.get("BENCH_RUNS", "5"))


def measure(data_dir: Path) -> list[Row]:
    rows: list[Row] = []
    with running_services(data_dir) as urls:
        say("bringing a company and its history in")
        bring_in(data_dir, urls.database_url)
        site = Company(data_dir, urls.database_url, urls.redis_url, uvloop.run(tokens(urls.database_url)))
        say("the feed page")
        rows += uvloop.run(feed_in_process(site, RUNS))
        with serving(data_dir) as web:
            rows += feed_over_http(site, web, RUNS)
            say("what the browser fetches")
            rows += uvloop.run(weights(site, web))
        say("round trips, and from the commit to the socket")
        rows += uvloop.run(on_the_wire(site))
        say("kudos a second")
        with serving(data_dir) as web:
            rows = accepted_kudos(site, web, RUNS) + rows
        say("many sockets")
        rows += many_sockets(site, RUNS)
        say("boards of a hundred thousand people")
        rows += uvloop.run(boards(urls.database_url))
        say("month reports")
        rows += uvloop.run(reports(urls.database_url))
        say("exports")
        rows += uvloop.run(exports(urls.database_url, RUNS))
    say("artwork")
    rows += drawings(RUNS)
    say("starts")
    return rows + starts(data_dir, site.tokens[HANDLES[0]], RUNS)


async def on_the_wire(site: Company) -> list[Row]:
    async with tapped_server(site) as tap:
        return await round_trips(site, tap) + await commit_to_socket(site, tap, RUNS)


def say(line: str) -> None:
    print(f"… {line}", file=sys.stderr, flush=True)


def finish(rows: Sequence[Row]) -> int:
    print(printed(rows))
    if target := os.environ.get("BENCH_JSON"):
        Path(target).write_text(json.dumps([asdict(row) for row in rows], indent=1, ensure_ascii=False))
    missed = [row.what for row in rows if row.is_kept is False]
    if missed:
        say(f"missed: {', '.join(missed)}")
    return 1 if missed and os.environ.get("CHECK") == "1" else 0


def main() -> int:
    with data_directory() as data_dir:
        return finish(measure(data_dir))


if __name__ == "__main__":
    sys.exit(main())
