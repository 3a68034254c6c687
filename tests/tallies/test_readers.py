"""What is counted of people: kept by the reader and made anew it is the same, and the doctor finds no fault."""

from datetime import UTC, datetime, timedelta

import pytest

from recognize.doctor import examine
from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.lib.database import DB
from recognize.log.readers import rebuild
from recognize.organisation.actions import change_organisation
from recognize.organisation.schemas import OrganisationChange
from recognize.people.actions import change_manager, change_person, choose_preference, move_department
from recognize.tallies.readers import TALLIES
from recognize.worker import settle
from tests.cast import KUDOS, Cast
from tests.tallies.support import pairs, tallies, totals


@pytest.fixture(params=["kept", "made anew"])
def made_anew(request: pytest.FixtureRequest) -> bool:
    return bool(request.param == "made anew")


async def counted(made_anew: bool = False) -> None:
    await settle()
    if made_anew:
        await rebuild(TALLIES)
    assert [str(finding) for finding in await examine() if not finding.is_well] == []


async def given_at(cast: Cast, moment: datetime, **changes: object) -> None:
    await give(cast.ana.id, NewKudos(**KUDOS | changes), at=moment)


async def test_what_everybody_may_see_counts_and_nothing_else(cast: Cast, made_anew: bool):
    await choose_preference(cast.diego.id, "quiet")
    await cast.ana.gives()
    await cast.ana.gives(visibility="department")
    await cast.ana.gives(visibility="private")
    await cast.ana.gives(recipients=["diego"])
    await cast.ana.gives(recipients=["diego", "carla"])
    await counted(made_anew)
    assert await totals() == {"ana": (2, 2, 0), "bruno": (0, 0, 1), "carla": (0, 0, 1)}


async def test_a_kudos_counts_once_per_recipient_behaviour_stage_area_and_direction(cast: Cast, made_anew: bool):
    behaviours = ["closing-the-service", "improving-the-process", "courtesy"]
    await cast.ana.gives(recipients=["bruno", "carla", "diego"], behaviours=behaviours)
    await counted(made_anew)
    stages = {row["stage"] for row in await DB.fetch("select stage from behaviours where code = any($1)", behaviours)}
    assert await tallies("ana", "given") == {
        "": 3,
        **{f"behaviour:{code}": 3 for code in behaviours},
        **{f"stage:{stage}": 3 for stage in stages},
        "department:VE": 2,
        "department:AL": 1,
        "direction:sideways": 1,
        "direction:up": 1,
        "direction:across": 1,
    }
    assert (await tallies("carla", "received"))["direction:up"] == 1
    assert (await tallies("diego", "received"))["department:VE"] == 1
    assert await tallies("ana", "messages") == {"": 1}


async def test_two_behaviours_of_one_stage_are_that_stage_once(cast: Cast, made_anew: bool):
    rows = await DB.fetch("select code from behaviours where stage = 'closing' order by code limit 2")
    await cast.ana.gives(behaviours=[row["code"] for row in rows])
    await counted(made_anew)
    assert (await tallies("bruno", "received"))["stage:closing"] == 1


async def test_what_is_withdrawn_or_hidden_is_taken_off_exactly_as_it_was_added(cast: Cast):
    await cast.ana.gives()
    await settle()
    before = await tallies("ana", "given"), await tallies("bruno", "received"), await pairs()
    withdrawn = (await cast.ana.gives(recipients=["bruno", "diego"], behaviours=["closing-the-service"])).json()["id"]
    hidden = (await cast.ana.gives(recipients=["diego"])).json()["id"]
    await settle()
    await cast.ana.withdraws(withdrawn)
    await cast.admin.http.post(f"/api/kudos/{hidden}/hiding", json={"reason": "not kind"})
    await counted()
    assert (await tallies("ana", "given"), await tallies("bruno", "received"), await pairs()) == before
    await cast.admin.http.delete(f"/api/kudos/{hidden}/hiding", params={"reason": "a mistake"})
    await counted()
    assert (await totals())["diego"] == (0, 0, 1)


async def test_events_that_are_read_again_count_nothing_twice(cast: Cast):
    await cast.ana.gives(recipients=["bruno", "diego"])
    await settle()
    before = await totals(), await pairs()
    await DB.execute("update reader_cursors set position = position - 1 where name = 'tallies'")
    await counted()
    assert (await totals(), await pairs()) == before


async def test_a_pair_knows_its_first_and_last_day_also_after_a_withdrawal(cast: Cast, made_anew: bool):
    for day in (3, 9, 20):
        await given_at(cast, datetime(2026, 9, day, 15, tzinfo=UTC))
    await settle()
    assert await pairs() == {("ana", "bruno", 3, "2026-09-03", "2026-09-20")}
    (newest,) = [item["id"] for item in (await cast.ana.feed(limit=1))["items"]]
    await cast.ana.withdraws(newest)
    await counted(made_anew)
    assert await pairs() == {("ana", "bruno", 2, "2026-09-03", "2026-09-09")}


async def test_a_day_is_the_organisations_and_another_zone_counts_the_days_anew(cast: Cast):
    await given_at(cast, datetime(2026, 9, 4, 2, tzinfo=UTC))
    await counted()
    assert await pairs() == {("ana", "bruno", 1, "2026-09-03", "2026-09-03")}
    await change_organisation(OrganisationChange(time_zone="Asia/Tokyo"))
    await counted()
    assert await pairs() == {("ana", "bruno", 1, "2026-09-04", "2026-09-04")}


async def test_an_area_is_that_of_the_day(cast: Cast, made_anew: bool):
    await given_at(cast, datetime.now(UTC) - timedelta(days=30), recipients=["diego"])
    await settle()
    await move_department(cast.diego.id, "VE")
    await cast.ana.gives(recipients=["diego"])
    await counted(made_anew)
    told = await tallies("ana", "given")
    assert (told["department:AL"], told["department:VE"]) == (1, 1)


async def test_an_area_and_a_manager_that_are_known_first_hold_since_ever(cast: Cast):
    await change_person(cast.hr.id, department=None)
    await given_at(cast, datetime.now(UTC) - timedelta(days=30), recipients=["carla"])
    await settle()
    assert (await tallies("ana", "given"))["direction:up"] == 1
    await change_manager(cast.carla.id, "hr")  # above ana, too, and since ever
    await cast.ana.gives(recipients=["hr"])
    await counted()
    assert (await tallies("ana", "given"))["direction:up"] == 2


async def test_a_circle_of_managers_ends(cast: Cast, made_anew: bool):
    await DB.execute(
        "insert into manager_history (person_id, since, manager_id) values ($1, '-infinity', $2)",
        cast.carla.id,
        cast.ana.id,
    )
    await DB.execute("update people set manager_id = $2 where id = $1", cast.carla.id, cast.ana.id)
    await cast.ana.gives(recipients=["carla", "bruno"])
    await counted(made_anew)
    told = await tallies("ana", "given")
    assert (told["direction:up"], told["direction:down"]) == (1, 1)
