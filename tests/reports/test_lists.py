"""Who was recognised in a month and who was not, and who may know."""

from datetime import UTC, date, datetime
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all

from recognize.lib.database import DB
from recognize.people.actions import create_person
from recognize.permissions import EMPLOYEE, HR, MANAGER, Principal
from recognize.reports.lists import LISTS, people_listed
from recognize.reports.team import team_month
from tests.cast import Cast
from tests.reports.april import SINCE, bring_april, count_anew
from tests.reports.random_month import Given, given
from tests.reports.test_discretion import APRIL, undone
from tests.reports.test_endpoints import this_month
from tests.reports.test_headline import gives, hired

MAY = "2026-05"


async def listed(reader: Any, name: str, month: str = "2026-04", **query: Any) -> list[str]:
    await count_anew()
    answer = await reader.http.get(f"/api/reports/{month}/people", params={"list": name} | query)
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] == len(answer.json()["people"])
    return [each["handle"] for each in answer.json()["people"]]


async def long_ago(*handles: str) -> None:
    """They were hired, and stand where they stand since, long before."""
    await DB.execute("update people set hired_on = '2020-01-01' where handle = any($1)", handles)
    for field in ("department", "manager"):
        await DB.execute(
            f"""update {field}_history set since = '2020-01-01'
            where person_id in (select id from people where handle = any($1))""",
            handles,
        )


@pytest.fixture
async def company(cast: Cast) -> Cast:
    await long_ago("ana", "bruno", "carla", "diego", "hr", "admin")
    await DB.execute("update people set manager_id = null where handle = 'diego'")
    await gives("ana", "bruno", date(2026, 4, 10))
    await count_anew()
    return cast


async def test_hr_lists_everybody_who_was_recognised_and_everybody_who_was_not(company: Cast):
    assert await listed(company.hr, "recognised") == ["bruno"]
    assert await listed(company.hr, "unrecognised") == ["admin", "ana", "carla", "diego", "hr"]


async def test_a_manager_lists_the_people_below_and_not_themselves(company: Cast):
    assert await listed(company.carla, "unrecognised") == ["ana"]
    assert await listed(company.carla, "recognised") == ["bruno"]


async def test_a_managers_people_are_those_of_the_months_last_day_at_any_height(company: Cast):
    await DB.execute(SINCE["manager"], "diego", date(2026, 4, 30), "ana")  # ana is below carla
    await DB.execute(SINCE["manager"], "bruno", date(2026, 5, 1), "diego")
    await DB.execute(SINCE["manager"], "hr", date(2026, 5, 1), "carla")
    assert await listed(company.carla, "unrecognised") == ["ana", "diego"]
    assert await listed(company.carla, "unrecognised", MAY) == ["ana", "bruno", "diego", "hr"]
    await DB.execute(SINCE["manager"], "ana", date(2026, 4, 29), "hr")
    assert await listed(company.carla, "recognised") == ["bruno"]
    assert await listed(company.carla, "unrecognised") == []


async def test_a_circle_of_managers_ends(company: Cast):
    await DB.execute(SINCE["manager"], "carla", date(2026, 4, 2), "bruno")
    assert await listed(company.carla, "unrecognised") == ["ana"]


@pytest.mark.parametrize("path", ["people?list=unrecognised", "team"])
async def test_nobody_else_lists_people(company: Cast, path: str):
    for other in (company.ana, company.diego, company.admin):
        answer = await other.http.get(f"/api/reports/2026-04/{path}")
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    async with httpx.AsyncClient(base_url=company.hr.http.base_url) as visitor:
        assert (await visitor.get(f"/api/reports/2026-04/{path}")).status_code == 401


@pytest.mark.parametrize("name", ["gave_nothing", "silent_givers", "", "UNRECOGNISED"])
async def test_nobody_gets_a_list_of_who_does_not_give(company: Cast, name: str):
    answer = await company.hr.http.get("/api/reports/2026-04/people", params={"list": name})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_list")
    assert "recognised" in answer.json()["detail"]


async def test_on_leave_left_external_and_new_people_are_on_no_list_of_the_eligible(company: Cast):
    await DB.execute(SINCE["status"], "ana", date(2026, 4, 30), "on_leave")
    await DB.execute(SINCE["status"], "diego", date(2026, 4, 2), "left")
    await hired("admin", date(2026, 4, 1))
    await create_person("eva", "Eva", kind="external")
    assert await listed(company.hr, "unrecognised") == ["carla", "hr"]
    assert await listed(company.hr, "unrecognised", MAY) == ["admin", "bruno", "carla", "hr"]


async def test_without_a_day_of_hiring_people_are_here_since_they_were_first_seen(company: Cast):
    await DB.execute("update people set hired_on = null where handle in ('ana', 'bruno', 'carla')")
    await gives("ana", "hr", date(2026, 3, 31))  # 30 days; bruno appears in April alone, carla never
    assert await listed(company.hr, "unrecognised") == ["admin", "ana", "diego", "hr"]
    assert await listed(company.hr, "recognised") == []


async def test_a_kudos_to_six_is_no_individual_recognition(company: Cast):
    six = Given(
        ["hr", "ana", "bruno", "carla", "diego", "admin", "eva"], datetime(2026, 4, 12, tzinfo=UTC), "public",
        [False] * 6, None, ["ownership"],
    )  # fmt: skip
    await create_person("eva", "Eva")
    await six.give()
    assert await listed(company.hr, "recognised") == ["bruno"]


async def test_silent_for_90_days_are_those_who_were_here_for_90(company: Cast):
    await gives("hr", "ana", date(2026, 1, 31))  # the 90th day back
    await gives("hr", "diego", date(2026, 1, 30))
    await hired("admin", date(2026, 1, 31))  # 89 days
    assert await listed(company.hr, "silent90") == ["carla", "diego", "hr"]


async def test_newcomers_are_listed_in_the_month_of_their_60th_day(company: Cast):
    await hired("ana", date(2026, 3, 1))
    await hired("bruno", date(2026, 2, 15))
    await hired("diego", date(2026, 3, 2))
    await gives("hr", "ana", date(2026, 5, 1))  # a day late
    assert await listed(company.hr, "newcomers_unrecognised") == ["ana"]
    assert await listed(company.carla, "newcomers_unrecognised") == ["ana"]
    assert await listed(company.hr, "newcomers_unrecognised", MAY) == ["diego"]


async def test_an_area_narrows_the_list_to_its_people_of_the_last_day(company: Cast):
    assert await listed(company.hr, "unrecognised", department="VE") == ["ana", "carla"]
    await DB.execute(SINCE["department"], "ana", date(2026, 4, 30), "AL")
    assert await listed(company.hr, "unrecognised", department="VE") == ["carla"]
    assert await listed(company.hr, "unrecognised", department="DG") == ["admin", "ana", "carla", "diego", "hr"]
    assert await listed(company.carla, "unrecognised", department="AL") == ["ana"]


async def test_pages_of_a_list_hold_everybody_once(company: Cast):
    seen: list[str] = []
    query: dict[str, Any] = {"list": "unrecognised", "limit": 2}
    while True:
        page = (await company.hr.http.get("/api/reports/2026-04/people", params=query)).json()
        assert page["total"] == 5
        seen += [each["handle"] for each in page["people"]]
        if page["next"] is None:
            break
        query["before"] = page["next"]
    assert seen == ["admin", "ana", "carla", "diego", "hr"]


async def test_a_person_of_a_list_is_named_with_area_and_manager_of_the_last_day(company: Cast):
    await DB.execute(SINCE["department"], "ana", date(2026, 5, 1), "AL")
    await DB.execute("update people set preferred_name = 'Carlota' where handle = 'carla'")
    (ana,) = (await company.carla.http.get("/api/reports/2026-04/people?list=unrecognised")).json()["people"]
    assert ana == {
        "id": str(company.ana.id), "handle": "ana", "name": "Ana", "department": "VE",
        "manager": "carla", "manager_name": "Carlota",
    }  # fmt: skip


WRONG = {
    "no list": ({}, "invalid_input"),
    "an unknown area": ({"list": "unrecognised", "department": "XX"}, "unknown_department"),
    "a NUL in the area": ({"list": "unrecognised", "department": "V\0"}, "unknown_department"),
    "no page": ({"list": "unrecognised", "before": "%%%"}, "invalid_cursor"),
    "a huge page": ({"list": "unrecognised", "limit": 1000}, "invalid_input"),
}


@pytest.mark.parametrize(("query", "code"), WRONG.values(), ids=WRONG.keys())
async def test_what_cannot_be_listed_is_refused_with_a_code(cast: Cast, query: dict[str, Any], code: str):
    answer = await cast.hr.http.get("/api/reports/2026-04/people", params=query)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text


# Teams and oneself


async def test_a_managers_month_counts_what_the_people_below_received(company: Cast):
    await gives("hr", "bruno", date(2026, 4, 11))
    await gives("bruno", "hr", date(2026, 4, 11))
    await count_anew()
    told = (await company.carla.http.get("/api/reports/2026-04/team")).json()
    assert (told["month"], told["people"], told["recognitions"]) == ("2026-04", 2, 2)
    assert told["reach"] == {"value": 50.0, "numerator": 1, "denominator": 2}
    assert told["behaviours"] == [{"code": "ownership", "stage": "performing", "recognitions": 2}]
    assert [each["handle"] for each in told["unrecognised"]] == ["ana"]


async def test_before_they_led_anybody_a_manager_has_no_team(company: Cast):
    told = (await company.carla.http.get("/api/reports/2019-04/team")).json()
    assert (told["people"], told["reach"]["value"], told["unrecognised"]) == (0, None, [])


async def test_ones_own_month_counts_what_is_private_too_and_for_oneself_alone(cast: Cast):
    await cast.ana.gives(recipients=["bruno", "diego"])
    await cast.ana.gives(visibility="private", behaviours=["ownership", "courtesy"])
    await cast.diego.gives()
    withdrawn = (await cast.diego.gives()).json()["id"]
    await cast.diego.withdraws(withdrawn)
    month = await this_month()
    own = (await cast.bruno.http.get(f"/api/me/month/{month}")).json()
    assert own == {
        "month": month,
        "time_zone": "America/Lima",
        "given": {"kudos": 0, "recognitions": 0, "people": 0},
        "received": {"kudos": 3, "recognitions": 3, "people": 2},
        "behaviours": [
            {"code": "courtesy", "stage": "every-moment", "given": 0, "received": 3},
            {"code": "ownership", "stage": "performing", "given": 0, "received": 1},
        ],
    }
    given_by_ana = (await cast.ana.http.get(f"/api/me/month/{month}")).json()["given"]
    assert given_by_ana == {"kudos": 2, "recognitions": 3, "people": 2}
    refused = await cast.ana.http.get("/api/me/month/yesterday")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_month")


# What is private or quiet moves no list and no team


def reader(handle: str, identity: Any, *roles: str) -> Principal:
    return Principal(
        id=identity, handle=handle, locale="es", roles=frozenset({EMPLOYEE, *roles}), topic=f"person:{identity}",
        topics=["org"], name=handle, kind="employee", department=None,
    )  # fmt: skip


async def all_that_lists_say() -> list[Any]:
    await count_anew()
    ids = {row["handle"]: row["id"] for row in await DB.fetch("select handle, id from people")}
    hr, carla = reader("hr", ids["hr"], HR), reader("carla", ids["carla"], MANAGER)
    said = [
        await people_listed(each, APRIL, name, area, 100, None)
        for each in (hr, carla)
        for name in LISTS
        for area in (None, "AL")
    ]
    return [*said, await team_month(carla, APRIL)]


@for_all(secret=given(discreet=True))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_one_more_discreet_kudos_moves_no_list_and_no_team(clean: None, secret: Given):
    async with undone():
        await bring_april()
        await DB.execute("update kudos set withdrawn_at = now() where import_ref <> all($1)", ["private", "after-move"])
        before = await all_that_lists_say()
        await secret.give()
        assert await all_that_lists_say() == before


async def test_who_has_private_and_quiet_recognitions_alone_stands_where_they_would_without(company: Cast):
    await gives("hr", "ana", date(2026, 4, 10), visibility="private")
    await gives("hr", "ana", date(2026, 4, 11), quiet=True)
    assert await listed(company.carla, "unrecognised") == ["ana"]
    assert "ana" in await listed(company.hr, "silent90")
