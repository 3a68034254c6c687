"""Everything of one moment, table by table, while others go on writing."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from asyncpg import Record

from recognize import __version__
from recognize.backup.archive import FORMAT, Manifest, Table, new_archive, new_entry, write_manifest
from recognize.backup.errors import BackupError
from recognize.backup.pictures import copy_pictures
from recognize.lib.database import DB
from recognize.lib.whole_file import whole_file
from recognize.log.events import head
from recognize.migrate import HISTORY, is_migrated, known_migrations, ran_so_far

COPY_TIMEOUT_SECONDS = 6 * 3600

# The text of a value must not depend on who made the database, and nothing may end a copy because it takes long.
COPYING = """
select set_config('datestyle', 'ISO, YMD', true), set_config('intervalstyle', 'iso_8601', true),
       set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true),
       set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true)
"""
# What PostgreSQL computes by itself is left out. A sequence is read after the snapshot, so it is never behind its table.
COLUMNS = """
select c.relname as table, a.attname as column, pg_sequence_last_value(s.oid::regclass) as last_number
from pg_class c join pg_attribute a on a.attrelid = c.oid
left join pg_class s on s.oid = pg_get_serial_sequence(quote_ident(c.relname), a.attname)::regclass
where c.relnamespace = current_schema()::regnamespace and c.relkind = 'r' and c.relname <> $1
    and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
order by c.relname, a.attnum
"""


async def back_up(target: Path, *, replace: bool) -> Manifest:
    """One file, complete or not there at all. Raises BackupError."""
    try:
        with whole_file(target, replace=replace) as file, new_archive(file) as archive:
            async with DB.transaction(isolation="repeatable_read", readonly=True):
                return await _write(archive)
    except FileExistsError as refusal:
        raise BackupError(f"{target} exists already (--force replaces it)") from refusal


async def _write(archive: ZipFile) -> Manifest:
    await DB.execute(COPYING)
    if not await is_migrated():
        raise BackupError("there is no Recognize in this database yet")
    ran, known = await ran_so_far(), known_migrations()
    if ran > len(known):
        raise BackupError("the database is of a newer Recognize than this one: back it up with that")
    epoch, position = await head()
    columns: dict[str, list[Record]] = {}
    for row in await DB.fetch(COLUMNS, HISTORY):
        columns.setdefault(row["table"], []).append(row)
    tables = [await _copy(archive, name, rows) for name, rows in columns.items()]
    pictures, missing = await copy_pictures(archive)
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    manifest = Manifest(FORMAT, __version__, made_at, known[:ran], epoch, position, tables, pictures, missing)
    write_manifest(archive, manifest)
    return manifest


async def _copy(archive: ZipFile, name: str, rows: list[Record]) -> Table:
    columns = [row["column"] for row in rows]
    sequences = {row["column"]: row["last_number"] for row in rows if row["last_number"] is not None}
    with new_entry(archive, f"tables/{name}") as entry:
        copied = await copying_connection().copy_from_table(
            name, columns=columns, output=entry.write, format="text", timeout=COPY_TIMEOUT_SECONDS
        )
    return Table(name, columns, sequences, rows=rows_of(copied), sha256=entry.sha256)


def copying_connection() -> Any:
    """The open transaction's: COPY is nothing that the engine's queries can do."""
    transaction = DB.open_transaction()
    if transaction is None:
        raise RuntimeError("a table is copied inside a transaction")
    return transaction.connection


def rows_of(tag: str) -> int:
    """From PostgreSQL's command tag, `COPY 12`."""
    return int(tag.rpartition(" ")[2])
