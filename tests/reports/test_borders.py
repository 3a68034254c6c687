"""The edges of months, of the calendar and of the chart."""

from datetime import date
from pathlib import Path

import pytest

from recognize.kudos.history import import_history
from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.people.actions import create_person
from recognize.reports.errors import UnknownDepartmentError
from recognize.reports.queries import month_report, percent
from recognize.reports.schemas import Directions
from tests.reports.april import SINCE, report


@pytest.fixture
async def people(clean: None) -> None:
    for handle in ("ana", "bruno", "carla"):
        await create_person(handle, handle.capitalize())


async def bring(folder: Path, *sent_at: str) -> None:
    rows = [f"{instant},ana,bruno,helped,Thank you,{number}\n" for number, instant in enumerate(sent_at)]
    (folder / "history.csv").write_text("sent_at,sender,recipients,kind,message,ref\n" + "".join(rows))
    (folder / "mapping.toml").write_text('[behaviours]\nhelped = "ownership"\n')
    await import_history(folder / "history.csv", folder / "mapping.toml")


async def kudos(month: str, zone: str) -> int:
    return (await report(month, zone=zone)).totals.kudos


async def test_a_month_may_begin_in_an_hour_that_does_not_exist(people: None, tmp_path: Path):
    # In Asunción the clocks went from 23:59:59 of 30 September 2017 to 1:00 of 1 October.
    await bring(tmp_path, "2017-10-01T03:59:59Z", "2017-10-01T04:00:00Z")
    assert await kudos("2017-09", "America/Asuncion") == 1
    assert await kudos("2017-10", "America/Asuncion") == 1


async def test_a_months_first_hour_may_happen_twice(people: None, tmp_path: Path):
    # In Havana the clocks went from 0:59:59 of 1 November 2015 back to 0:00: all four but the first are November's.
    await bring(
        tmp_path, "2015-11-01T03:59:59Z", "2015-11-01T04:00:00Z", "2015-11-01T04:59:59Z", "2015-11-01T05:00:00Z"
    )
    assert await kudos("2015-10", "America/Havana") == 1
    assert await kudos("2015-11", "America/Havana") == 3


async def test_a_zone_may_skip_a_day(people: None, tmp_path: Path):
    # Apia had no 30 December 2011: a second after the 29th came the 31st.
    await bring(
        tmp_path, "2011-12-30T09:59:59Z", "2011-12-30T10:00:00Z", "2011-12-31T09:59:59Z", "2011-12-31T10:00:00Z"
    )
    assert await kudos("2011-12", "Pacific/Apia") == 3
    assert await kudos("2012-01", "Pacific/Apia") == 1


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
async def test_the_first_and_the_last_month_of_the_calendar_are_months(people: None, month: str, zone: str):
    assert await kudos(month, zone) == 0


async def test_a_circle_of_managers_ends_and_counts_as_up(people: None, tmp_path: Path):
    for handle, manager in (("ana", "bruno"), ("bruno", "carla"), ("carla", "ana")):
        await DB.execute(SINCE["manager"], handle, date(2000, 1, 1), manager)
    await bring(tmp_path, "2017-10-01T12:00:00Z")
    assert (await report("2017-10")).directions == Directions(up=1, down=0, sideways=0, across=0)


async def test_only_managers_of_that_day_count_not_those_of_today(people: None, tmp_path: Path):
    await DB.execute(SINCE["manager"], "ana", date(2017, 10, 2), "bruno")
    await bring(tmp_path, "2017-10-01T12:00:00Z", "2017-10-02T12:00:00Z")
    assert (await report("2017-10", zone="UTC")).directions == Directions(up=1, down=0, sideways=0, across=1)


@pytest.mark.parametrize("department", ["nowhere", "", "a\0b", "\ud800"])
async def test_an_unknown_area_is_refused(people: None, department: str):
    with pytest.raises(UnknownDepartmentError):
        await month_report(Month(2026, 4), department)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (0, 3, 0.0),
        (1, 3, 33.3),
        (2, 3, 66.7),
        (1, 16, 6.3),
        (1, 2000, 0.1),
        (1, 2001, 0.0),
        (3, 3, 100.0),
        (0, 0, None),
    ],
)
def test_percentages_have_one_decimal_half_up(numerator: int, denominator: int, expected: float | None):
    assert percent(numerator, denominator) == expected
