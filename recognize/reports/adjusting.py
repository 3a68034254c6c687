"""What changes after a month was closed, as dated adjustments beside it: its figures stay.

Derived by counting the month anew and comparing, so it does not matter what happened or how often it is told. What happened
meanwhile is in the recount, too, and named as a cause; when it is read there is nothing left to adjust.
"""

from collections.abc import Sequence
from datetime import date, datetime

import msgspec

from recognize.badges.readers import BADGES
from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.lib.engine import patient
from recognize.log.events import Event, events_after
from recognize.log.readers import Kind, Reader
from recognize.reports.differences import adjusted, differences, figures_of, known_to
from recognize.reports.export import as_json
from recognize.reports.queries import month_report
from recognize.reports.readers import REPORTS
from recognize.reports.schemas import DEFINITION_VERSION, Cause, Change
from recognize.reports.touching import Happening, touched_months

RECOUNT_SECONDS = 600
EVENTS_AHEAD = 500

# A month that is being closed just now waits with this, or this with it.
IN_TURN = "lock table month_closes in row exclusive mode"
# Where the code counts otherwise than the one that closed the month, the figures do not compare.
COMPARABLE = "select month from month_closes where definition_version = $1"
WAITING = "select kind, subject, payload::text as payload from outbox order by seq limit $1"
SO_FAR = """
select convert_from(c.report, 'UTF8') as report, array(
    select a.changes::text from month_adjustments a where a.month = c.month order by a.position) as changes
from month_closes c where c.month = $1
"""
ADJUST = (
    "insert into month_adjustments (month, position, at, causes, changes) values ($1, $2, $3, $4::jsonb, $5::jsonb)"
)

encode = msgspec.json.encode


async def adjust(events: list[Event]) -> None:
    await DB.execute(IN_TURN)
    months = [row["month"] for row in await DB.fetch(COMPARABLE, DEFINITION_VERSION)]
    touched = await touched_months([Happening.of(each) for each in events], months)
    for month, numbers in touched.items():
        with patient(RECOUNT_SECONDS):
            await _adjust(month, events, events[numbers[-1]].recorded_at)


async def _adjust(month: date, events: Sequence[Event], at: datetime) -> None:
    if changes := await _changes(month):
        causes = await _causes(month, events)
        await DB.execute(ADJUST, month, events[-1].position, at, encode(causes).decode(), encode(changes).decode())


async def _changes(month: date) -> list[Change]:
    """Of the figures as they are now against those that were closed and adjusted so far."""
    row = await DB.fetch_row(SO_FAR, month)
    assert row is not None  # noqa: S101 — it is one of those that are closed
    closed = msgspec.json.decode(row["report"])
    earlier = [each for changes in row["changes"] for each in msgspec.json.decode(changes, type=list[Change])]
    now = msgspec.json.decode(as_json(await month_report(Month(month.year, month.month))))
    return differences(adjusted(figures_of(closed), earlier), figures_of(known_to(now, closed)))


async def _causes(month: date, events: Sequence[Event]) -> list[Cause]:
    """Looked for after the recount: it holds nothing that is not among them."""
    told = [*events, *await events_after(events[-1].position, EVENTS_AHEAD)]
    waiting = await DB.fetch(WAITING, EVENTS_AHEAD)
    happenings = [*map(Happening.of, told), *map(Happening.of_row, waiting)]
    touched = await touched_months(happenings, [month])
    causes = [Cause(happenings[number].kind, happenings[number].subject) for number in touched[month]]
    return list(dict.fromkeys(causes))


async def unadjusted_months() -> list[str]:
    """The closed months that, with their adjustments, are not what the facts of now say."""
    months = [row["month"] for row in await DB.fetch(COMPARABLE, DEFINITION_VERSION)]
    return [f"{month:%Y-%m}" for month in months if await _changes(month)]


ADJUSTMENTS = Reader("adjustments", Kind.PROJECTION, adjust, after=(REPORTS, BADGES))
