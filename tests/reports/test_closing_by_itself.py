"""The schedule closes months on their day, by the organisation's clock, and no kudos falls between two of them."""

from uuid import UUID

import pytest

from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.log.events import head
from recognize.organisation.actions import change_organisation
from recognize.organisation.schemas import OrganisationChange
from recognize.people.actions import create_person
from recognize.reports import closing, waiting
from recognize.reports.closing import close_due_months, close_month
from recognize.reports.queries import month_report
from recognize.worker import settle
from tests.cast import Cast
from tests.reports.closing import NOVEMBER, OCTOBER, adjustments, closed, gave, is_closed, lives_since, moment

CLOSED = "select to_char(month, 'YYYY-MM') as month from month_closes order by closed_at, month"
BOUNDS = "select starts_at, ends_at, time_zone from month_closes where month = $1"
BEHIND = "insert into reader_cursors (name, position) values ('made-up', $1)"
SEPTEMBER = Month(2026, 9)


@pytest.fixture
async def giver(clean: None) -> UUID:
    await create_person("bruno", "Bruno")
    ana = await create_person("ana", "Ana")
    await lives_since("2026-10-10T12:00:00Z")
    return ana


async def runs_at(instant: str) -> None:
    """The schedule."""
    await settle()
    await close_due_months(moment(instant))


async def zone_is(zone: str) -> None:
    await change_organisation(OrganisationChange(time_zone=zone))


async def kudos_of(month: Month) -> int:
    return (await month_report(month)).totals.kudos


# Each month's last second but one hour, and that hour. In Havana the first hour of 1 November 2026 happens twice.
FIRST_HOURS = {
    "America/Lima": ("2026-11-01T05:59:59Z", "2026-11-01T06:00:00Z"),
    "Asia/Tokyo": ("2026-10-31T15:59:59Z", "2026-10-31T16:00:00Z"),
    "America/Havana": ("2026-11-01T04:59:59Z", "2026-11-01T05:00:00Z"),
}


@pytest.mark.parametrize(("zone", "early", "due"), [(zone, *hours) for zone, hours in FIRST_HOURS.items()])
async def test_a_month_closes_an_hour_after_its_end_by_the_clock_of_the_zone(
    giver: UUID, zone: str, early: str, due: str
):
    await zone_is(zone)
    await change_organisation(OrganisationChange(close_day=1))
    await runs_at(early)
    assert not await is_closed()
    await runs_at(due)
    assert await is_closed()
    assert await DB.fetch_value("select time_zone from month_closes") == zone


async def test_where_the_first_hour_happens_twice_the_month_begins_with_the_first_time(giver: UUID):
    await zone_is("America/Havana")
    await gave(giver, "bruno", at="2026-11-01T03:59:59Z")
    await gave(giver, "bruno", at="2026-11-01T04:00:00Z")
    await gave(giver, "bruno", at="2026-11-01T05:00:00Z")
    assert (await kudos_of(OCTOBER), await kudos_of(NOVEMBER)) == (1, 2)


async def test_it_closes_on_the_day_that_the_organisation_chose(giver: UUID):
    await change_organisation(OrganisationChange(close_day=5))
    await runs_at("2026-11-04T23:59:59-05:00")
    assert not await is_closed()
    await runs_at("2026-11-05T00:00:00-05:00")
    assert await is_closed()
    assert await DB.fetch_value("select actor from audit where action = 'month.closed'") == "schedule"


async def test_without_a_day_it_is_closed_by_hand_alone(giver: UUID):
    await change_organisation(OrganisationChange(close_day=None))
    await runs_at("2026-11-28T12:00:00Z")
    assert not await is_closed()


async def test_a_month_that_was_over_before_recognize_came_stays_open(giver: UUID):
    """Its history may still be imported."""
    await lives_since("2026-11-01T05:00:01Z")
    await runs_at("2026-11-28T12:00:00Z")
    assert not await is_closed()
    await runs_at("2026-12-28T12:00:00Z")
    assert [row["month"] for row in await DB.fetch(CLOSED)] == ["2026-11"]


async def test_months_that_were_missed_close_together_oldest_first(address: str, giver: UUID):
    await lives_since("2026-08-15T12:00:00Z")
    await runs_at("2026-11-03T12:00:00Z")
    assert [row["month"] for row in await DB.fetch(CLOSED)] == ["2026-08", "2026-09", "2026-10"]
    await runs_at("2026-11-03T12:05:00Z")
    assert len(await DB.fetch(CLOSED)) == 3


async def test_while_something_is_unread_it_waits_and_comes_back(giver: UUID, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(closing, "WAIT_SECONDS", 0)
    await gave(giver, "bruno")
    await settle()
    monkeypatch.setattr(waiting, "READ_FROM", (*waiting.READ_FROM, "made-up"))
    await DB.execute(BEHIND, (await head()).position - 1)
    try:
        await close_due_months(moment("2026-11-03T12:00:00Z"))
        assert not await is_closed()
    finally:
        await DB.execute("delete from reader_cursors where name = 'made-up'")
    await runs_at("2026-11-03T12:05:00Z")
    assert await is_closed()


# At the border in Lima: still October there, no longer October there, and long in November everywhere.
BORDER = ("2026-10-31T18:00:00Z", "2026-11-01T04:59:59Z", "2026-11-01T05:00:00Z", "2026-11-01T08:00:00Z")


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Asia/Tokyo"])
async def test_after_a_change_of_zone_every_kudos_is_in_one_month(cast: Cast, zone: str):
    """To the west the next month would begin later than the closed one ended, to the east earlier."""
    for instant in BORDER:
        await gave(cast.ana.id, "bruno", at=instant)
    await closed()
    await zone_is(zone)
    await settle()
    assert await adjustments(cast.hr) == []
    assert (await kudos_of(OCTOBER), await kudos_of(NOVEMBER)) == (2, 2)
    await close_month(NOVEMBER, moment("2026-12-02T12:00:00Z"))
    before, after = [await DB.fetch_row(BOUNDS, month.first_day) for month in (OCTOBER, NOVEMBER)]
    assert before is not None
    assert after is not None
    assert (before["ends_at"], before["time_zone"]) == (moment("2026-11-01T05:00:00Z"), "America/Lima")
    assert (after["starts_at"], after["time_zone"]) == (before["ends_at"], zone)


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Asia/Tokyo"])
async def test_the_open_month_before_a_closed_one_ends_where_that_begins(cast: Cast, zone: str):
    for instant in ("2026-09-30T18:00:00Z", "2026-10-01T04:59:59Z", "2026-10-01T05:00:00Z"):
        await gave(cast.ana.id, "bruno", at=instant)
    await closed()
    await zone_is(zone)
    await settle()
    assert (await kudos_of(SEPTEMBER), await kudos_of(OCTOBER)) == (2, 1)


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "Asia/Tokyo"])
async def test_what_is_counted_at_a_border_stands_on_a_day_of_its_month(cast: Cast, zone: str):
    for instant in BORDER:
        await gave(cast.ana.id, "bruno", at=instant)
    await closed()
    await zone_is(zone)
    await settle()
    days = [row["day"] for row in await DB.fetch("select day::text from standing_recognitions order by day")]
    assert days == ["2026-10-31", "2026-10-31", "2026-11-01", "2026-11-01"]
