"""Writing and reading events. An event holds ids and facts, never rendered text: what people see is built from the rows
of the moment it is shown, so a withdrawn or erased text cannot come back out of the log."""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from recognize.lib.batch import Batch
from recognize.lib.database import DB
from recognize.lib.ids import uuid7

RECORD = """
insert into outbox (id, kind, subject, audience, payload) values ($1, $2, $3, $4, $5::jsonb)
"""
# `(select $1)` hides a value from PostgreSQL, which would plan the statement anew at every call.
AFTER = """
select position, kind, subject, audience, payload::text as payload, recorded_at
from log where position > (select $1::bigint) order by position limit (select $2::bigint)
"""

encode_payload = msgspec.json.Encoder().encode


class Event(NamedTuple):
    """One line of the log. `position` is gapless and the only order there is; `recorded_at` is the database's clock."""

    position: int
    kind: str
    subject: UUID
    audience: list[str]
    payload: dict[str, Any]
    recorded_at: datetime


Apply = Callable[[list[Event]], Awaitable[None]]
_listeners: list[Callable[[], None]] = []


async def record(kind: str, subject: UUID, audience: Collection[str], payload: Mapping[str, Any]) -> None:
    """Put an event into the outbox of the open transaction. An empty audience: readers see it, sockets never do.

    Raises RuntimeError outside a transaction: an event belongs into the one that writes its facts.
    """
    announce_after_commit()
    batch = Batch()
    record_in(batch, kind, subject, audience, payload)
    await batch.run()


def record_in(batch: Batch, kind: str, subject: UUID, audience: Collection[str], payload: Mapping[str, Any]) -> None:
    """Into the batch that writes the event's facts."""
    batch.add(RECORD, uuid7(), kind, subject, sorted(audience), encode_payload(payload).decode())
    batch.after_commit(_tell_listeners)


def announce_after_commit() -> None:
    """For statements that write their outbox row themselves. Raises RuntimeError outside a transaction."""
    transaction = DB.open_transaction()
    if transaction is None:
        raise RuntimeError("an event belongs into the transaction that writes its facts")
    transaction.after_commit(_tell_listeners)


def on_recorded(listener: Callable[[], None]) -> Callable[[], None]:
    """Call `listener` after each commit of this process that recorded something. Returns how to stop that."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def _tell_listeners() -> None:
    for listener in _listeners:
        listener()


async def events_after(position: int, limit: int) -> list[Event]:
    rows = await DB.fetch(AFTER, position, limit)
    return [
        Event(
            r["position"], r["kind"], r["subject"], r["audience"], msgspec.json.decode(r["payload"]), r["recorded_at"]
        )
        for r in rows
    ]


class Head(NamedTuple):
    """The log's end: `epoch` changes only when a backup is restored."""

    epoch: UUID
    position: int


async def head() -> Head:
    row = await DB.fetch_row("select epoch, position from log_head")
    if row is None:
        raise RuntimeError("the log has no head; run `recognize migrate`")
    return Head(row["epoch"], row["position"])
