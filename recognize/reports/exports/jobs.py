"""Making what was ordered: one at a time in each process, and taken over where a worker was killed."""

import asyncio
import logging
import sys
from uuid import UUID

from recognize.lib.database import DB
from recognize.reports.exports import files
from recognize.reports.exports.queries import KEPT_DAYS

LEASE_SECONDS = 30  # without a sign of life so long, somebody else makes it
MOST_ATTEMPTS = 5

CLAIM = f"""
update exports set state = 'running', attempts = attempts + 1, done_rows = 0, total_rows = null,
       lease_until = now() + interval '{LEASE_SECONDS} seconds'
where id = (select id from exports
            where attempts < {MOST_ATTEMPTS} and (state = 'waiting' or state = 'running' and lease_until < now())
            order by created_at limit 1 for update skip locked)
returning id, attempts
"""
GIVE_UP = f"""
update exports set state = 'failed', error = 'internal_error', ended_at = now()
where state = 'running' and lease_until < now() and attempts >= {MOST_ATTEMPTS}
"""
EXPIRE = f"delete from exports where created_at < now() - interval '{KEPT_DAYS} days' returning id"

logger = logging.getLogger(__name__)


async def make_exports() -> None:
    await DB.execute(GIVE_UP)
    while (row := await DB.fetch_row(CLAIM)) is not None:
        await _make(row["id"], row["attempts"])


async def _make(export: UUID, attempt: int) -> None:
    """In a process of its own, which takes nothing from who answers here. It goes on when this one is killed."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "recognize.reports.exports.making", str(export), str(attempt)
    )
    try:
        code = await process.wait()
    finally:
        if process.returncode is None:
            process.terminate()
    if code:
        logger.error("making export %s ended with %s; later again", export, code)


async def purge_exports() -> None:
    for row in await DB.fetch(EXPIRE):
        files.remove(row["id"])
    kept = [row["id"] for row in await DB.fetch("select id from exports")]
    await asyncio.to_thread(files.remove_left_over, kept)
