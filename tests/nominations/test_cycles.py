"""A month's cycle gets its dates from working days of the organisation's zone, and turns by itself when they come."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from recognize.lib.database import DB
from recognize.nominations.cycles import run_cycles
from recognize.organisation.actions import change_organisation
from recognize.organisation.schemas import OrganisationChange
from tests.cast import Cast
from tests.reports.closing import lives_since, moment

STAGES = "select to_char(month, 'YYYY-MM') as month, stage from nomination_cycles order by month"
TOLD = "select kind from outbox where kind like 'cycle.%' union all select kind from log where kind like 'cycle.%'"
DATES = "select opens_at, nominations_until, judging_until, announces_at from nomination_cycles where month = $1"


async def zone_is(zone: str) -> None:
    await change_organisation(OrganisationChange(time_zone=zone))


async def runs_at(instant: str) -> None:
    await run_cycles(moment(instant))


async def stages() -> dict[str, str]:
    return {row["month"]: row["stage"] for row in await DB.fetch(STAGES)}


async def told() -> list[str]:
    return sorted(row["kind"] for row in await DB.fetch(TOLD))


@pytest.fixture(autouse=True)
async def _since(clean: None) -> None:
    await lives_since("2026-01-01T00:00:00Z")


# October 2026 begins its cycle; in November the third, sixth and eighth working days are the 4th, 9th and 11th. Santiago has
# its summer time all November, and Nuuk is where clocks change at 22:00 of a Saturday. In Cairo the week ends on Friday.
DATES_BY_ZONE = {
    "America/Lima": ("2026-10-01T05:00Z", "2026-11-05T05:00Z", "2026-11-10T05:00Z", "2026-11-11T15:00Z"),
    "Asia/Tokyo": ("2026-09-30T15:00Z", "2026-11-04T15:00Z", "2026-11-09T15:00Z", "2026-11-11T01:00Z"),
    "America/Santiago": ("2026-10-01T03:00Z", "2026-11-05T03:00Z", "2026-11-10T03:00Z", "2026-11-11T13:00Z"),
}


@pytest.mark.parametrize("zone", DATES_BY_ZONE)
async def test_the_dates_are_working_days_of_the_next_month_by_the_clock_of_the_zone(zone: str):
    await zone_is(zone)
    await runs_at("2026-10-15T12:00:00Z")
    row = await DB.fetch_row(DATES, date(2026, 10, 1))
    assert tuple(row.values()) == tuple(datetime.fromisoformat(each) for each in DATES_BY_ZONE[zone])


async def test_on_a_day_whose_midnight_does_not_exist_the_first_instant_counts(clean: None):
    """In Havana the clocks went from midnight of Sunday 8 March 2026 to one o'clock: with Sundays worked, the deadline's day."""
    await zone_is("America/Havana")
    await DB.execute(
        "update nomination_calendar set workdays = '{1,2,3,4,5,6,7}', nominate_days = 7, judge_days = 8, announce_days = 9"
    )
    await runs_at("2026-02-10T12:00:00Z")
    row = await DB.fetch_row(DATES, date(2026, 2, 1))
    assert row["nominations_until"] == datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert row["judging_until"] == datetime(2026, 3, 9, 4, tzinfo=UTC)


async def test_holidays_are_no_working_days(cast: Cast):
    for day in ("2026-11-02", "2026-11-03"):
        answer = await cast.hr.http.put(f"/api/nominations/holidays/{day}", json={"name": "Todos los Santos"})
        assert answer.status_code == 204, answer.text
    await runs_at("2026-10-15T12:00:00Z")
    row = await DB.fetch_row(DATES, date(2026, 10, 1))
    assert row["nominations_until"] == datetime(2026, 11, 7, 5, tzinfo=UTC)


async def test_it_turns_at_its_dates_and_once_however_often_it_is_looked_at(clean: None):
    turns = [
        ("2026-10-31T12:00:00Z", {"2026-10": "nominating"}),
        ("2026-11-05T04:59:59Z", {"2026-10": "nominating", "2026-11": "nominating"}),
        ("2026-11-05T05:00:00Z", {"2026-10": "judging", "2026-11": "nominating"}),
        ("2026-11-10T05:00:00Z", {"2026-10": "decided", "2026-11": "nominating"}),
        ("2026-11-11T14:59:59Z", {"2026-10": "decided", "2026-11": "nominating"}),
        ("2026-11-11T15:00:00Z", {"2026-10": "announced", "2026-11": "nominating"}),
    ]
    for instant, expected in turns:
        for _ in range(2):
            await runs_at(instant)
            assert {month: stage for month, stage in (await stages()).items() if month >= "2026-10"} == expected
    assert await told() == ["cycle.announced", "cycle.closed", "cycle.decided", "cycle.opened", "cycle.opened"]


async def test_after_a_long_absence_everything_that_came_due_is_done_in_its_order(clean: None):
    await runs_at("2026-10-31T12:00:00Z")
    await runs_at("2026-11-20T12:00:00Z")
    assert await stages() == {"2026-10": "announced", "2026-11": "nominating"}


async def test_a_cycle_that_nobody_could_use_any_more_is_not_made(clean: None):
    await runs_at("2026-11-20T12:00:00Z")
    assert await stages() == {"2026-11": "nominating"}


async def test_a_month_that_was_over_before_recognize_was_there_has_none(clean: None):
    await lives_since("2026-11-02T12:00:00Z")
    await runs_at("2026-11-02T13:00:00Z")
    assert await stages() == {"2026-11": "nominating"}


# ---- Moving a date


async def begun(cast: Cast) -> dict[str, Any]:
    """This month's cycle, by the real clock."""
    await run_cycles()
    (newest, *_) = (await cast.ana.http.get("/api/nominations/cycles")).json()
    return newest


async def moves(cast: Cast, cycle: dict[str, Any], **changes: Any) -> Any:
    body = {"reason": "the plant is closed", "version": cycle["version"]} | changes
    return await cast.hr.http.patch(f"/api/nominations/cycles/{cycle['month']}", json=body)


async def test_hr_moves_a_date_and_the_audit_log_says_why(cast: Cast):
    cycle = await begun(cast)
    later = cycle["judging_until"].replace("Z", "+00:00")
    wanted = (datetime.fromisoformat(later)).isoformat()
    answer = await moves(
        cast,
        cycle,
        nominations_until=cycle["nominations_until"],
        announces_at="2099-01-01T10:00:00-05:00",
        judging_until=wanted,
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["announces_at"] == "2099-01-01T15:00:00Z"
    assert answer.json()["version"] == cycle["version"] + 1
    act = await DB.fetch_row("select subject, details ->> 'reason' as reason from audit where action = 'cycle.moved'")
    assert tuple(act.values()) == (cycle["month"], "the plant is closed")


async def test_who_decides_on_what_stood_there_before_is_told_what_stands_there_now(cast: Cast):
    cycle = await begun(cast)
    assert (await moves(cast, cycle, announces_at="2099-01-01T10:00:00Z")).status_code == 200
    answer = await moves(cast, cycle, announces_at="2099-02-01T10:00:00Z")
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_meanwhile")
    assert answer.json()["current"]["announces_at"] == "2099-01-01T10:00:00Z"


@pytest.mark.parametrize(
    ("dates", "status", "code"),
    [
        ({"nominations_until": "2099-01-01T00:00:00Z"}, 422, "dates_cross"),
        ({"announces_at": "2020-01-01T00:00:00Z"}, 409, "date_passed"),
        ({"announces_at": "2099-01-01T00:00:00"}, 422, "invalid_input"),
        ({"announces_at": "soon"}, 422, "invalid_input"),
        ({"reason": "   "}, 422, "invalid_input"),
        ({"stage": "announced"}, 422, "invalid_input"),
    ],
)
async def test_dates_that_cannot_be_are_refused_and_nothing_moves(
    cast: Cast, dates: dict[str, str], status: int, code: str
):
    cycle = await begun(cast)
    answer = await moves(cast, cycle, **dates)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert (await cast.ana.http.get(f"/api/nominations/cycles/{cycle['month']}")).json() == cycle


async def test_a_month_without_a_cycle_and_a_word_that_is_no_month(cast: Cast):
    assert (await cast.ana.http.get("/api/nominations/cycles/1999-01")).json()["code"] == "unknown_cycle"
    assert (await cast.ana.http.get("/api/nominations/cycles/soon")).json()["code"] == "invalid_month"


# ---- The calendar


async def test_the_template_changes_the_next_cycle_only(cast: Cast):
    cycle = await begun(cast)
    answer = await cast.hr.http.patch("/api/nominations/calendar", json={"announce_days": 10, "announce_at": "09:30"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["announce_days"], answer.json()["announce_at"]) == (10, "09:30")
    await run_cycles()
    assert (await cast.ana.http.get(f"/api/nominations/cycles/{cycle['month']}")).json() == cycle


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"judge_days": 2}, "dates_cross"),
        ({"announce_days": 20, "workdays": [1]}, "no_working_day"),
        ({"workdays": []}, "invalid_input"),
        ({"announce_at": "24:00"}, "invalid_input"),
    ],
)
async def test_a_template_that_cannot_be_is_refused_and_nothing_changes(cast: Cast, change: dict[str, Any], code: str):
    before = (await cast.hr.http.get("/api/nominations/calendar")).json()
    answer = await cast.hr.http.patch("/api/nominations/calendar", json=change)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert (await cast.hr.http.get("/api/nominations/calendar")).json() == before


async def test_a_list_of_holidays_leaves_working_days_enough(cast: Cast):
    refused = []
    for number in range(1, 32):
        answer = await cast.hr.http.put(f"/api/nominations/holidays/2031-01-{number:02d}", json={"name": "Shut"})
        refused += [answer.json()["code"]] if answer.status_code != 204 else []
    assert set(refused) == {"no_working_day"}
    assert await DB.fetch_value("select working_day('2031-01-01', 8) is not null")


async def test_a_holiday_has_a_name_and_goes_again(cast: Cast):
    holiday = "/api/nominations/holidays/2026-12-08"
    assert (await cast.hr.http.put(holiday, json={"name": " "})).status_code == 422
    assert (await cast.hr.http.put(holiday, json={"name": "Inmaculada"})).status_code == 204
    named = (await cast.ana.http.get("/api/nominations/calendar")).json()["holidays"]
    assert named == [{"day": "2026-12-08", "name": "Inmaculada"}]
    for _ in range(2):
        assert (await cast.hr.http.delete(holiday)).status_code == 204
    assert (await cast.ana.http.get("/api/nominations/calendar")).json()["holidays"] == []
