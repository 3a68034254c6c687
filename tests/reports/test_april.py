"""Every number here was counted by hand from the sixteen lines of `fixture/recognitions.csv`.

They are named by their `ref`. In Santiago thirteen kudos count in April: not march-last, not withdrawn, not may-first.
Of these, private and rosa's half of quiet count in the totals only; thirteen recognitions are left to break down.
"""

from datetime import date

import pytest

from recognize.lib.database import DB
from recognize.reports.schemas import Directions, MonthReport, Totals
from tests.reports.april import SINCE, bring_april, report


@pytest.fixture(autouse=True)
async def april(clean: None) -> None:
    await bring_april()


def cell(of: MonthReport, giver: str | None, receiver: str | None) -> dict[str, int]:
    """Recognitions by stage."""
    return {
        row.stage: row.recognitions
        for row in of.matrix
        if (row.giver_department, row.receiver_department) == (giver, receiver)
    }


def behaviour(of: MonthReport, code: str) -> tuple[int, int]:
    """Kudos and recognitions."""
    (row,) = [row for row in of.behaviours if row.code == code]
    return row.kudos, row.recognitions


async def test_the_totals_of_april():
    assert (await report()).totals == Totals(
        kudos=13,
        recognitions=15,  # quiet and april-last have two recipients
        givers=6,  # ana, bruno, carla, diego, fabio, hr
        receivers=8,  # ana, bruno, carla, diego, eva, fabio, hr, rosa
        people=8,  # ana, bruno, carla, diego, fabio, hr, ines, rosa
        participation_percent=87.5,  # all of them but ines
        points=27,  # private 7, before-move 10, quiet 5 + 5
        boost_points=0,
    )


async def test_the_month_and_the_zone_are_printed():
    april = await report()
    assert (april.month, april.time_zone, april.department, april.definition_version) == (
        "2026-04", "America/Santiago", None, 1,
    )  # fmt: skip


async def test_the_last_second_of_april_in_santiago_is_may_in_tokyo_and_in_utc():
    # In Santiago april-last (23:59:59) is April's and may-first is not; elsewhere both are May's.
    assert (await report("2026-05")).totals.kudos == 1
    assert (await report("2026-05", zone="Asia/Tokyo")).totals.kudos == 2
    assert (await report("2026-05", zone="UTC")).totals.kudos == 2


async def test_the_last_second_of_march_in_santiago_is_april_elsewhere():
    assert (await report("2026-03")).totals.kudos == 1  # march-last
    assert (await report("2026-03", zone="UTC")).totals.kudos == 0
    # Less april-last, more march-last: 13 kudos again, but 15 - 2 + 1 recognitions.
    tokyo = (await report(zone="Asia/Tokyo")).totals
    assert (tokyo.kudos, tokyo.recognitions) == (13, 14)


async def test_the_repeated_hour_of_the_dst_night_still_belongs_to_the_day_before():
    # repeated-hour is of 4 April 23:30 for the second time; fabio moved from VE to AL on the 5th.
    assert cell(await report(), "AL", "VE")["performing"] == 1


async def test_a_person_who_moved_in_mid_month_counts_in_each_area_for_its_days():
    april = await report()
    # before-move, on the 15th at 23:30, bruno was still in VN …
    assert cell(april, "VN", "VN") == {"any": 1, "performing": 1}
    # … and 40 minutes later in AL: after-move, quiet, and april-last to him and to diego.
    assert cell(april, "VN", "AL") == {"any": 4, "closing": 2, "performing": 2}


async def test_two_behaviours_of_one_stage_count_once_in_the_matrix_and_each_by_itself():
    april = await report()
    assert cell(april, "VE", "VN") == {"any": 1, "performing": 1}  # two-of-a-stage
    assert behaviour(april, "anticipating-needs") == (1, 1)
    assert behaviour(april, "ownership") == (5, 6)  # april-first, repeated-hour, before-move, it, april-last (two)


async def test_behaviours_of_every_moment_have_no_stage_row_of_their_own():
    april = await report()
    assert behaviour(april, "courtesy") == (2, 2)  # same-manager, new-manager
    assert cell(april, "AL", "VE") == {"any": 3, "performing": 1}  # these two and repeated-hour


async def test_the_withdrawn_kudos_counts_nowhere():
    # withdrawn was hr's to ana: nothing stands between DG and VN.
    assert cell(await report(), "DG", "VN") == {}


async def test_the_private_kudos_counts_in_the_totals_only():
    april = await report()
    assert cell(april, "DG", "AL") == {}
    assert sum(row.recognitions for row in april.matrix if row.stage == "any") == 13


async def test_a_kudos_counts_for_its_behaviour_by_the_recipients_who_are_not_quiet():
    # leaver, external, and quiet by bruno alone.
    assert behaviour(await report(), "saying-thanks") == (3, 3)


async def test_an_external_is_thanked_in_the_row_without_an_area_and_stays_out_of_the_rates():
    april = await report()
    assert cell(april, "AL", None) == {"any": 1, "closing": 1}
    assert april.directions.across == 1
    assert april.totals.points == 27  # the 20 of the file went to nobody


async def test_rows_are_sorted_and_the_missing_area_comes_first():
    april = await report()
    assert [(row.giver_department, row.receiver_department, row.stage) for row in april.matrix] == [
        ("AL", None, "any"), ("AL", None, "closing"),
        ("AL", "AL", "any"), ("AL", "AL", "closing"),
        ("AL", "VE", "any"), ("AL", "VE", "performing"),
        ("VE", "VN", "any"), ("VE", "VN", "performing"),
        ("VN", "AL", "any"), ("VN", "AL", "closing"), ("VN", "AL", "performing"),
        ("VN", "DG", "any"), ("VN", "DG", "opening"),
        ("VN", "VE", "any"), ("VN", "VE", "performing"),
        ("VN", "VN", "any"), ("VN", "VN", "performing"),
    ]  # fmt: skip
    assert [(row.code, row.stage) for row in april.behaviours] == [
        ("anticipating-needs", "performing"),
        ("closing-the-service", "closing"),
        ("courtesy", "every-moment"),
        ("ownership", "performing"),
        ("saying-thanks", "closing"),
        ("warm-opening", "opening"),
    ]


async def test_directions_follow_the_managers_of_the_day():
    april = await report()
    assert april.directions == Directions(
        up=4,  # april-first, leaver, new-manager, two-levels-up
        down=2,  # repeated-hour, two-of-a-stage
        sideways=6,  # before-move, after-move, same-manager, quiet to bruno, april-last (two: both are carla's by then)
        across=1,  # external
    )


async def test_a_leaver_is_employed_up_to_the_day_before_and_an_arrival_from_the_first():
    assert (await report("2026-03")).totals.people == 7  # ana, bruno, carla, diego, fabio, gala, hr
    assert (await report()).totals.people == 8  # gala left on 1 April; rosa appears, ines is hired on the 30th
    assert (await report("2026-05")).totals.people == 8  # fabio left on 10 April; leo is hired on 1 May


async def test_who_comes_back_is_employed_again():
    await DB.execute(SINCE["status"], "fabio", date(2026, 5, 31), "active")
    assert (await report("2026-05")).totals.people == 9
    assert (await report("2026-06")).totals.people == 9


async def test_the_report_of_an_area_and_those_below_it():
    # VE with VN: all of the thirteen but leaver (within AL) and external (from AL). rosa's first appearance is quiet, so
    # that no area's report knows her yet; bruno ends the month in AL, fabio ended his in AL.
    sales = await report(department="VE")
    assert sales.totals == Totals(
        kudos=10,
        recognitions=11,
        givers=4,  # ana, bruno, carla, diego
        receivers=6,  # ana, bruno, carla, diego, fabio, hr
        people=2,  # ana, carla
        participation_percent=100.0,
        points=15,  # before-move 10, quiet to bruno 5
        boost_points=0,
    )
    assert sales.directions == Directions(up=3, down=2, sideways=6, across=0)
    assert (sales.department, cell(sales, "AL", "AL"), cell(sales, "AL", "VE")["any"]) == ("VE", {}, 3)


async def test_the_report_of_the_warehouse():
    # repeated-hour, leaver, after-move, same-manager, new-manager, quiet to bruno, external, april-last (two)
    warehouse = (await report(department="AL")).totals
    assert warehouse == Totals(
        kudos=8,
        recognitions=9,
        givers=4,  # ana, bruno, diego, fabio
        receivers=5,  # bruno, carla, diego, eva, fabio
        people=4,  # bruno, diego, fabio (in AL on the 9th, his last day), ines (in VE only from 1 May)
        participation_percent=75.0,  # without ines
        points=5,
        boost_points=0,
    )


async def test_the_report_of_the_whole_tree_still_leaves_the_discreet_out():
    everybody = (await report(department="DG")).totals
    assert (everybody.kudos, everybody.recognitions, everybody.people) == (12, 13, 7)
    assert everybody.participation_percent == 85.7  # 6 of 7


async def test_a_month_without_anything_has_zeros_and_no_percentage():
    empty = await report("1999-12")
    assert empty.totals == Totals(
        kudos=0, recognitions=0, givers=0, receivers=0, people=0, participation_percent=None, points=0, boost_points=0
    )
    assert empty.directions == Directions(up=0, down=0, sideways=0, across=0)
    assert (empty.behaviours, empty.matrix) == ([], [])
