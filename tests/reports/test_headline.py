"""The ten headline figures: by hand over the small April, and each rule of their base by itself."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from recognize.lib.database import DB
from recognize.people.actions import create_person
from recognize.reports.schemas import Figure, GroupRow, PairRow
from tests.reports.april import SINCE, bring_april, report
from tests.reports.test_discretion import GIVE


def figure(value: float | None, numerator: int, denominator: int) -> Figure:
    return Figure(value=value, numerator=numerator, denominator=denominator)


async def gives(giver: str, recipient: str, day: date, *, visibility: str = "public", quiet: bool = False) -> None:
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    await DB.execute(GIVE, uuid4(), giver, noon, visibility, recipient, quiet, 0, "ownership")


async def hired(handle: str, on: date) -> None:
    await DB.execute("update people set hired_on = $2 where handle = $1", handle, on)


@pytest.fixture(autouse=True)
async def april(clean: None) -> None:
    await bring_april()


async def test_the_ten_figures_of_april():
    # Eligible: hr, carla, ana, bruno, diego. Ines was hired on the last day and rosa came on the 20th.
    told = (await report()).headline
    assert told.reach == figure(100.0, 5, 5)
    assert told.gave == figure(100.0, 5, 5)
    assert told.nobody_in_90_days == figure(0.0, 0, 5)
    assert told.leaders_who_recognised == figure(100.0, 3, 3)  # hr diego, carla ana, diego fabio
    assert told.recognitions_per_100 == figure(240.0, 12, 5)  # 15 less those to rosa, fabio and eva
    assert told.concentration == figure(33.3, 4, 12)  # bruno's four
    assert told.between_areas == figure(85.7, 12, 14)  # eva has no area; before-move and leaver stayed in theirs
    assert told.stage_tagged == figure(86.7, 13, 15)  # not same-manager and new-manager
    assert told.newcomers == figure(None, 0, 0)
    assert told.reach_gap.value is None  # no area has ten people


async def test_who_is_on_leave_or_has_left_on_the_last_day_is_not_eligible():
    for handle, since, status in [("bruno", date(2026, 4, 30), "on_leave"), ("ana", date(2026, 4, 2), "left")]:
        await DB.execute(SINCE["status"], handle, since, status)
    assert (await report()).headline.reach.denominator == 3


async def test_thirty_days_of_tenure_make_somebody_eligible():
    await hired("ana", date(2026, 3, 31))
    await hired("bruno", date(2026, 4, 1))
    assert (await report()).headline.reach.denominator == 4


async def test_nobody_in_90_days_looks_at_the_90_that_end_with_the_month():
    assert (await report("2026-06")).headline.nobody_in_90_days == figure(0.0, 0, 5)  # all were heard of since 2 April
    await gives("bruno", "hr", date(2026, 5, 3))
    await gives("bruno", "carla", date(2026, 5, 2))  # the 91st day
    # Rosa, ines and leo have been here for 90 days by then.
    assert (await report("2026-07")).headline.nobody_in_90_days == figure(87.5, 7, 8)


async def test_more_than_five_named_recipients_are_no_individual_recognition():
    before = (await report()).headline
    kudos = uuid4()
    await DB.execute(
        """insert into kudos (id, giver_id, given_at, message, message_html, visibility)
        select $1, id, '2026-04-10T12:00Z', 'To all of you', '<p>To all of you</p>', 'public' from people where handle = 'hr'""",
        kudos,
    )
    await DB.execute(
        """insert into kudos_recipients (kudos_id, person_id, place, named, quiet, points, audience)
        select $1, id, row_number() over (), true, false, 0, '{}' from people where handle = any($2)""",
        kudos,
        ["carla", "ana", "bruno", "diego", "rosa", "nadia"],
    )
    after = (await report()).headline
    assert after.recognitions_per_100 == before.recognitions_per_100
    assert after.between_areas.denominator == 14 + 6


async def test_hires_who_reach_day_60_in_the_month_and_were_recognised_by_then():
    for handle, day in [("ana", date(2026, 1, 31)), ("bruno", date(2026, 3, 1)), ("diego", date(2026, 3, 2))]:
        await hired(handle, day)
    await gives("hr", "ana", date(2026, 4, 2))  # her 61st day
    told = (await report()).headline.newcomers
    assert told == figure(50.0, 1, 2)  # bruno on his 60th, 30 April; ana a day late; diego reaches his in May


async def test_groups_below_ten_are_not_shown_and_the_gap_compares_within_a_dimension():
    for number in range(20):
        area, shift = ("VE", "A") if number % 2 else ("AL", "B")
        await create_person(f"p{number}", f"Persona {number}", department=area)
        await DB.execute("update people set shift = $2, hired_on = '2020-01-01' where handle = $1", f"p{number}", shift)
    await DB.execute(
        "update department_history set since = '2020-01-01' where person_id in (select id from people where handle like 'p%')"
    )
    for number in (1, 3, 5, 2):
        await gives("hr", f"p{number}", date(2026, 4, 12))
    await gives("hr", "p4", date(2026, 4, 12), visibility="private")
    told = await report()
    assert told.groups == [
        GroupRow(dimension="area", key="AL", people=12, reached=3, reach_percent=25.0),  # bruno, diego, p2
        GroupRow(dimension="area", key="VE", people=11, reached=4, reach_percent=36.4),  # carla, p1, p3, p5
        GroupRow(dimension="shift", key="A", people=10, reached=3, reach_percent=30.0),
        GroupRow(dimension="shift", key="B", people=10, reached=1, reach_percent=10.0),
    ]
    assert told.headline.reach_gap.value == 20.0


async def test_a_pair_of_areas_is_silent_when_the_three_months_before_heard_it():
    await gives("carla", "diego", date(2026, 1, 1))
    await gives("ana", "diego", date(2026, 2, 1))  # and in April, too
    await gives("hr", "diego", date(2025, 12, 31))
    await gives("hr", "carla", date(2026, 2, 1), quiet=True)
    await gives("hr", "carla", date(2026, 2, 1), visibility="private")
    assert (await report()).pairs.silent == [PairRow(giver_department="VE", receiver_department="AL", recognitions=1)]


async def test_an_area_has_its_own_base_and_nothing_discreet():
    told = (await report(department="AL")).headline
    assert told.reach == figure(100.0, 2, 2)  # bruno and diego
    assert told.gave == figure(100.0, 2, 2)
    assert told.between_areas.denominator == 8
