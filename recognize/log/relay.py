"""Moves events from the outbox to the log and gives them gapless positions. Every process may; nobody leads.

The row lock on `log_head` serialises the movers. The move is a second statement on purpose: its snapshot must be taken
after the lock was got, or two movers give out the same positions. A mover that is stopped while it holds the lock is
freed by the transaction's idle timeout; its work rolls back and the next mover repeats it.
"""

import asyncio
import logging
from typing import NamedTuple

from asyncpg import PostgresError

from recognize.lib.database import DB
from recognize.log import events
from recognize.log.doorbell import Doorbell
from recognize.log.readers import DATABASE_AWAY

BATCH_EVENTS = 500
SWEEP_SECONDS = 0.25
BREATH_SECONDS = 0.02  # after a move: what is committed meanwhile moves together, and the first after a pause at once
HOLDER_IDLE_TIMEOUT = "1s"

LOOK = "select exists (select from outbox) as is_waiting, position from log_head"
LOCK = "select set_config('idle_in_transaction_session_timeout', $1, true), position from log_head for update"
MOVE = """
with taken as (select seq from outbox order by seq limit $1),
     gone as (delete from outbox o using taken t where o.seq = t.seq returning o.*),
     moved as (insert into log (position, id, kind, subject, audience, payload, recorded_at)
               select (select position from log_head) + row_number() over (order by seq),
                      id, kind, subject, audience, payload, recorded_at
               from gone returning position),
     head as (update log_head set position = position + (select count(*) from gone))
select count(*) as events, max(position) as head from moved
"""

TRY_AGAIN = (PostgresError, *DATABASE_AWAY)

logger = logging.getLogger(__name__)


class Moved(NamedTuple):
    """`head` is None where nothing waited."""

    events: int
    head: int | None


async def move() -> Moved:
    """Give positions to waiting events, at most BATCH_EVENTS."""
    async with DB.transaction():
        await DB.execute(LOCK, HOLDER_IDLE_TIMEOUT)
        (row,) = await DB.fetch(MOVE, BATCH_EVENTS)
        return Moved(row["events"], row["head"])


async def move_all() -> int | None:
    """Empty the outbox of what is in it now; the new head, or None where nothing waited."""
    head = None
    while True:
        moved = await move()
        head = moved.head or head
        if moved.events < BATCH_EVENTS:
            return head


class Relay:
    """The relay of one process: one mover at a time, woken by commits here and by a sweep for those of dead processes."""

    def __init__(self, doorbell: Doorbell) -> None:
        self._doorbell = doorbell
        self._woken = asyncio.Event()
        self._seen_head = 0

    async def run(self) -> None:
        """Until cancelled. Survives a database that goes away and comes back."""
        forget = events.on_recorded(self._woken.set)
        try:
            while True:
                await self._sweep(woken=await self._wait())
        finally:
            forget()

    async def _wait(self) -> bool:
        try:
            async with asyncio.timeout(SWEEP_SECONDS):
                await self._woken.wait()
        except TimeoutError:
            return False
        self._woken.clear()
        return True

    async def _sweep(self, *, woken: bool) -> None:
        try:
            if not woken and not await self._is_waiting():
                return
            if head := await move_all():
                await self._doorbell.ring(head)
                await asyncio.sleep(BREATH_SECONDS)
        except TRY_AGAIN as failure:
            logger.warning("relay: %s; trying again", failure)
            await asyncio.sleep(SWEEP_SECONDS)

    async def _is_waiting(self) -> bool:
        """The look brings the head along: what another process moved is heard here even when Redis says nothing."""
        (row,) = await DB.fetch(LOOK)
        if row["position"] != self._seen_head:
            self._seen_head = row["position"]
            self._doorbell.tell(self._seen_head)
        is_waiting: bool = row["is_waiting"]
        return is_waiting
