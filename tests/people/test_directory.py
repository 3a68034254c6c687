"""What the API tells about people: enough to find and thank them, and nothing private."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from recognize.people.actions import change_handle, change_person, change_status, choose_preference, create_team
from tests.cast import Cast

from .support import land

PUBLIC = {
    *("id", "handle", "name", "full_name", "department", "job_title", "site", "manager", "kind", "status", "quiet"),
}


async def directory(asking: httpx.AsyncClient, **chosen: Any) -> dict[str, Any]:
    answer = await asking.get("/api/people", params=chosen)
    assert answer.status_code == 200, answer.text
    page: dict[str, Any] = answer.json()
    return page


async def found(asking: httpx.AsyncClient, search: str) -> list[str]:
    return [person["handle"] for person in (await directory(asking, search=search))["items"]]


async def test_the_directory_is_in_order_and_shows_what_everybody_may_know(cast: Cast) -> None:
    page = await directory(cast.diego.http)
    assert [person["handle"] for person in page["items"]] == ["admin", "ana", "bruno", "carla", "diego", "hr"]
    assert page["next"] is None
    assert page["items"][1] == {
        "id": str(cast.ana.id),
        "handle": "ana",
        "name": "Ana",
        "full_name": "Ana",
        "department": {"code": "VE", "name": "Ventas"},
        "job_title": None,
        "site": None,
        "manager": "carla",
        "kind": "employee",
        "status": "active",
        "quiet": False,
    }


async def test_order_is_the_dictionarys_of_what_people_are_called(cast: Cast) -> None:
    await land(
        "handle,name,preferred_name\nana,Zoé,Ñato\nbruno,Núñez,\ncarla,nu,\ndiego,ÓSCAR,\nhr,Nz,\nadmin,oscar a,\n"
    )
    page = await directory(cast.ana.http)
    assert [person["name"] for person in page["items"]] == ["nu", "Núñez", "Nz", "Ñato", "ÓSCAR", "oscar a"]


async def test_search_knows_no_accents_and_finds_every_term_anywhere(cast: Cast) -> None:
    await land("handle,name,preferred_name\nana,Ana María Núñez Peña,Anita\nbruno,José Núñez,\n")
    ask = cast.diego.http
    assert await found(ask, "nuñez") == ["ana", "bruno"]
    assert await found(ask, "nunez MARÍA") == ["ana"]
    assert await found(ask, "anita") == ["ana"]
    assert await found(ask, "jose bru") == ["bruno"]
    assert await found(ask, "núñez nobody") == []
    assert len(await found(ask, "  ")) == 6


async def test_wildcards_in_a_search_are_letters(cast: Cast) -> None:
    await land("handle,name\nana,100% Ana\n")
    assert await found(cast.ana.http, "100%") == ["ana"]
    assert await found(cast.ana.http, "a_a") == []
    assert await found(cast.ana.http, "\\") == []


async def test_a_department_chooses_its_people(cast: Cast) -> None:
    page = await directory(cast.ana.http, department="VE")
    assert [person["handle"] for person in page["items"]] == ["ana", "bruno", "carla"]
    assert (await directory(cast.ana.http, department="nowhere"))["items"] == []


async def test_pages_follow_each_other_without_a_gap_or_a_double(cast: Cast) -> None:
    await land("handle,name\n" + "".join(f"p{number},Same Name\n" for number in range(20)))
    seen: list[str] = []
    chosen: dict[str, Any] = {"limit": 7}
    while True:
        page = await directory(cast.ana.http, **chosen)
        seen += [person["handle"] for person in page["items"]]
        if page["next"] is None:
            break
        chosen["before"] = page["next"]
    assert len(seen) == len(set(seen)) == 26


async def test_who_left_is_in_no_picker_and_still_somebody(cast: Cast) -> None:
    await change_status(cast.bruno.id, "left")
    assert await found(cast.ana.http, "bruno") == []
    profile = (await cast.ana.http.get("/api/people/bruno")).json()
    assert (profile["status"], profile["name"]) == ("left", "Bruno")


async def test_who_is_on_leave_stays_in_the_pickers(cast: Cast) -> None:
    await change_status(cast.bruno.id, "on_leave")
    assert await found(cast.ana.http, "bruno") == ["bruno"]


async def test_a_person_is_found_by_handle_and_by_id(cast: Cast) -> None:
    await change_handle(cast.bruno.id, "ñandú")
    for name in ("ñandú", "ÑANDÚ", str(cast.bruno.id), cast.bruno.id.hex):
        answer = await cast.ana.http.get(f"/api/people/{quote(name)}")
        assert (answer.status_code, answer.json()["id"]) == (200, str(cast.bruno.id))
    assert (await cast.ana.http.get("/api/people/bruno")).status_code == 404


async def test_others_learn_nothing_private_and_oneself_everything(cast: Cast) -> None:
    await change_person(
        cast.ana.id,
        email="ana@example.org",
        birthday="05-17",
        hired_on="2020-01-31",
        preferred_name="Anita",
        shift="día",
    )
    await change_person(cast.carla.id, preferred_name="Carlota")
    await choose_preference(cast.ana.id, "quiet")
    for other in (cast.bruno, cast.carla, cast.hr, cast.admin):
        profile = (await other.http.get("/api/people/ana")).json()
        assert profile.keys() == PUBLIC | {"manager_name", "private"}
        assert (profile["manager"], profile["manager_name"], profile["private"]) == ("carla", "Carlota", None)
        assert all(person.keys() == PUBLIC for person in (await directory(other.http))["items"])
    own = (await cast.ana.http.get("/api/people/ana")).json()
    assert (own["name"], own["full_name"]) == ("Anita", "Ana")
    assert own["private"] == {
        "email": "ana@example.org",
        "shift": "día",
        "hired_on": "2020-01-31",
        "seniority_on": None,
        "birthday": "05-17",
        "locale": None,
        "time_zone": None,
        "preference": "quiet",
    }


async def test_departments_and_teams_are_listed(cast: Cast) -> None:
    await create_team("cierre", "Equipo de cierre", ["ana"])
    assert (await cast.ana.http.get("/api/departments")).json() == [
        {"code": "AL", "name": "Almacén", "parent": "DG", "front_line": False},
        {"code": "DG", "name": "Dirección General", "parent": None, "front_line": False},
        {"code": "VE", "name": "Ventas", "parent": "DG", "front_line": False},
    ]
    assert (await cast.ana.http.get("/api/teams")).json() == [{"code": "cierre", "name": "Equipo de cierre"}]


async def quiet_in(asking: httpx.AsyncClient, code: str) -> list[str]:
    answer = await asking.get(f"/api/teams/{code}/quiet")
    assert answer.status_code == 200, answer.text
    return [person["handle"] for person in answer.json()]


async def test_the_quiet_members_of_a_team_are_known_before_it_is_thanked(cast: Cast) -> None:
    await create_team("cierre", "Equipo de cierre", ["ana", "bruno", "diego"])
    assert await quiet_in(cast.carla.http, "cierre") == []
    for each in (cast.ana, cast.bruno, cast.carla):
        await choose_preference(each.id, "quiet")
    assert await quiet_in(cast.carla.http, "cierre") == ["ana", "bruno"]
    assert await quiet_in(cast.carla.http, "CIERRE") == ["ana", "bruno"]
    assert await quiet_in(cast.diego.http, "ve") == ["ana", "bruno", "carla"]


async def test_neither_oneself_nor_who_left_is_among_the_quiet_members(cast: Cast) -> None:
    await create_team("cierre", "Equipo de cierre", ["ana", "bruno"])
    await choose_preference(cast.ana.id, "quiet")
    await choose_preference(cast.bruno.id, "quiet")
    await change_status(cast.bruno.id, "left")
    assert await quiet_in(cast.ana.http, "cierre") == []


async def test_a_team_of_the_code_of_a_department_is_meant_before_it(cast: Cast) -> None:
    await create_team("ve", "Venta exprés", ["diego"])
    await choose_preference(cast.diego.id, "quiet")
    await choose_preference(cast.bruno.id, "quiet")
    assert await quiet_in(cast.ana.http, "VE") == ["diego"]


@pytest.mark.parametrize("code", ["nowhere", "%00", "x" * 3_000])
async def test_an_unknown_team_has_no_quiet_members(cast: Cast, code: str) -> None:
    assert (await cast.ana.http.get(f"/api/teams/{code}/quiet")).status_code == 404


@pytest.mark.parametrize("path", ["people", "people/ana", "departments", "teams", "teams/ve/quiet"])
async def test_a_visitor_learns_nothing(cast: Cast, path: str) -> None:
    async with httpx.AsyncClient(base_url=cast.ana.http.base_url) as visitor:
        assert (await visitor.get(f"/api/{path}")).status_code == 401


@pytest.mark.parametrize(
    "query",
    [
        "search=%00",
        "search=a+b+c+d+e+f+g+h+i",
        f"search={'x' * 201}",
        "department=%00",
        "limit=0",
        "limit=101",
        "limit=999999999999999999999",
        "limit=many",
        "before=nonsense",
        "before=ñ",
        "before=%00",
        "before=AAAA",
        "before=AAAAAAAAAAAAAAAAAAAAAAD_",
        "before=AAAAAAAAAAAAAAAAAAAAAABhAA",
        f"before={'A' * 4_001}",
    ],
)
async def test_nonsense_is_refused_and_breaks_nothing(cast: Cast, query: str) -> None:
    answer = await cast.ana.http.get(f"/api/people?{query}")
    assert answer.status_code == 422, answer.text


@pytest.mark.parametrize(
    "query", ["search=%ED%A0%80", "search=%FF", "department=%ED%A0%80", "search=%EF%BF%BF", "before="]
)
async def test_odd_characters_find_nothing_and_break_nothing(cast: Cast, query: str) -> None:
    answer = await cast.ana.http.get(f"/api/people?{query}")
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    "name", ["nobody", "%00", "%ED%A0%80", "x" * 3_000, "00000000-0000-0000-0000-000000000000", "%F0%9F%8E%89"]
)
async def test_nobody_is_not_found(cast: Cast, name: str) -> None:
    answer = await cast.ana.http.get(f"/api/people/{name}")
    assert answer.status_code in (404, 422), answer.text
