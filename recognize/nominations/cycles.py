"""A month's cycle: made from the calendar's template, and turned from stage to stage when its dates come, each time once."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID

import msgspec
from asyncpg import CheckViolationError, Record
from msgspec import UNSET, UnsetType

from recognize.errors import InvalidInputError
from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.log.events import record
from recognize.nominations.errors import (
    ChangedMeanwhileError,
    DatePassedError,
    DatesCrossError,
    UnknownCycleError,
)
from recognize.nominations.schemas import Cycle, CycleChange
from recognize.organisation import audit

OPENED, CLOSED, DECIDED, ANNOUNCED = "cycle.opened", "cycle.closed", "cycle.decided", "cycle.announced"
MOVED = "cycle.moved"
DATES = ("nominations_until", "judging_until", "announces_at")

# This month and the one before, while one may still nominate for it: a cycle that nobody could use is not made.
# `closes_since`: Recognize was there before the month was over.
MAKE = """
insert into nomination_cycles (id, month, time_zone, opens_at, nominations_until, judging_until, announces_at)
select gen_random_uuid(), dates.month, o.time_zone, dates.opens_at, dates.nominations_until, dates.judging_until, dates.announces_at
from organisation o cross join nomination_calendar c
cross join lateral (select coalesce($1::timestamptz, now()) as moment) clock
cross join lateral generate_series(
    date_trunc('month', clock.moment at time zone o.time_zone) - interval '1 month',
    date_trunc('month', clock.moment at time zone o.time_zone), interval '1 month') m
cross join lateral (select (m + interval '1 month')::date as following) next_month
cross join lateral (
    select m::date as month, first_instant(m::date, o.time_zone) as opens_at,
           first_instant(working_day(following, c.nominate_days) + 1, o.time_zone) as nominations_until,
           first_instant(working_day(following, c.judge_days) + 1, o.time_zone) as judging_until,
           (working_day(following, c.announce_days) + c.announce_at) at time zone o.time_zone as announces_at,
           first_instant(following, o.time_zone) as ends_at) dates
where dates.announces_at is not null and dates.opens_at <= clock.moment and clock.moment < dates.nominations_until
and dates.ends_at > o.closes_since
on conflict (month) do nothing
returning id, to_char(month, 'YYYY-MM') as month
"""
_SHOWN = f"to_char(month, 'YYYY-MM') as month, stage, time_zone, opens_at, {', '.join(DATES)}, version"
DUE = """
select id, to_char(month, 'YYYY-MM') as month, stage from nomination_cycles
where coalesce($1::timestamptz, now()) >= case stage
    when 'nominating' then nominations_until when 'judging' then judging_until when 'decided' then announces_at end
order by month limit 1 for update skip locked
"""
TURN = "update nomination_cycles set stage = $2, version = version + 1 where id = $1"
CYCLES = f"select {_SHOWN} from nomination_cycles order by nomination_cycles.month desc limit $1"
CYCLE = f"select {_SHOWN} from nomination_cycles where nomination_cycles.month = $1"
LOCK = "select id from nomination_cycles where month = $1 for update"
# Only what has not come may be moved, and only to what has not come.
IS_PAST = """
select exists (
    select from nomination_cycles c cross join lateral (values
        (c.nominations_until, $2::timestamptz), (c.judging_until, $3), (c.announces_at, $4)) as date (stood, wanted)
    where c.id = $1 and date.wanted is not null and least(date.stood, date.wanted) <= now())
"""
MOVE = f"""
update nomination_cycles set ({", ".join(DATES)}) = (
    {", ".join(f"coalesce(${number}::timestamptz, {name})" for number, name in enumerate(DATES, start=2))}),
    version = version + 1
where id = $1
"""

Turn = Callable[[Record], Awaitable[None]]


async def run_cycles(at: datetime | None = None) -> None:
    """Everything that is due, however often and in however many processes this runs. `at` is for tests."""
    await _make_due(at)
    while await _turn_next(at):
        pass


async def _make_due(at: datetime | None) -> None:
    async with DB.transaction():
        for made in await DB.fetch(MAKE, at):
            await record(OPENED, made["id"], (), {"month": made["month"]})


async def _turn_next(at: datetime | None) -> bool:
    """A stage is left with everything that leaving it means, or not at all."""
    async with DB.transaction():
        due = await DB.fetch_row(DUE, at)
        if due is None:
            return False
        stage, kind = NEXT[due["stage"]]
        await DB.execute(TURN, due["id"], stage)
        await record(kind, due["id"], (), {"month": due["month"]})
        return True


NEXT = {
    "nominating": ("judging", CLOSED),
    "judging": ("decided", DECIDED),
    "decided": ("announced", ANNOUNCED),
}


async def cycles(limit: int) -> list[Cycle]:
    """Newest month first."""
    return [Cycle(**row) for row in await DB.fetch(CYCLES, limit)]


async def cycle_of(month: Month) -> Cycle:
    """Raises UnknownCycleError."""
    row = await DB.fetch_row(CYCLE, month.first_day)
    if row is None:
        raise UnknownCycleError(str(month))
    return Cycle(**row)


async def move(month: Month, change: CycleChange) -> Cycle:
    """Raises UnknownCycleError, ChangedMeanwhileError with what stands there now, DatePassedError and DatesCrossError."""
    reason = audit.checked_reason(change.reason)
    wanted = {name: _instant(name, getattr(change, name)) for name in DATES}
    async with DB.transaction():
        cycle: UUID | None = await DB.fetch_value(LOCK, month.first_day)
        before = await cycle_of(month)
        if before.version != change.version:
            raise ChangedMeanwhileError(current=msgspec.to_builtins(before))
        if await DB.fetch_value(IS_PAST, cycle, *wanted.values()):
            raise DatePassedError
        try:
            await DB.execute(MOVE, cycle, *wanted.values())
        except CheckViolationError as refusal:
            raise DatesCrossError from refusal
        given = {name: instant.isoformat() for name, instant in wanted.items() if instant}
        was = {name: getattr(before, name).isoformat() for name in given}
        await audit.record(MOVED, str(month), {"reason": reason, "to": given, "was": was})
        return await cycle_of(month)


def _instant(name: str, given: datetime | UnsetType) -> datetime | None:
    if given is UNSET:
        return None
    if given.tzinfo is None:
        raise InvalidInputError(f"{name}: the time has no offset from UTC")
    return given.astimezone(UTC)
