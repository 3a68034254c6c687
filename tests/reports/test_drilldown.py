"""Behind a figure stand the kudos that it counts, and nothing private or quiet."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st
from msgspec import structs

from recognize.lib.database import DB
from recognize.people.actions import choose_preference
from recognize.reports.drilldown import Behind, kudos_behind
from recognize.reports.queries import month_report
from recognize.reports.schemas import MonthReport
from tests.cast import Cast
from tests.reports.april import bring_april, count_anew
from tests.reports.random_month import Given, given
from tests.reports.test_discretion import APRIL, undone
from tests.reports.test_endpoints import this_month


def cells(report: MonthReport) -> Iterator[tuple[Behind, int, int | None]]:
    """What each figure is of, its recognitions, and its kudos where it counts them."""
    for behaviour in report.behaviours:
        behind = Behind(figure="behaviours.kudos", behaviour=behaviour.code, stage=behaviour.stage)
        yield behind, behaviour.recognitions, behaviour.kudos
    for stage in report.stages:
        yield Behind(figure="stages", stage=stage.stage), stage.recognitions, None
    for cell in report.matrix:
        giver, receiver = cell.giver_department or "", cell.receiver_department or ""
        behind = Behind(figure="matrix", giver_department=giver, receiver_department=receiver, stage=cell.stage)
        yield behind, cell.recognitions, None
    for pair in report.pairs.strongest:
        giver, receiver = pair.giver_department, pair.receiver_department
        behind = Behind(figure="pairs.strongest", giver_department=giver, receiver_department=receiver)
        yield behind, pair.recognitions, None
    for direction, count in structs.asdict(report.directions).items():
        yield Behind(figure=f"directions.{direction}"), count, None
        yield Behind(figure="directions", direction=direction), count, None
    yield from of_sections(report.sections)


def of_sections(sections: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[Behind, int, int | None]]:
    (customers,) = sections["customers"]
    yield Behind(figure="sections.customers"), customers["recognitions"], customers["kudos"]
    for row in sections["front_line"]:
        behind = Behind(figure="sections.front_line.recognitions", giver_department=row["department"])
        yield behind, row["recognitions"], None


@for_all(month=st.lists(given(), max_size=12), area=st.sampled_from([None, "VE", "AL", "DG"]))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_behind_every_cell_of_a_month_are_as_many_as_it_says(clean: None, month: list[Given], area: str | None):
    async with undone():
        await bring_april()
        await DB.execute("update departments set front_line = code in ('VE', 'VN')")
        for each in month:
            await each.give()
        await count_anew()
        for behind, recognitions, kudos in cells(await month_report(APRIL, area)):
            found = json.loads(await kudos_behind(APRIL, structs.replace(behind, department=area), 100, None))
            assert (found["recognitions"], found["total"]) == (recognitions, kudos or found["total"]), behind
            assert len(found["items"]) == found["total"]


async def test_of_the_totals_what_is_private_and_quiet_stays_unseen(clean: None):
    await bring_april()
    await count_anew()
    found = json.loads(await kudos_behind(APRIL, Behind(), 100, None))
    assert (found["total"], found["recognitions"]) == (
        12,
        13,
    )  # 13 kudos and 15 recognitions, less private and rosa's half
    assert "This stays between us" not in {each["message"] for each in found["items"]}


async def behind(cast: Cast, **query: Any) -> dict[str, Any]:
    answer = await cast.hr.http.get(f"/api/reports/{await this_month()}/kudos", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def messages(found: dict[str, Any]) -> list[str]:
    return [each["message"] for each in found["items"]]


async def test_hr_sees_what_is_for_an_area_alone_and_no_quiet_name(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    await cast.ana.gives(recipients=["bruno", "carla"], message="Thank you both for the area.", visibility="department")
    await cast.ana.gives(recipients=["bruno", "diego"], message="Thank you both for the house.")
    await cast.ana.gives(message="Thank you, Bruno, quietly.")
    await cast.ana.gives(recipients=["diego"], message="Thank you, between the two of us.", visibility="private")
    found = await behind(cast)
    assert messages(found) == ["Thank you both for the house.", "Thank you both for the area."]
    assert [[person["handle"] for person in each["recipients"]] for each in found["items"]] == [["diego"], ["carla"]]
    assert (found["total"], found["recognitions"]) == (2, 2)


async def test_pages_hold_each_kudos_once_and_say_how_many_there_are(cast: Cast):
    for number in range(5):
        await cast.ana.gives(recipients=["bruno", "diego"], message=f"Thank you for day {number}.")
    seen: list[str] = []
    query: dict[str, Any] = {"limit": 2}
    while True:
        page = await behind(cast, **query)
        assert (page["total"], page["recognitions"]) == (5, 10)
        seen += messages(page)
        if page["next"] is None:
            break
        query["before"] = page["next"]
    assert seen == [f"Thank you for day {number}." for number in reversed(range(5))]


async def test_an_area_given_and_empty_is_people_without_one(cast: Cast):
    await cast.ana.gives()
    assert (await behind(cast, giver_department="VE"))["total"] == 1
    assert (await behind(cast, giver_department=""))["total"] == 0
    await DB.execute("update department_history set department_id = null where person_id = $1", cast.ana.id)
    await count_anew()
    assert (await behind(cast, giver_department="", receiver_department="VE"))["total"] == 1


async def test_conditions_that_exclude_each_other_find_nothing(cast: Cast):
    await cast.ana.gives()
    assert (await behind(cast, figure="directions.sideways"))["total"] == 1
    assert (await behind(cast, figure="directions.sideways", direction="up"))["total"] == 0
    assert (await behind(cast, behaviour="courtesy", stage="opening"))["total"] == 0


WRONG = {
    "an unknown figure": ({"figure": "gratitude"}, "unknown_figure"),
    "a figure that nothing is behind": ({"figure": "totals2"}, "unknown_figure"),
    "a figure of who does not give": ({"figure": "headline.gave"}, "unknown_figure"),
    "an unknown behaviour": ({"behaviour": "cortesía"}, "unknown_behaviour"),
    "a NUL in the behaviour": ({"behaviour": "a\0"}, "unknown_behaviour"),
    "an unknown stage": ({"stage": "al recibir"}, "unknown_stage"),
    "an unknown direction": ({"direction": "left"}, "unknown_direction"),
    "an unknown direction in the figure": ({"figure": "directions.left"}, "unknown_direction"),
    "an unknown area": ({"giver_department": "Вентас"}, "unknown_department"),
    "a NUL in the area": ({"receiver_department": "V\0"}, "unknown_department"),
    "an unknown area of the report": ({"department": "XX"}, "unknown_department"),
    "a huge figure": ({"figure": "x" * 300}, "invalid_input"),
    "no page": ({"before": "nowhere"}, "invalid_cursor"),
    "a page of nothing": ({"limit": 0}, "invalid_input"),
    "a huge page": ({"limit": 101}, "invalid_input"),
}


@pytest.mark.parametrize(("query", "code"), WRONG.values(), ids=WRONG.keys())
async def test_what_nothing_can_be_behind_is_refused_with_a_code(cast: Cast, query: dict[str, Any], code: str):
    answer = await cast.hr.http.get("/api/reports/2026-04/kudos", params=query)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text


async def test_a_month_that_is_none_is_refused(cast: Cast):
    answer = await cast.hr.http.get("/api/reports/2026-4/kudos")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_month")


async def test_what_is_behind_a_figure_is_for_hr_alone(cast: Cast):
    for other in (cast.ana, cast.carla, cast.diego, cast.admin):
        answer = await other.http.get("/api/reports/2026-04/kudos")
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
