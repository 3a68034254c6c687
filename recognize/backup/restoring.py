"""A database made anew from a backup, in one transaction: afterwards everything is as it was then, or nothing changed.

The tables are made by the migrations that had run when the backup was made, filled, and then brought up to date by those
that have come since. So a backup of an older release needs nothing of its own.
"""

import asyncio
from pathlib import Path
from typing import NamedTuple
from uuid import UUID
from zipfile import ZipFile

from recognize.backup.archive import Manifest, Table, checked_archive
from recognize.backup.errors import BackupError
from recognize.backup.making import COPY_TIMEOUT_SECONDS, COPYING, copying_connection, rows_of
from recognize.backup.pictures import bring_back
from recognize.erasure.actions import erase_again
from recognize.erasure.leavings import listed, sweep
from recognize.erasure.queries import erased as erased_people
from recognize.lib.database import DB, connected
from recognize.migrate import HISTORY, alone, known_migrations, run_pending

SESSION_END_SECONDS = 5  # PostgreSQL needs a moment to notice that a server has gone
POLL_SECONDS = 0.2
ERASURES = "erasures"
OUR_TABLE = "log_head"  # by which a database of ours is known: others use Piccolo, too
# `recognize migrate` fills them.
PLANTED = {
    HISTORY,
    OUR_TABLE,
    "organisation",
    "behaviours",
    "badges",
    "badge_conditions",
    "challenges",
    "nomination_calendar",
    "reader_cursors",
}

TABLES = "select tablename from pg_tables where schemaname = current_schema() order by tablename"
OTHERS = """
select count(*) from pg_stat_activity
where datname = current_database() and usename = current_user and backend_type = 'client backend'
    and pid <> pg_backend_pid() and pid <> $1
"""
REFERENCES = """
select r.relname as child, p.relname as parent from pg_constraint f
join pg_class r on r.oid = f.conrelid join pg_class p on p.oid = f.confrelid
where f.contype = 'f' and f.conrelid <> f.confrelid and r.relnamespace = current_schema()::regnamespace
"""
# Those of extensions stay.
FUNCTIONS = """
select f.oid::regprocedure::text as signature from pg_proc f where f.pronamespace = current_schema()::regnamespace
and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')
"""
CONTINUE = "select setval(pg_get_serial_sequence(quote_ident($1), $2), $3)"
NEW_EPOCH = "update log_head set epoch = gen_random_uuid()"


class Restored(NamedTuple):
    """`erased`: how many whom the backup knew by name are erased again."""

    manifest: Manifest
    erased: int


async def restore(source: Path, database_url: str, *, force: bool) -> Restored:
    """`force` replaces what is in the database. Raises BackupError, and then nothing has changed."""
    with checked_archive(source) as (archive, manifest):
        if manifest.migrations != known_migrations()[: len(manifest.migrations)]:
            raise BackupError(f"{source} was made by Recognize {manifest.recognize}, which knows more than this one")
        async with (
            alone(database_url) as ours,
            connected(database_url, pool_size=1, command_timeout_seconds=COPY_TIMEOUT_SECONDS),
        ):
            await _refuse_a_used_database(ours, force=force)
            async with DB.transaction():
                erased = [*await _erased_here(), *listed()]
                await _replace_everything(archive, manifest)
                bring_back(archive, manifest.pictures)
                count = await erase_again(erased)
            await sweep()
            await DB.execute("analyze")
    return Restored(manifest, count)


async def _erased_here() -> list[UUID]:
    """Who was erased in the database that is replaced: what the backup says of them does not come back."""
    return await erased_people() if ERASURES in await _tables() else []


async def _refuse_a_used_database(ours: int, *, force: bool) -> None:
    for _ in range(int(SESSION_END_SECONDS / POLL_SECONDS)):
        others = await DB.fetch_value(OTHERS, ours)
        if not others:
            break
        await asyncio.sleep(POLL_SECONDS)
    else:
        raise BackupError(f"the database is in use ({others} connections): stop every server and worker first")
    tables = set(await _tables())
    if tables - {HISTORY} and OUR_TABLE not in tables:
        raise BackupError("the database holds tables of something else: give Recognize one of its own")
    for table in tables - PLANTED:
        if not force and await DB.fetch_value(f'select exists (select from "{table}")'):
            raise BackupError("the database is not empty (--force replaces everything that is in it)")


async def _replace_everything(archive: ZipFile, manifest: Manifest) -> None:
    await DB.execute(COPYING)
    if tables := await _tables():
        await DB.execute("drop table " + ", ".join(f'"{table}"' for table in tables) + " cascade")  # views, too
    for row in await DB.fetch(FUNCTIONS):
        await DB.execute(f"drop function {row['signature']} cascade")
    await run_pending(len(manifest.migrations))
    made = set(await _tables()) - {HISTORY}
    if made != {table.name for table in manifest.tables}:
        raise BackupError("the backup's tables are not those that its migrations make")
    await DB.execute("truncate " + ", ".join(f'"{table}"' for table in made))  # what the migrations themselves planted
    for table in await _parents_first(manifest.tables):
        await _fill(archive, table)
    await DB.execute(NEW_EPOCH)
    await run_pending()


async def _fill(archive: ZipFile, table: Table) -> None:
    with archive.open(table.entry) as entry:
        copied = await copying_connection().copy_to_table(
            table.name, columns=table.columns, source=entry, format="text", timeout=COPY_TIMEOUT_SECONDS
        )
    if rows_of(copied) != table.rows:
        raise BackupError(f"{table.name} has {rows_of(copied)} rows in the backup, and should have {table.rows}")
    for column, last_number in table.sequences.items():
        await DB.fetch_value(CONTINUE, table.name, column, last_number)


async def _parents_first(tables: list[Table]) -> list[Table]:
    """So that every row finds what it refers to; a table that refers to itself is one statement."""
    references = [(row["child"], row["parent"]) for row in await DB.fetch(REFERENCES)]
    left, ordered = {table.name: table for table in tables}, list[Table]()
    while left:
        free = [name for name in left if not any(child == name and parent in left for child, parent in references)]
        if not free:
            raise RuntimeError(f"tables refer to each other in a circle: {', '.join(left)}")
        ordered += [left.pop(name) for name in free]
    return ordered


async def _tables() -> list[str]:
    return [row["tablename"] for row in await DB.fetch(TABLES)]
