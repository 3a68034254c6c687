"""One celebration as its reader sees it."""

import pytest

from recognize.people.actions import change_person, choose_preference
from tests.cast import Actor, Cast
from tests.celebrations.support import morning_of


async def celebrated(cast: Cast) -> str:
    await change_person(cast.bruno.id, hired_on="2020-11-25")
    await morning_of("2026-11-25")
    (item,) = (await cast.bruno.feed())["items"]
    return item["id"]


async def test_it_tells_what_is_said_below_it_and_the_readers_own_face(cast: Cast):
    celebration = await celebrated(cast)
    await cast.ana.http.post(f"/api/celebrations/{celebration}/reactions", json={"face": "love"})
    await cast.diego.http.post(f"/api/celebrations/{celebration}/comments", json={"text": "¡Felicidades!"})
    read = (await cast.ana.http.get(f"/api/celebrations/{celebration}")).json()
    assert (read["person"]["handle"], read["celebration"], read["years"]) == ("bruno", "anniversary", 6)
    assert (read["reactions"], read["comments"]) == ([{"face": "love", "count": 1}], 1)
    assert read["mine"] == {"reactions": ["love"]}
    assert (await cast.diego.http.get(f"/api/celebrations/{celebration}")).json()["mine"] is None


async def test_a_quiet_persons_is_theirs_and_their_managers(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    celebration = await celebrated(cast)

    async def status(who: Actor) -> int:
        return (await who.http.get(f"/api/celebrations/{celebration}")).status_code

    assert [await status(who) for who in (cast.bruno, cast.carla, cast.diego)] == [200, 200, 404]


@pytest.mark.parametrize("query", ["on=9999-12-31&days=31", "on=9999-12-31", "on=0001-01-01", "on=1899-12-31"])
async def test_days_of_other_ages_are_refused(cast: Cast, query: str):
    answer = await cast.diego.http.get(f"/api/celebrations?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
