"""Accepted kudos a second through the API, beside pgbench writing the same rows to a database of its own."""

import asyncio
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import psutil

from recognize.services import programs
from recognize.services.home import find_home
from tests.bench import company
from tests.bench.company import Company, cpu_seconds, database_cpu_seconds, wait_for_readers
from tests.bench.table import Row
from tests.faults.processes import Web, recognize

CONNECTIONS = 8
RUN_SECONDS = 4
WARM_UP_SECONDS = 2
SAME_ROWS = Path(__file__).with_name("same_rows.sql")
BESIDE = "recognize_pgbench"
DEBIAN = "postgresql/*/bin/pgbench"


def accepted_kudos(site: Company, web: Web, runs: int) -> list[Row]:
    pgbench = find_pgbench(site.data_dir)
    if pgbench:
        beside = second_database(site)
    _post(site, web, WARM_UP_SECONDS)
    wait_for_readers(site.database_url)
    ours, theirs = [], []
    for _ in range(runs):
        ours.append(_measured(site, lambda: _post(site, web, RUN_SECONDS)))
        wait_for_readers(site.database_url)
        if pgbench:
            theirs.append(_measured(site, lambda: _pgbench(pgbench, beside)))
    return _rows(ours, theirs, "" if pgbench else "pgbench is not here: install postgresql-contrib")


def _rows(ours: list[dict[str, float]], theirs: list[dict[str, float]], missing: str) -> list[Row]:
    busy = max(run["client_cpu_share"] for run in ours)
    note = missing or f"8 connections each, one server process; the client used {busy:.0%} of a core at most"
    return [
        Row("accepted", "kudos accepted, beside pgbench", "1/s", _of(ours, "rate"), _of(theirs, "rate"), note),
        Row("", "  CPU of PostgreSQL for each", "ms", _of(ours, "database_ms"), _of(theirs, "database_ms")),
        Row("", "  CPU of the server for each", "ms", _of(ours, "server_ms")),
        Row("", "  p50 of an answer under this load", "ms", _of(ours, "p50_ms")),
        Row("", "  p99 of an answer under this load", "ms", _of(ours, "p99_ms")),
    ]


def _of(runs: list[dict[str, float]], key: str) -> list[float]:
    return [run[key] for run in runs]


def _measured(site: Company, run: Callable[[], dict[str, float]]) -> dict[str, float]:
    begun = database_cpu_seconds(site.postmaster)
    done = run()
    used = database_cpu_seconds(site.postmaster) - begun
    return done | {"database_ms": used / done["count"] * 1000}


def _post(site: Company, web: Web, seconds: float) -> dict[str, float]:
    server = psutil.Process(web.pid)
    begun = cpu_seconds(server)
    command = [sys.executable, "-m", "tests.bench.load", str(web.port), str(CONNECTIONS), str(seconds)]
    done = subprocess.run(command, input=json.dumps(site.tokens), capture_output=True, text=True, check=True)
    said: dict[str, Any] = json.loads(done.stdout)
    assert not said["refused"], said["refused"]
    return {
        "count": said["accepted"],
        "rate": said["accepted"] / said["seconds"],
        "server_ms": (cpu_seconds(server) - begun) / said["accepted"] * 1000,
        "client_cpu_share": said["cpu_seconds"] / said["seconds"],
        "p50_ms": said["p50_ms"],
        "p99_ms": said["p99_ms"],
    }


def _pgbench(program: str, database_url: str) -> dict[str, float]:
    options = ["-n", "-M", "prepared", "-c", str(CONNECTIONS), "-T", str(RUN_SECONDS), "-f", str(SAME_ROWS)]
    done = subprocess.run([program, *options, database_url], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    count, rate = (re.search(wanted, done.stdout) for wanted in (r"processed: (\d+)", r"tps = ([\d.]+)"))
    assert count, done.stdout
    assert rate, done.stdout
    return {"count": float(count[1]), "rate": float(rate[1])}


def second_database(site: Company) -> str:
    """In the same cluster, with the same people, where no server relays."""
    asyncio.run(_create_database(site.database_url))
    url = urlunsplit(urlsplit(site.database_url)._replace(path=f"/{BESIDE}"))
    assert recognize(site.data_dir, "migrate", settings={"DATABASE_URL": url}).returncode == 0
    company.bring_in(site.data_dir, url)
    return url


async def _create_database(database_url: str) -> None:
    connection = await asyncpg.connect(database_url)
    try:
        await connection.execute(f"create database {BESIDE}")
    finally:
        await connection.close()


def find_pgbench(data_dir: Path) -> str | None:
    embedded = programs.postgres_bin(find_home(data_dir), lambda _: None) / "pgbench"
    found = [embedded, *sorted(Path("/usr/lib").glob(DEBIAN), reverse=True)]
    return next((str(each) for each in found if each.exists()), shutil.which("pgbench"))
