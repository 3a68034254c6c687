"""What exports cost: lines beside PostgreSQL's own COPY of the same join, cells of a workbook, memory, and the PDF.

Every export is made by a process of its own, which says how much memory it took beyond what it had when it was idle.
"""

import asyncio
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import asyncpg

from recognize.lib.clock import Month
from recognize.lib.database import DB, connected
from recognize.log.readers import ensure_cursor, rebuild
from recognize.migrate import migrate
from recognize.reports.export import as_json
from recognize.reports.exports.about import About
from recognize.reports.exports.csv_file import Dialect
from recognize.reports.exports.lines import Progress, Selection, write_csv, write_xlsx
from recognize.reports.exports.raw import source
from recognize.reports.exports.report_file import Wish, report_file
from recognize.reports.queries import month_report
from recognize.reports.readers import REPORTS
from recognize.tallies.readers import TALLIES
from tests.bench.table import Row

PEOPLE, DEPARTMENTS = 20_000, 200
RECOGNITIONS = {"": 300_000, "full": 10_000_000}[os.environ.get("SIZE", "")]
XLSX_DAYS = {"": 1_096, "full": 200}[os.environ.get("SIZE", "")]  # of three years, so that a sheet is filled, and more
DATABASE = "recognize_bench_exports"
BUILD_SECONDS = 3600
MB = 1_000_000
KB_A_MB = MB / 1024

COMPANY = f"""
select setseed(0.5);
insert into departments (id, code, name) select gen_random_uuid(), 'D' || n, 'Área ' || n from generate_series(1, {DEPARTMENTS}) n;
insert into people (id, handle, name, sort_key, folded, department_id, hired_on)
select gen_random_uuid(), 'p' || n, 'Nombre Apellido ' || n, 'p' || n, 'p' || n, d.id, '2020-01-01'
from generate_series(1, {PEOPLE}) n join departments d on d.code = 'D' || (1 + n % {DEPARTMENTS});
insert into department_history (person_id, since, department_id) select id, '0001-01-01', department_id from people;
create table drawn as select row_number() over () as n, id from people;
alter table drawn add primary key (n);
insert into kudos (id, giver_id, given_at, message, message_html, visibility)
select gen_random_uuid(), d.id, now() - random() * interval '3 years',
       repeat('Gracias por quedarte hasta cerrar el pedido y avisarme a la hora. ', 1 + (random() * 3)::int), '', 'public'
from generate_series(1, {RECOGNITIONS}) row join drawn d on d.n = 1 + row % {PEOPLE};
insert into kudos_recipients (kudos_id, person_id, place, named, quiet, points, audience)
select k.id, d.id, 1, true, false, 0, '{{org}}'
from (select id, row_number() over () as row from kudos) k join drawn d on d.n = 1 + (k.row * 7919) % {PEOPLE};
insert into kudos_behaviours (kudos_id, behaviour, place)
select k.id, (array['ownership', 'courtesy', 'cross-team', 'saying-thanks'])[1 + (random() * 3)::int], 1 from kudos k;
"""
ABOUT = About(
    organisation="Grupo Almarena",
    contents="Kudos",
    time_zone="America/Lima",
    locale="es",
    made_at=datetime(2026, 11, 22, tzinfo=UTC),
    made_by="bench",
)


async def exports(database_url: str, runs: int) -> list[Row]:
    async with _database_of_its_own(database_url) as url:
        csv = [await _measured(url, "csv") for _ in range(runs)]
        xlsx = [await _measured(url, "xlsx") for _ in range(runs)]
        report = [await _measured(url, "pdf") for _ in range(runs)]
    columns = len(source("kudos", "es").columns)
    note = f"{RECOGNITIONS:,} lines of {columns} columns: names, areas of the day, behaviours, made harmless, in their order"
    memory = [each["memory"] for each in csv]
    return [
        Row("export_csv", "lines as CSV, beside a COPY of the same join", "rows/s", [each["speed"] for each in csv], [each["copy"] for each in csv], note=note),
        Row("export_memory", "memory that CSV takes beyond idle", "MB", memory),
        Row("export_xlsx", "lines as XLSX, read, written and packed", "cells/s", [each["speed"] for each in xlsx], note=f"{int(xlsx[0]['rows']):,} rows"),
        Row("export_memory", "memory that XLSX takes beyond idle", "MB", [each["memory"] for each in xlsx]),
        Row("export_pdf", f"PDF of a month of {DEPARTMENTS} areas, figures apart", "s", [each["speed"] for each in report]),
    ]  # fmt: skip


@asynccontextmanager
async def _database_of_its_own(database_url: str) -> AsyncIterator[str]:
    base, _, _ = database_url.rpartition("/")
    admin = await asyncpg.connect(f"{base}/postgres")
    try:
        await admin.execute(f'drop database if exists "{DATABASE}"')
        await admin.execute(f'create database "{DATABASE}"')
        url = f"{base}/{DATABASE}"
        await migrate(url)
        async with connected(url, pool_size=2, command_timeout_seconds=BUILD_SECONDS):
            await DB.execute(COMPANY)
            await DB.execute("vacuum analyze")
            for reader in (TALLIES, REPORTS):
                await ensure_cursor(reader)
                await rebuild(reader)
            await DB.execute("vacuum analyze")
        yield url
        await admin.execute(f'drop database "{DATABASE}"')
    finally:
        await admin.close()


async def _measured(url: str, what: str) -> dict[str, float]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, url, what, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await process.communicate()
    found: dict[str, float] = json.loads(told)
    return found


async def _measure(url: str, what: str) -> dict[str, float]:
    async with connected(url, pool_size=2, command_timeout_seconds=BUILD_SECONDS):
        with tempfile.TemporaryDirectory() as folder:
            return await {"csv": _csv, "xlsx": _xlsx, "pdf": _pdf}[what](Path(folder))


async def _csv(folder: Path) -> dict[str, float]:
    """Ours and the plain one in turn, in the same process."""
    idle, progress = _peak_mb(), Progress()
    begun = time.perf_counter()
    with (folder / "ours").open("wb") as file:
        await write_csv(file, Selection(of="kudos"), ABOUT, Dialect(), progress)
    ours, taken = time.perf_counter() - begun, _peak_mb() - idle
    begun = time.perf_counter()
    with (folder / "theirs").open("wb") as file:
        await _plain_copy(file)
    return {"speed": progress.done / ours, "copy": progress.done / (time.perf_counter() - begun), "memory": taken}


async def _plain_copy(file: Any) -> None:
    """Everything at once, in no order, with nothing done to it."""
    of = source("kudos", "es")
    columns = ", ".join(column.sql for column in of.columns.values())

    async def write(part: bytes) -> None:
        file.write(part)

    async with DB.acquire() as connection:
        query = f"{of.filters} select {columns} {of.rows}"
        days = (date(2000, 1, 1), date(2100, 1, 1))
        await connection.copy_from_query(query, *days, [], [], output=write, format="csv", timeout=BUILD_SECONDS)


async def _xlsx(folder: Path) -> dict[str, float]:
    last_day = datetime.now(UTC).date()
    chosen = Selection(of="kudos", first_day=date.fromordinal(last_day.toordinal() - XLSX_DAYS))
    idle, progress = _peak_mb(), Progress()
    begun = time.perf_counter()
    with (folder / "ours.xlsx").open("wb") as file:
        await write_xlsx(file, chosen, ABOUT, folder, progress)
    cells = progress.done * len(source("kudos", "es").columns)
    speed = cells / (time.perf_counter() - begun)
    return {"speed": speed, "rows": progress.done, "memory": _peak_mb() - idle}


async def _pdf(folder: Path) -> dict[str, float]:
    month = datetime.now(UTC).date()
    report = as_json(await month_report(Month(month.year, month.month)))
    begun = time.perf_counter()
    (folder / "report.pdf").write_bytes(await report_file(report, Wish(format="pdf", locale="es", made_by="bench")))
    return {"speed": time.perf_counter() - begun, "memory": 0}


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KB_A_MB


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_measure(sys.argv[1], sys.argv[2]))))
