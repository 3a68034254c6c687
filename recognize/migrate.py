"""Bringing a database up to date: migrations, the organisation's row, the catalogue. Safe from many processes at once."""

import contextlib
import io
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg

from recognize.badges.seeding import plant_badges
from recognize.behaviours.actions import plant_catalogue
from recognize.challenges.actions import plant_challenges
from recognize.lib.database import DB, connected, connection_options
from recognize.organisation.actions import found
from recognize.settings import settings
from recognize.worker import READERS

LOCK_KEY = 7_263_548_172  # any number of our own; all processes of one database meet at it
LOCK_TIMEOUT_SECONDS = 120
HISTORY = "migration"  # Piccolo's table
# A report waits for every reader that has a cursor: one that a release has dropped would never come.
FORGET_OLD_READERS = "delete from reader_cursors where name <> all($1)"

logger = logging.getLogger(__name__)


async def migrate(database_url: str) -> list[str]:
    """Run what has not run yet, each migration in its own transaction, and plant what the product needs.

    Returns the ids of the migrations that ran.
    """
    async with alone(database_url), connected(database_url, command_timeout_seconds=LOCK_TIMEOUT_SECONDS):
        ran = await run_pending()
        await found(settings().time_zone, settings().locale)
        await plant_catalogue()
        await plant_badges()
        await plant_challenges()
        await DB.execute(FORGET_OLD_READERS, [reader.name for reader in READERS])
        return ran


@asynccontextmanager
async def alone(database_url: str) -> AsyncIterator[int]:
    """A session lock on a connection of its own: a second process waits here, then finds nothing left to do.

    Yields PostgreSQL's number of that connection.
    """
    options = connection_options(database_url) | {"command_timeout": LOCK_TIMEOUT_SECONDS}
    connection = await asyncpg.connect(**options)
    try:
        await connection.execute("select pg_advisory_lock($1)", LOCK_KEY)
        yield connection.get_server_pid()
    finally:
        await connection.close()


async def run_pending(up_to: int | None = None) -> list[str]:
    """Those that have not run yet, of the first `up_to` or of all; which. Call it `alone`."""
    ran = known_migrations()[await ran_so_far() : up_to]
    for identity in ran:
        await _run(identity)
    return ran


def known_migrations() -> list[str]:
    """From file names alone, so that a start with nothing to do does not load Piccolo's migration machinery."""
    return [file.stem for file in sorted(Path(__file__).parent.joinpath("migrations").glob("m*.py"))]


async def ran_so_far() -> int:
    """How many of them, in their order."""
    if not await is_migrated():
        return 0
    return int(await DB.fetch_value(f"select count(*) from {HISTORY} where app_name = 'recognize'"))


async def is_migrated() -> bool:
    return bool(await DB.fetch_value(f"select to_regclass('{HISTORY}') is not null"))


async def _run(identity: str) -> None:
    from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

    logger.info("migration %s", identity)
    with contextlib.redirect_stdout(io.StringIO()):  # Piccolo reports to the terminal, ours is for commands' answers
        async with DB.transaction():
            result = await ForwardsMigrationManager("recognize", migration_id="1").run()
    if not result.success:
        raise RuntimeError(f"migration {identity}: {result.message}")
