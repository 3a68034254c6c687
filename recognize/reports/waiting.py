"""A report waits until the log of its moment has been read by all whom it reads from, so that it says what happened before it."""

import asyncio

from recognize.lib.database import DB
from recognize.log.events import head
from recognize.log.readers import lags
from recognize.reports.errors import ReadersBehindError

READ_TIMEOUT_SECONDS = 10.0
POLL_SECONDS = 0.02

# Who sends, keeps boards or adjusts what was closed holds no report up.
READ_FROM = ("tallies", "badges", "reports")

LAST_WAITING = "select coalesce(max(seq), 0) from outbox"
ANY_WAITING = "select exists (select from outbox where seq <= $1)"
ANY_UNREAD = "select exists (select from reader_cursors where position < $1 and name = any($2))"


async def wait_until_read(timeout_seconds: float = READ_TIMEOUT_SECONDS) -> None:
    """Until every event of this moment has its position and those of `READ_FROM` have passed it; relay and readers must be
    running somewhere. Raises ReadersBehindError, which names who is behind."""
    deadline = asyncio.get_running_loop().time() + timeout_seconds
    await _while(deadline, ANY_WAITING, await DB.fetch_value(LAST_WAITING))
    await _while(deadline, ANY_UNREAD, (await head()).position, READ_FROM)


async def _while(deadline: float, condition: str, *values: object) -> None:
    while await DB.fetch_value(condition, *values):
        if asyncio.get_running_loop().time() > deadline:
            raise ReadersBehindError(await _who_is_behind())
        await asyncio.sleep(POLL_SECONDS)


async def _who_is_behind() -> str:
    waiting = await DB.fetch_value("select count(*) from outbox")
    behind = [
        f"{lag.reader} by {lag.events} events ({lag.error or 'reading'})"
        for lag in await lags()
        if lag.events and lag.reader in READ_FROM
    ]
    return f"{waiting} events without a position; behind: {', '.join(behind) or 'no reader'}"
