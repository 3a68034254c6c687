"""One company for all measurements: a data directory, its services held by this process, history, and a server."""

import asyncio
import csv
import json
import random
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import asyncpg
import psutil

from recognize import services
from recognize.services import cluster
from recognize.services.home import find_home
from tests.faults import company
from tests.faults.processes import Web, recognize

PEOPLE = 200
HISTORY_KUDOS = 5_000
HISTORY_DAYS = 180
SEED = 20261121
HANDLES = [company.handle(number) for number in range(PEOPLE)]
KINDS = {"helped": "ownership", "thanked": "courtesy", "shared": "cross-team", "finished": "closing-the-service"}
SENTENCES = (
    "Gracias por quedarte hasta tarde para terminar conmigo el inventario del almacén.",
    "Atendiste al cliente de la línea dos con una paciencia que todos notamos, y se fue contento.",
    "Sin tu ayuda con los formularios de aduana el envío de Arequipa no habría salido el viernes.",
    "Enseñaste a los nuevos a cuadrar la caja; hoy lo hicieron solos por primera vez. ¡Bravo!",
)


READERS_POLL_SECONDS = 0.2
BEHIND = "select min(c.position) < max(h.position) or exists (select from outbox) from reader_cursors c cross join log_head h"


@dataclass(frozen=True)
class Company:
    data_dir: Path
    database_url: str
    redis_url: str
    tokens: Mapping[str, str]

    @property
    def postmaster(self) -> psutil.Process:
        pid_file = cluster.path_of(find_home(self.data_dir)) / "postmaster.pid"
        return psutil.Process(int(pid_file.read_text().partition("\n")[0]))


@contextmanager
def data_directory() -> Iterator[Path]:
    """Where the account of the services may look."""
    with tempfile.TemporaryDirectory(prefix="recognize-bench-", ignore_cleanup_errors=True) as directory:
        Path(directory).chmod(0o755)
        yield Path(directory)


@contextmanager
def running_services(data_dir: Path) -> Iterator[services.ServiceUrls]:
    with services.running(data_dir) as running:
        yield running.urls


@contextmanager
def serving(data_dir: Path, settings: Mapping[str, str] | None = None) -> Iterator[Web]:
    web = Web(data_dir, settings or {})
    try:
        web.start()
        yield web
    finally:
        web.stop()


def bring_in(data_dir: Path, database_url: str) -> None:
    """People, and some thousand kudos of half a year, to one, two or three of them."""
    company.bring_in(data_dir, PEOPLE, database_url)
    _bring_in_history(data_dir, database_url)
    asyncio.run(_value(database_url, "vacuum analyze"))  # as the database does by itself a minute later


def _bring_in_history(data_dir: Path, database_url: str) -> None:
    history, mapping = data_dir / "history.csv", data_dir / "mapping.toml"
    with history.open("w", newline="") as target:
        csv.writer(target).writerows(
            [["sent_at", "sender", "recipients", "kind", "message", "ref", "points"], *_history()]
        )
    mapping.write_text("[behaviours]\n" + "".join(f"{kind} = {json.dumps(code)}\n" for kind, code in KINDS.items()))
    arguments = ["import", "kudos", str(history), "--mapping", str(mapping)]
    done = recognize(data_dir, *arguments, settings={"DATABASE_URL": database_url})
    assert done.returncode == 0, done.stderr


def _history() -> Iterator[list[str]]:
    chance = random.Random(SEED)
    now = datetime.now(UTC)
    for number in range(HISTORY_KUDOS):
        sender, *recipients = chance.sample(HANDLES, chance.choice((2, 2, 3, 4)))
        at = now - timedelta(days=chance.uniform(0, HISTORY_DAYS))
        kind, message = chance.choice(list(KINDS)), chance.choice(SENTENCES)
        yield [at.isoformat(), sender, " ".join(recipients), kind, f"{message} ({number})", f"bench:{number}", "10"]


async def tokens(database_url: str) -> dict[str, str]:
    """For everybody, and no limits for anybody."""
    connection = await asyncpg.connect(database_url)
    try:
        await company.lift_limits(connection)
        return await company.tokens(connection, HANDLES)
    finally:
        await connection.close()


def wait_for_readers(database_url: str) -> None:
    """While a server runs: what was given before is derived, and takes no core from what is measured next."""
    while asyncio.run(_value(database_url, BEHIND)):
        time.sleep(READERS_POLL_SECONDS)


async def _value(database_url: str, sql: str) -> Any:
    connection = await asyncpg.connect(database_url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def cpu_seconds(process: psutil.Process) -> float:
    """0 of one that has ended: its parent counts it."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0
    return times.user + times.system


def database_cpu_seconds(postmaster: psutil.Process) -> float:
    """All its processes, also those that have ended."""
    own = postmaster.cpu_times()
    living = sum(cpu_seconds(child) for child in postmaster.children())
    return living + own.children_user + own.children_system
