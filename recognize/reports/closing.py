"""Closing a month: its figures become bytes that stay, with the ids behind them. See decision 19."""

import logging
from collections.abc import Awaitable, Callable
from datetime import date, datetime

from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.lib.engine import patient
from recognize.lib.ids import uuid7
from recognize.log.events import head, record
from recognize.organisation import audit
from recognize.reports import waiting
from recognize.reports.errors import MonthClosedError, MonthRunningError, ReadersBehindError, TooEarlyError
from recognize.reports.evidence import KEEP_LISTS, KEEP_PLACES
from recognize.reports.export import as_json
from recognize.reports.queries import month_report
from recognize.reports.touching import Happening, touched_months

CLOSED = "month.closed"
WAIT_SECONDS = 10.0  # for readers that are behind
CLOSE_SECONDS = 600

# Two closings follow one another, and so do a closing and the reader of adjustments: what a report does not have yet is read
# when the month is closed already. Unlike a query this takes no snapshot: the figures are of the moment after the wait.
ALONE = "lock table month_closes in share row exclusive mode"
# $1: the month's first day, $2: the moment, null for now.
OBSTACLES = """
select exists (select from month_closes where month = $1) as is_closed, moment < b.ends_at as is_running,
       moment < b.ends_at + interval '1 hour' as is_early
from month_bounds($1) b cross join lateral (select coalesce($2::timestamptz, now()) as moment) clock
"""
# An award is counted where it stands, whoever has been told of it.
UNREAD = """
select kind, subject, payload::text as payload from outbox where kind not like 'award.%'
union all
select kind, subject, payload::text from log
where position > (select min(position) from reader_cursors where name = any($1)) and kind not like 'award.%'
"""
KEEP_REPORT = """
insert into month_closes (
    month, id, closed_at, closed_by, time_zone, starts_at, ends_at, position, definition_version, checksum, report)
select $1, $2, coalesce($3::timestamptz, now()), $4, b.time_zone, b.starts_at, b.ends_at, $5, $6, $7, $8 from month_bounds($1) b
"""
HR = """
select array_agg('person:' || g.person_id) from role_grants g join people p on p.id = g.person_id
where g.role = 'hr' and p.status <> 'left'
"""
# A month that was over before Recognize was there to count it closes by hand.
DUE = """
select m.month::date as month
from organisation o
cross join lateral (select coalesce($1::timestamptz, now()) as moment) clock
cross join lateral generate_series(
    date_trunc('month', o.closes_since at time zone o.time_zone) - interval '1 month',
    clock.moment at time zone o.time_zone, interval '1 month') m (month)
cross join lateral month_bounds(m.month::date) b
where b.ends_at > o.closes_since and clock.moment >= b.ends_at + interval '1 hour'
and clock.moment >= first_instant((m.month + interval '1 month')::date + o.close_day - 1, b.time_zone)
and not exists (select from month_closes c where c.month = m.month::date)
order by m.month
"""
SCHEDULE = audit.Actor(None, "schedule")

logger = logging.getLogger(__name__)


async def wait() -> None:
    await waiting.wait_until_read(WAIT_SECONDS)


async def close_month(
    month: Month, at: datetime | None = None, *, until_read: Callable[[], Awaitable[None]] = wait
) -> None:
    """In one transaction: figures, lists, audit and event, or nothing of it. `at` is for a company's made-up past.

    Raises MonthRunningError, TooEarlyError, MonthClosedError and ReadersBehindError.
    """
    await until_read()
    with patient(CLOSE_SECONDS):
        async with DB.transaction(isolation="repeatable_read"):
            await DB.execute(ALONE)
            await _refuse_obstacles(month, at)
            await _keep(month, at)


async def close_due_months(at: datetime | None = None) -> None:
    """Each on its day, oldest first; where something has not been read yet, the next round tries again."""
    token = audit.current_actor.set(SCHEDULE)
    try:
        for row in await DB.fetch(DUE, at):
            await close_month(Month(row["month"].year, row["month"].month), at)
    except MonthClosedError:
        logger.info("a month was closed by somebody else")
    except ReadersBehindError as refusal:
        logger.warning("a month waits for its close: %s", refusal)
    finally:
        audit.current_actor.reset(token)


async def hr_topics() -> list[str]:
    """Of everybody who reads the reports."""
    return await DB.fetch_value(HR) or []


async def _refuse_obstacles(month: Month, at: datetime | None) -> None:
    row = await DB.fetch_row(OBSTACLES, month.first_day, at)
    assert row is not None  # noqa: S101 — the organisation has a row
    if row["is_closed"]:
        raise MonthClosedError(str(month))
    if row["is_running"]:
        raise MonthRunningError(str(month))
    if row["is_early"]:
        raise TooEarlyError(str(month))
    if await _is_unread(month.first_day):
        raise ReadersBehindError(f"something of {month} has not been read yet")


async def _is_unread(first_day: date) -> bool:
    """Whether an event that may change the month waits for a reader; what others do meanwhile holds nobody up."""
    unread = await DB.fetch(UNREAD, waiting.READ_FROM)
    return bool(await touched_months([Happening.of_row(row) for row in unread], [first_day]))


async def _keep(month: Month, at: datetime | None) -> None:
    report = await month_report(month)
    identity, position = uuid7(), (await head()).position
    sealed = (position, report.definition_version, report.checksum, as_json(report))
    await DB.execute(KEEP_REPORT, month.first_day, identity, at, audit.current_actor.get().id, *sealed)
    await DB.execute(KEEP_LISTS, month.first_day, None)
    await DB.execute(KEEP_PLACES, month.first_day)
    facts = {"month": str(month), "checksum": report.checksum, "position": position}
    await audit.record(CLOSED, str(month), facts)
    await record(CLOSED, identity, await hr_topics() if at is None else (), facts)
