"""Working days: the organisation's week and its holidays, and the template by which each month's cycle gets its dates."""

from datetime import date, time
from typing import Any

import msgspec
from asyncpg import CheckViolationError
from msgspec import UNSET

from recognize.errors import InvalidInputError
from recognize.lib.database import DB
from recognize.lib.text import unusable, visible_length
from recognize.nominations.errors import DatesCrossError, NoWorkingDayError
from recognize.nominations.schemas import Calendar, CalendarChange
from recognize.organisation import audit

CHANGED, HOLIDAY_SET, HOLIDAY_REMOVED = "nominations.calendar_changed", "holiday.set", "holiday.removed"
MONTHS_AHEAD = 24

READ = """
select json_build_object(
    'nominate_days', nominate_days, 'judge_days', judge_days, 'announce_days', announce_days,
    'announce_at', to_char(announce_at, 'HH24:MI'), 'workdays', workdays,
    'holidays', (
        select coalesce(json_agg(json_build_object('day', day, 'name', name) order by day), '[]') from holidays
        where day >= date_trunc('year', now()) - interval '1 year'))::text
from nomination_calendar
"""
SET_HOLIDAY = "insert into holidays (day, name) values ($1, $2) on conflict (day) do update set name = excluded.name"
REMOVE_HOLIDAY = "delete from holidays where day = $1"
# The month of $1 or, without it, the first of those to come that has not days enough.
SHORT_MONTH = f"""
select to_char(m, 'YYYY-MM') from nomination_calendar c
cross join generate_series(
    date_trunc('month', coalesce($1::date, now()::date)::timestamp),
    date_trunc('month', coalesce($1::date, (now() + interval '{MONTHS_AHEAD} months')::date)::timestamp), interval '1 month') m
where working_day(m::date, c.announce_days) is null order by m limit 1
"""

_decode = msgspec.json.Decoder(Calendar).decode


async def calendar() -> Calendar:
    return _decode(await DB.fetch_value(READ))


async def change_calendar(change: CalendarChange) -> Calendar:
    """Raises DatesCrossError and NoWorkingDayError; then nothing has changed."""
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    if given:
        async with DB.transaction():
            await _write(given)
            await _refuse_short_month(None)
            await audit.record(CHANGED, "nominations", given)
    return await calendar()


async def _write(given: dict[str, Any]) -> None:
    values = dict(given)
    if "announce_at" in values:
        values["announce_at"] = time.fromisoformat(values["announce_at"])
    if "workdays" in values:
        values["workdays"] = sorted(set(values["workdays"]))
    columns = ", ".join(f"{name} = ${number}" for number, name in enumerate(values, start=1))
    try:
        await DB.execute(f"update nomination_calendar set {columns}", *values.values())
    except CheckViolationError as refusal:
        raise DatesCrossError from refusal


async def set_holiday(day: date, name: str) -> None:
    """A second name for the same day takes the place of the first. Raises NoWorkingDayError."""
    if fault := unusable(name):
        raise InvalidInputError(fault.about("name"))
    if not visible_length(name):
        raise InvalidInputError("name")
    async with DB.transaction():
        await DB.execute(SET_HOLIDAY, day, name.strip())
        await _refuse_short_month(day)
        await audit.record(HOLIDAY_SET, str(day), {"name": name.strip()})


async def remove_holiday(day: date) -> None:
    """Twice changes nothing."""
    async with DB.transaction():
        if await DB.execute(REMOVE_HOLIDAY, day) == "DELETE 1":
            await audit.record(HOLIDAY_REMOVED, str(day))


async def _refuse_short_month(day: date | None) -> None:
    if month := await DB.fetch_value(SHORT_MONTH, day):
        raise NoWorkingDayError(month)
