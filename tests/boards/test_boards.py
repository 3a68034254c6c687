"""Boards are kind: who wants to be on them, five places, ties shared, one's own place for oneself."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from recognize.boards.readers import BOARDS
from recognize.doctor import examine
from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.lib.database import DB
from recognize.log.readers import rebuild
from recognize.organisation.actions import change_organisation
from recognize.organisation.schemas import OrganisationChange
from recognize.people.actions import (
    change_person,
    change_status,
    choose_preference,
    choose_settings,
    create_person,
    move_department,
)
from recognize.people.schemas import OwnSettings
from recognize.worker import settle
from tests.cast import KUDOS, Actor, Cast

Place = tuple[int, str, int]


async def board(reader: Actor, **chosen: str) -> dict[str, Any]:
    await settle()
    answer = await reader.http.get("/api/leaderboards", params=chosen)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def places(reader: Actor, **chosen: str) -> list[Place]:
    told = await board(reader, **chosen)
    return [(each["place"], each["who"]["handle"], each["count"]) for each in told["entries"]]


async def given_at(giver: Actor, moment: datetime, **changes: Any) -> None:
    await give(giver.id, NewKudos(**KUDOS | changes), at=moment)


async def test_reach_counts_the_people_one_has_thanked_each_once(on_boards: Cast):
    for _ in range(3):
        await on_boards.ana.gives(recipients=["bruno"])
    await on_boards.diego.gives(recipients=["bruno", "carla"])
    assert await places(on_boards.hr) == [(1, "diego", 2), (2, "ana", 1)]
    assert await places(on_boards.hr, by="given") == [(1, "ana", 3), (2, "diego", 2)]


async def test_who_thanks_a_whole_area_has_thanked_nobody_in_it_by_name(on_boards: Cast):
    await on_boards.diego.gives(recipients=["carla"])
    await on_boards.ana.gives(recipients=[], teams=["VE", "AL"])
    await change_organisation(OrganisationChange(boards_received=True, boards_departments=True))
    for by in ("reach", "areas", "given"):
        assert await places(on_boards.hr, by=by) == [(1, "diego", 1)]
        assert [
            each["who"]["department"] for each in (await board(on_boards.hr, by=by, of="departments"))["entries"]
        ] == ["AL"]
    assert "bruno" in {handle for _, handle, _ in await places(on_boards.hr, by="received")}
    progress = (await on_boards.ana.http.get("/api/me/progress")).json()
    assert {each["of"]: each["count"] for each in progress["parts"]} == {"people": 0, "given": 0, "received": 0}
    held = {each["badge"] for each in (await on_boards.ana.http.get("/api/people/ana/awards")).json()}
    assert held == {"first-thanks"}
    assert [str(finding) for finding in await examine() if not finding.is_well] == []


async def test_areas_counts_the_areas_one_has_thanked(on_boards: Cast):
    await on_boards.ana.gives(recipients=["bruno", "carla"])
    await on_boards.bruno.gives(recipients=["diego", "ana"])
    assert await places(on_boards.hr, by="areas") == [(1, "bruno", 2), (2, "ana", 1)]


async def test_equal_counts_share_the_place_and_the_next_is_as_many_further_on(on_boards: Cast):
    await on_boards.ana.gives(recipients=["bruno", "carla"])
    await on_boards.diego.gives(recipients=["bruno", "carla"])
    await on_boards.carla.gives(recipients=["ana"])
    assert await places(on_boards.hr) == [(1, "ana", 2), (1, "diego", 2), (3, "carla", 1)]


async def test_only_who_asked_for_it_is_on_a_board(cast: Cast):
    await cast.ana.gives(recipients=["bruno", "carla"])
    await cast.diego.gives()
    assert await places(cast.hr) == []
    assert (await cast.diego.http.patch("/api/me", json={"on_boards": True})).json()["on_boards"] is True
    assert await places(cast.hr) == [(1, "diego", 1)]
    await cast.diego.http.patch("/api/me", json={"on_boards": False})
    assert await places(cast.hr) == []


async def test_leavers_externals_and_quiet_people_are_gone_at_once(on_boards: Cast):
    guard = await create_person("guard", "Guard", kind="external")
    await choose_settings(guard, OwnSettings(on_boards=True))
    await give(guard, NewKudos(**KUDOS))
    for each in (on_boards.ana, on_boards.diego, on_boards.carla):
        await each.gives()
    assert await places(on_boards.hr) == [(1, "ana", 1), (1, "carla", 1), (1, "diego", 1)]
    await change_status(on_boards.ana.id, "left")
    await choose_preference(on_boards.carla.id, "quiet")
    answer = await on_boards.hr.http.get("/api/leaderboards")
    assert [each["who"]["handle"] for each in answer.json()["entries"]] == ["diego"]


async def test_ones_own_place_is_told_to_oneself_only(on_boards: Cast):
    await on_boards.ana.gives(recipients=["bruno", "carla"])
    await on_boards.diego.gives()
    assert (await board(on_boards.diego))["mine"] == {"count": 1, "place": 2, "listed": True}
    assert (await board(on_boards.bruno))["mine"] == {"count": 0, "place": None, "listed": True}
    await on_boards.hr.gives()
    assert (await board(on_boards.hr))["mine"] == {"count": 1, "place": None, "listed": False}


async def test_what_is_private_quiet_within_an_area_or_taken_back_counts_on_no_board(on_boards: Cast):
    await choose_preference(on_boards.carla.id, "quiet")
    await on_boards.ana.gives(visibility="private")
    await on_boards.ana.gives(visibility="department")
    await on_boards.ana.gives(recipients=["carla"])
    withdrawn = (await on_boards.ana.gives(recipients=["diego"])).json()["id"]
    assert await places(on_boards.hr) == [(1, "ana", 1)]
    await on_boards.ana.withdraws(withdrawn)
    for by in ("reach", "areas", "given"):
        assert await places(on_boards.hr, by=by) == []
    assert (await board(on_boards.ana))["mine"]["count"] == 0


async def test_a_period_is_the_organisations_present_one(on_boards: Cast):
    starts = await DB.fetch_row(
        """select date_trunc('week', now() at time zone time_zone)::date as week,
                  date_trunc('month', now() at time zone time_zone)::date as month,
                  date_trunc('quarter', now() at time zone time_zone)::date as quarter,
                  date_trunc('year', now() at time zone time_zone)::date as year from organisation"""
    )
    assert starts
    for period in ("week", "month", "quarter", "year"):
        midnight = datetime.combine(starts[period], datetime.min.time(), UTC) + timedelta(hours=5)  # in Lima
        await DB.execute("delete from recognitions")
        await rebuild(BOARDS)
        await given_at(on_boards.ana, midnight, recipients=["bruno"])
        await given_at(on_boards.diego, midnight - timedelta(seconds=1), recipients=["bruno"])
        told = await board(on_boards.hr, period=period)
        assert told["starts_on"] == str(starts[period])
        assert [each["who"]["handle"] for each in told["entries"]] == ["ana"], period
    assert len(await places(on_boards.hr, period="all")) == 2
    assert (await board(on_boards.hr, period="all"))["starts_on"] is None


async def test_what_was_counted_in_a_period_that_is_over_is_on_no_board(on_boards: Cast):
    await on_boards.ana.gives()
    await settle()
    await DB.execute("update board_totals set board = regexp_replace(board, '[0-9-]{10}', '2020-01-06')")
    assert await places(on_boards.hr, period="week") == []
    assert (await board(on_boards.ana, period="week"))["mine"] == {"count": 0, "place": None, "listed": True}


async def test_a_board_of_an_area_has_its_people_and_those_of_the_areas_below(on_boards: Cast):
    await on_boards.ana.gives()
    await on_boards.diego.gives(recipients=["ana", "bruno"])
    assert await places(on_boards.hr, department="VE") == [(1, "ana", 1)]
    assert await places(on_boards.hr, department="DG") == [(1, "diego", 2), (2, "ana", 1)]
    assert (await board(on_boards.ana, department="VE"))["mine"]["place"] == 1
    await move_department(on_boards.diego.id, "VE")
    assert await places(on_boards.hr, department="VE") == [(1, "diego", 2), (2, "ana", 1)]


async def test_a_board_of_a_behaviour_counts_that_behaviour(on_boards: Cast):
    await on_boards.ana.gives(recipients=["bruno", "carla"], behaviours=["courtesy", "ownership"])
    await on_boards.diego.gives(behaviours=["ownership"])
    assert await places(on_boards.hr, behaviour="courtesy") == [(1, "ana", 2)]
    assert await places(on_boards.hr, behaviour="ownership") == [(1, "ana", 2), (2, "diego", 1)]


async def test_a_place_that_too_many_share_is_told_without_names(on_boards: Cast):
    crowd = [await create_person(f"p{number}", f"P{number}") for number in range(21)]
    for each in crowd:
        await choose_settings(each, OwnSettings(on_boards=True))
        await give(each, NewKudos(**KUDOS))
    await on_boards.ana.gives(recipients=["bruno", "carla"])
    told = await board(on_boards.hr)
    assert [each["who"]["handle"] for each in told["entries"]] == ["ana"]
    assert told["shared"] == {"place": 2, "count": 1}


@pytest.mark.parametrize(
    ("chosen", "setting"), [({"by": "received"}, "boards_received"), ({"of": "departments"}, "boards_departments")]
)
async def test_boards_of_what_is_received_and_of_areas_are_off_until_an_administrator_wants_them(
    on_boards: Cast, chosen: dict[str, str], setting: str
):
    await on_boards.ana.gives(recipients=["bruno"])
    await settle()
    answer = await on_boards.ana.http.get("/api/leaderboards", params=chosen)
    assert (answer.status_code, answer.json()["code"]) == (403, "board_off")
    assert (await on_boards.admin.http.patch("/api/organisation", json={setting: True})).status_code == 200
    (first,) = (await board(on_boards.hr, **chosen))["entries"]
    assert (first["place"], first["who"]["name"], first["count"]) in {(1, "Bruno", 1), (1, "Ventas", 1)}


@pytest.mark.parametrize("chosen", [{"department": "XX"}, {"behaviour": "kindness"}, {"behaviour": "\x00"}])
async def test_an_area_or_behaviour_that_is_not_there_is_refused(cast: Cast, chosen: dict[str, str]):
    answer = await cast.ana.http.get("/api/leaderboards", params=chosen)
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_filter")


async def test_kept_and_made_anew_boards_are_the_same(on_boards: Cast):
    await given_at(on_boards.ana, datetime.now(UTC) - timedelta(days=100), recipients=["bruno", "diego"])
    await on_boards.ana.gives(recipients=["carla"])
    await on_boards.diego.gives(recipients=["carla", "ana"], behaviours=["courtesy", "ownership"])
    await settle()
    kept = await DB.fetch("select * from board_totals order by person_id, board")
    await rebuild(BOARDS)
    assert await DB.fetch("select * from board_totals order by person_id, board") == kept
    assert kept


async def test_an_area_that_becomes_known_counts_for_who_thanked_its_people(on_boards: Cast):
    await change_person(on_boards.hr.id, department=None)
    await create_person("nora", "Nora")
    await on_boards.ana.gives(recipients=["bruno", "nora"])
    assert await places(on_boards.hr, by="areas") == [(1, "ana", 1)]
    nora = await DB.fetch_value("select id from people where handle = 'nora'")
    await move_department(nora, "AL")
    assert await places(on_boards.hr, by="areas") == [(1, "ana", 2)]


async def test_another_zone_of_the_organisation_begins_the_periods_elsewhere(on_boards: Cast):
    week = await DB.fetch_value("select date_trunc('week', now() at time zone 'America/Lima')::date")
    midnight = datetime.combine(week, datetime.min.time(), UTC)
    await given_at(on_boards.ana, midnight + timedelta(hours=1))
    assert await places(on_boards.hr, period="week") == []
    await change_organisation(OrganisationChange(time_zone="Etc/UTC"))
    same_week = await DB.fetch_value("select date_trunc('week', now() at time zone 'UTC')::date") == week
    assert bool(await places(on_boards.hr, period="week")) == same_week
