"""Readers follow the log in order and derive something from it. A batch's effects and the cursor move together.

Two kinds. A *projection* (tallies, badges, roll-ups) can be rebuilt, and must never skip: an event that it cannot take
stops it, visibly, until the code or the data is mended. A *sender* (mail, webhooks) looks only forward: it parks an
event that it cannot take, says so, and goes on. A new projection starts at the log's beginning, a new sender at its end.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import Enum

from asyncpg import (
    DeadlockDetectedError,
    IdleInTransactionSessionTimeoutError,
    InterfaceError,
    InternalClientError,
    OperatorInterventionError,
    PostgresConnectionError,
)

from recognize.lib.database import DB
from recognize.log.events import Event, events_after, head

BATCH_EVENTS = 500
MANY_EVENTS = 100
POLL_SECONDS = 1.0
HELD_BACK_SECONDS = 0.2
RETRY_SECONDS = (1, 5, 15, 60)

ENSURE_CURSOR = "insert into reader_cursors (name, position) values ($1, $2) on conflict (name) do nothing"
# Planning what is done for a few events would cost more than doing it. For many a plan of when there were few could be a bad one.
TAKE_CURSOR = f"""
select c.position, set_config(
    'plan_cache_mode', case when h.position - c.position < {MANY_EVENTS} then 'force_generic_plan' else 'force_custom_plan' end, true)
from reader_cursors c cross join log_head h where c.name = $1 for update of c skip locked
"""
# Tables more than twice as large as PostgreSQL knows: it looks at them by itself once a minute, and meanwhile plans for few rows.
TELL_GROWTH = "select pg_stat_force_next_flush()"
GROWN = """
select format('%I', s.relname) as name from pg_stat_user_tables s join pg_class c on c.oid = s.relid
where s.schemaname = current_schema() and s.n_mod_since_analyze > greatest(c.reltuples, $1)
"""
SLOWEST = "select coalesce(min(position), 0) from reader_cursors where name = any($1)"
MOVE_CURSOR = "update reader_cursors set position = $2, failed_at = null, error = null where name = $1"
MARK_FAILED = "update reader_cursors set failed_at = now(), error = $2 where name = $1"
PARK = "insert into parked_events (reader, position, error) values ($1, $2, $3)"
BEHIND = """
select c.name, h.position - c.position as events, c.failed_at, c.error
from reader_cursors c, log_head h order by c.name
"""

# Not the event's fault: the database went away or this process slept, and the same event is simply tried again.
DATABASE_AWAY = (
    OSError,
    TimeoutError,
    InterfaceError,
    InternalClientError,  # what asyncpg says on a connection that the server ended while nothing ran on it
    PostgresConnectionError,
    OperatorInterventionError,
    IdleInTransactionSessionTimeoutError,
    DeadlockDetectedError,
)

logger = logging.getLogger(__name__)


class Kind(Enum):
    PROJECTION = "projection"
    SENDER = "sender"


# After reading: what comes meanwhile is read together, the first after a pause at once. For what is sent somebody waits.
BREATH_SECONDS = {Kind.PROJECTION: 1.0, Kind.SENDER: 0.2}

# Nobody waits for projections, and all of them at once would take every core from those who give and those who listen.
_one_projection = asyncio.Lock()


@dataclass(frozen=True)
class Reader:
    """`apply` takes events in order inside the transaction that moves the cursor; it must not open its own pool use.

    Where it reads what others derive, these are `after`: it takes no event that they have not taken before.
    """

    name: str
    kind: Kind
    apply: Callable[[list[Event]], Awaitable[None]]
    rebuild: Callable[[int], Awaitable[None]] | None = None
    after: "tuple[Reader, ...]" = ()


class PoisonError(Exception):
    """A projection met an event that it cannot take."""

    def __init__(self, reader: str, position: int, cause: Exception) -> None:
        super().__init__(f"{reader} stopped at position {position}: {type(cause).__name__}: {cause}")


async def ensure_cursor(reader: Reader) -> None:
    start = 0 if reader.kind is Kind.PROJECTION else (await head()).position
    await DB.execute(ENSURE_CURSOR, reader.name, start)


async def position_of(reader: Reader) -> int:
    position: int = await DB.fetch_value("select position from reader_cursors where name = $1", reader.name)
    return position


async def read_batch(reader: Reader, limit: int = BATCH_EVENTS) -> int:
    """Apply the next events; how many, 0 at the end or while another process reads for this reader.

    Raises PoisonError (projection) after recording it on the cursor; DATABASE_AWAY errors pass through.
    """
    try:
        events = await _apply_next(reader, limit)
    except DATABASE_AWAY:
        raise
    except Exception as failure:  # whatever a reader's own code raises must end in the poison rule
        if limit > 1:
            return await read_batch(reader, limit // 2)
        return await _poisoned(reader, failure)
    if events == BATCH_EVENTS:
        await _learn_sizes()
    return events


async def _apply_next(reader: Reader, limit: int) -> int:
    async with DB.transaction():
        position = await DB.fetch_value(TAKE_CURSOR, reader.name)
        if position is None:
            return 0
        end = await _end_for(reader)
        batch = [event for event in await events_after(position, limit) if event.position <= end]
        if batch:
            await reader.apply(batch)
            await DB.execute(MOVE_CURSOR, reader.name, batch[-1].position)
        if len(batch) == BATCH_EVENTS:
            await DB.execute(TELL_GROWTH)
        return len(batch)


async def _learn_sizes() -> None:
    """Between the batches of a backlog, so that what a table has become is planned for, however fast it grew."""
    if grown := [row["name"] for row in await DB.fetch(GROWN, BATCH_EVENTS)]:
        await DB.execute(f"analyze (skip_locked) {', '.join(grown)}")


async def _end_for(reader: Reader) -> int:
    """How far it may read now."""
    if not reader.after:
        return (await head()).position
    end: int = await DB.fetch_value(SLOWEST, [each.name for each in reader.after])
    return end


async def _poisoned(reader: Reader, failure: Exception) -> int:
    async with DB.transaction():
        position = await DB.fetch_value(TAKE_CURSOR, reader.name)
        if position is None:
            return 0
        poison = PoisonError(reader.name, position + 1, failure)
        if reader.kind is Kind.SENDER:
            logger.error("parked: %s", poison)
            await DB.execute(PARK, reader.name, position + 1, str(poison))
            await DB.execute(MOVE_CURSOR, reader.name, position + 1)
            return 1
        await DB.execute(MARK_FAILED, reader.name, str(poison))
    raise poison from failure


async def follow(reader: Reader, woken: asyncio.Event) -> None:
    """Until cancelled: keep the reader at the log's head. A stopped projection is tried again, ever more slowly."""
    failures = 0
    while True:
        try:
            await ensure_cursor(reader)
            is_woken = True
            while is_woken:
                woken.clear()
                if await _read_all(reader):
                    failures = 0
                    await asyncio.sleep(BREATH_SECONDS[reader.kind])
                elif await _is_held_back(reader):
                    await asyncio.sleep(HELD_BACK_SECONDS)
                else:
                    is_woken = await _wait(woken)
        except PoisonError as poison:
            logger.error("ALARM %s", poison)
            await asyncio.sleep(RETRY_SECONDS[min(failures, len(RETRY_SECONDS) - 1)])
            failures += 1
        except DATABASE_AWAY as failure:
            logger.warning("%s waits for the database: %s", reader.name, failure)
            await asyncio.sleep(POLL_SECONDS)


async def _read_all(reader: Reader) -> int:
    events = 0
    while batch := await _read_in_turn(reader):
        events += batch
    return events


async def _read_in_turn(reader: Reader) -> int:
    if reader.kind is Kind.SENDER:
        return await read_batch(reader)
    async with _one_projection:
        return await read_batch(reader)


async def _is_held_back(reader: Reader) -> bool:
    return bool(reader.after) and await _end_for(reader) < (await head()).position


async def _wait(woken: asyncio.Event) -> bool:
    try:
        async with asyncio.timeout(POLL_SECONDS):
            await woken.wait()
    except TimeoutError:
        return False
    return True


async def rebuild(reader: Reader) -> None:
    """Make a projection anew, set-based, in one transaction; other processes wait for it."""
    if reader.rebuild is None:
        raise ValueError(f"{reader.name} cannot be rebuilt")
    await ensure_cursor(reader)
    async with DB.transaction():
        await DB.execute("select from reader_cursors where name = $1 for update", reader.name)
        end = await _end_for(reader)
        await reader.rebuild(end)
        await DB.execute(MOVE_CURSOR, reader.name, end)


@dataclass(frozen=True, slots=True)
class Lag:
    """How many events a reader is behind, and why it stopped, where it did."""

    reader: str
    events: int
    error: str | None


async def lags() -> list[Lag]:
    return [Lag(row["name"], row["events"], row["error"]) for row in await DB.fetch(BEHIND)]
