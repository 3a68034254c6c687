"""Raw exports written as they are read: memory stays as it is, whatever their length."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

import xlsxwriter
from msgspec import Struct

from recognize.lib.database import DB
from recognize.lib.engine import patient
from recognize.reports.exports.about import About
from recognize.reports.exports.cells import BOM, Delimiter
from recognize.reports.exports.csv_file import Dialect
from recognize.reports.exports.raw import Column, Of, Source, source
from recognize.reports.exports.sheets import Sheets
from recognize.reports.exports.workbook import OPTIONS

ROWS_A_STEP = 50_000  # about so many are asked for at once, in their order: sorting years of them would take a disk
ROWS_AT_ONCE = 2_000
TIMEOUT_SECONDS = 6 * 3600
DAY = timedelta(days=1)

Period = tuple[date, date]  # from this day on, before that one

# Nothing may end a long export but who asked for it, and the rows are those of one moment.
PATIENCE = (
    "select set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)"
)
# The first and the last day there is anything of, within what was asked for.
PERIOD = """
select greatest($1::date, (first.at at time zone o.time_zone)::date) as first_day,
       least($2::date, (last.at at time zone o.time_zone)::date) as last_day
from organisation o cross join (
    select min(given_at) as at from kudos where withdrawn_at is null and hidden_at is null) first
cross join (select max(given_at) as at from kudos where withdrawn_at is null and hidden_at is null) last
where first.at is not null
"""


class Selection(Struct, frozen=True, kw_only=True):
    """Of what, and which of it. Days are the organisation's, both included; no areas, kinds or columns are all of them."""

    of: Of
    first_day: date | None = None
    last_day: date | None = None
    departments: list[str] = []
    kinds: list[str] = []
    columns: list[str] = []

    def source(self, about: About) -> Source:
        return source(self.of, "es" if about.locale == "es" else "en")

    def chosen(self, of: Source) -> list[str]:
        return self.columns or list(of.columns)


class Progress(Struct):
    """Of rows; `total` is what there was when the counting was done."""

    done: int = 0
    total: int | None = None


async def write_csv(file: IO[bytes], selection: Selection, about: About, dialect: Dialect, progress: Progress) -> None:
    """PostgreSQL writes the lines itself. Above the header `about` stands in lines that begin with #."""
    of = selection.source(about)
    chosen = selection.chosen(of)
    file.write(_preamble([of.columns[code] for code in chosen], about, dialect))
    async with _snapshot(selection, of, progress) as periods:
        for first_day, end in periods:
            arguments = (first_day, end, selection.departments, selection.kinds)
            progress.done += await _copy(of.written(chosen), arguments, file, dialect.delimiter)


async def _copy(query: str, arguments: Sequence[Any], file: IO[bytes], delimiter: Delimiter) -> int:
    async def write(part: bytes) -> None:
        file.write(part)

    tag = await _connection().copy_from_query(
        query, *arguments, output=write, format="csv", delimiter=delimiter, timeout=TIMEOUT_SECONDS
    )
    return int(tag.rpartition(" ")[2])


def _preamble(columns: list[Column], about: About, dialect: Dialect) -> bytes:
    said = [_quoted(f"# {name}: {' '.join(value.split())}", dialect.delimiter) for name, value in about.lines()]
    header = dialect.delimiter.join(_quoted(each.label[about.locale], dialect.delimiter) for each in columns)
    return (BOM if dialect.bom else b"") + "".join(f"{line}\n" for line in (*said, header)).encode()


def _quoted(text: str, delimiter: Delimiter) -> str:
    return '"' + text.replace('"', '""') + '"' if {delimiter, '"'} & set(text) else text


async def write_xlsx(file: IO[bytes], selection: Selection, about: About, folder: Path, progress: Progress) -> None:
    """As many sheets as the rows need, and one that says what the file is. They wait in `folder` until they are packed."""
    of = selection.source(about)
    chosen = {code: of.columns[code] for code in selection.chosen(of)}
    workbook = xlsxwriter.Workbook(file, {**OPTIONS, "tmpdir": str(folder)})
    workbook.use_zip64()
    sheets = Sheets(workbook, chosen, about)
    async with _snapshot(selection, of, progress) as periods:
        for first_day, end in periods:
            arguments = (first_day, end, selection.departments, selection.kinds)
            async for rows in _batches(of.typed(list(chosen)), arguments):
                sheets.write(rows)
                progress.done += len(rows)
                await asyncio.sleep(0)
    sheets.finish()
    await asyncio.to_thread(workbook.close)


@asynccontextmanager
async def _snapshot(selection: Selection, of: Source, progress: Progress) -> AsyncIterator[list[Period]]:
    """The periods to ask for one after the other, all of one moment."""
    async with DB.transaction(isolation="repeatable_read", readonly=True):
        await DB.execute(PATIENCE)
        if selection.of == "people":
            whole: Period | None = (date.min, date.max)
        else:
            whole = await _whole_period(selection)
        if whole is None:
            progress.total = 0
            yield []
            return
        with patient(TIMEOUT_SECONDS):
            progress.total = await DB.fetch_value(of.counted(), *whole, selection.departments, selection.kinds)
        yield list(_steps(whole, progress.total or 0)) if selection.of == "kudos" else [whole]


async def _whole_period(selection: Selection) -> Period | None:
    row = await DB.fetch_row(PERIOD, selection.first_day, selection.last_day)
    if row is None or row["first_day"] > row["last_day"]:
        return None
    return row["first_day"], row["last_day"] + DAY


def _steps(whole: Period, rows: int) -> Iterator[Period]:
    first, end = whole
    days = max(1, (end - first).days * ROWS_A_STEP // max(rows, 1))
    while first < end:
        following = min(end, first + min(days, (end - first).days) * DAY)
        yield first, following
        first = following


def _connection() -> Any:
    """The open transaction's: the engine's queries neither copy nor go row by row."""
    transaction = DB.open_transaction()
    if transaction is None:
        raise RuntimeError("a raw export is read inside a transaction")
    return transaction.connection


async def _batches(query: str, arguments: Sequence[Any]) -> AsyncIterator[list[Any]]:
    cursor = await _connection().cursor(query, *arguments, timeout=TIMEOUT_SECONDS)
    while rows := await cursor.fetch(ROWS_AT_ONCE, timeout=TIMEOUT_SECONDS):
        yield rows
