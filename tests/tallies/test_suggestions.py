"""The dialog's suggestions: people of one's circle, and nothing told about them."""

from datetime import UTC, datetime, timedelta

from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.people.actions import change_status, create_person
from recognize.worker import settle
from tests.cast import KUDOS, Actor, Cast


async def suggested(reader: Actor, limit: int = 6) -> set[str]:
    await settle()
    answer = await reader.http.get("/api/people/suggestions", params={"limit": limit})
    assert answer.status_code == 200, answer.text
    return {each["handle"] for each in answer.json()}


async def test_whoever_waits_longer_in_ones_circle_is_suggested_and_nobody_beyond_it(cast: Cast):
    await cast.hr.gives(recipients=["bruno"])
    assert await suggested(cast.ana) == {"carla"}, (
        "bruno was thanked lately; diego, hr and the administrator are elsewhere"
    )


async def test_whom_one_has_thanked_lately_is_not_suggested_again(cast: Cast):
    await cast.ana.gives(recipients=["carla"])
    assert await suggested(cast.ana) == {"bruno"}


async def test_thanks_make_a_circle_beyond_the_area(cast: Cast):
    old = datetime.now(UTC) - timedelta(days=100)
    await give(cast.ana.id, NewKudos(**KUDOS | {"recipients": ["diego"]}), at=old)
    for each in ("bruno", "carla"):
        await cast.hr.gives(recipients=[each])
    assert await suggested(cast.ana) == {"diego", "bruno"} or await suggested(cast.ana) == {"diego", "carla"}


async def test_leavers_and_people_on_leave_are_not_suggested(cast: Cast):
    await change_status(cast.bruno.id, "left")
    await change_status(cast.carla.id, "on_leave")
    assert await suggested(cast.ana) == set()


async def test_a_suggestion_is_a_person_as_the_directory_shows_them(cast: Cast):
    await create_person("nora", "Nora", department="AL")
    await settle()
    (nora,) = (await cast.diego.http.get("/api/people/suggestions")).json()
    (listed,) = (await cast.diego.http.get("/api/people", params={"search": "nora"})).json()["items"]
    assert nora == listed
