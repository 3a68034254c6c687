"""Joining in with points of one's own."""

import asyncio
import json

import pytest

from recognize.doctor import examine
from recognize.lib.database import DB
from recognize.people.actions import create_person, create_team
from tests.cast import Actor, Cast


async def boosts(who: Actor, kudos: str, points: int = 10):
    return await who.http.post(f"/api/kudos/{kudos}/boosts", json={"points": points})


async def allowance(who: Actor) -> dict[str, int]:
    return (await who.http.get("/api/allowance")).json()


async def everything_adds_up() -> bool:
    assert [str(finding) for finding in await examine() if not finding.is_well] == []
    return True


async def test_a_boost_comes_out_of_the_boosters_own_allowance(cast: Cast):
    kudos = (await cast.ana.gives(recipients=["bruno", "carla"], points=20)).json()["id"]
    answer = await boosts(cast.diego, kudos, 5)
    assert answer.status_code == 201, answer.text
    item = answer.json()
    assert item["boosts"]["count"] == 1
    assert [each["handle"] for each in item["boosts"]["people"]] == ["diego"]
    assert ((await allowance(cast.diego))["spent"], (await allowance(cast.ana))["spent"]) == (10, 40)
    assert await DB.fetch_value("select array_agg(received) from balances") == [25, 25]
    assert await everything_adds_up()


async def test_amounts_are_for_giver_recipient_and_booster_only(cast: Cast):
    kudos = (await cast.ana.gives(points=20)).json()["id"]
    await boosts(cast.diego, kudos, 5)
    seen = {who.handle: (await who.http.get(f"/api/kudos/{kudos}")).json()["mine"] for who in vars(cast).values()}
    assert [seen[name]["boost_points"] for name in ("ana", "bruno", "diego")] == [5, 5, 5]
    assert (seen["diego"]["boosted"], seen["bruno"]["boosted"]) == (True, False)
    assert (seen["carla"], seen["hr"]) == (None, None)
    assert "points" not in json.dumps((await cast.carla.feed())["items"])


async def test_everybody_hears_of_a_boost_but_no_wall(cast: Cast):
    await cast.bruno.http.patch("/api/me", json={"preference": "fanfare"})
    kudos = (await cast.ana.gives()).json()["id"]
    async with cast.carla.listens() as ear:
        await boosts(cast.diego, kudos)
        event = await ear.event()
        while event["kind"] != "kudos.boosted":
            event = await ear.event()
    assert event["item"]["boosts"]["count"] == 1
    audience = await DB.fetch_value(
        "select audience from log where kind = 'kudos.boosted' order by position desc limit 1"
    )
    assert not [topic for topic in audience if topic.startswith("walls")]


@pytest.mark.parametrize("name", ["ana", "bruno"])
async def test_nobody_boosts_what_they_gave_or_received(cast: Cast, name: str):
    kudos = (await cast.ana.gives()).json()["id"]
    refused = await boosts(getattr(cast, name), kudos)
    assert (refused.status_code, refused.json()["code"]) == (403, "own_kudos")


async def test_a_second_boost_of_the_same_person_changes_nothing(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    answers = await asyncio.gather(*(boosts(cast.diego, kudos) for _ in range(8)))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert (await allowance(cast.diego))["spent"] == 10
    assert await everything_adds_up()


async def test_gift_and_boosts_together_keep_the_share_of_one_person(cast: Cast):
    await cast.diego.gives(points=70)
    kudos = (await cast.ana.gives()).json()["id"]
    refused = await boosts(cast.diego, kudos, 20)
    assert (refused.status_code, refused.json()["code"]) == (422, "allowance_exceeded")
    assert (refused.json()["limit"], refused.json()["left"]) == ("person", 10)
    assert (await boosts(cast.diego, kudos, 10)).status_code == 201
    refused = await cast.diego.gives(points=5)
    assert (refused.json()["limit"], refused.json()["left"]) == ("person", 0)


async def test_a_withdrawn_kudos_returns_boosts_to_their_boosters(cast: Cast):
    kudos = (await cast.ana.gives(points=10)).json()["id"]
    await boosts(cast.diego, kudos, 20)
    await boosts(cast.carla, kudos, 30)
    assert (await cast.ana.withdraws(kudos)).status_code == 204
    assert [(await allowance(who))["spent"] for who in (cast.ana, cast.diego, cast.carla)] == [0, 0, 0]
    assert await DB.fetch_value("select received from balances") == 0
    assert await everything_adds_up()


async def test_boosts_and_the_withdrawal_at_once_leave_no_points_behind(cast: Cast):
    for _ in range(4):
        kudos = (await cast.ana.gives(points=5)).json()["id"]
        await asyncio.gather(
            boosts(cast.diego, kudos, 5),
            cast.ana.withdraws(kudos),
            boosts(cast.carla, kudos, 5),
            boosts(cast.hr, kudos, 5),
        )
    assert await DB.fetch_value("select sum(received) from balances") == 0
    assert await DB.fetch_value("select sum(spent) from allowances") == 0
    assert await everything_adds_up()


async def test_only_who_is_named_and_seen_gets_points(cast: Cast):
    await cast.carla.http.patch("/api/me", json={"preference": "quiet"})
    kudos = (await cast.ana.gives(recipients=["carla"], teams=["VE"])).json()["id"]
    refused = await boosts(cast.diego, kudos)
    assert (refused.status_code, refused.json()["code"]) == (422, "nothing_to_boost")


async def reaches(who: Actor, kudos: str) -> int:
    """As the reader's page and their feed say it."""
    read = (await who.http.get(f"/api/kudos/{kudos}")).json()["boosts"]["reaches"]
    listed = {item["id"]: item["boosts"]["reaches"] for item in (await who.feed())["items"]}
    assert listed[kudos] == read
    return int(read)


async def test_the_item_says_how_many_a_boost_reaches_and_with_none_nobody_may_join(cast: Cast):
    await create_person("gil", "Gil", kind="external")
    await create_team("TURNO", "Turno", ["bruno", "carla"])
    await cast.carla.http.patch("/api/me", json={"preference": "quiet"})
    to_all = (await cast.ana.gives(recipients=["bruno", "carla", "hr", "gil"])).json()
    assert to_all["boosts"]["reaches"] == await reaches(cast.ana, to_all["id"]) == 3
    assert await reaches(cast.diego, to_all["id"]) == 2
    assert (await boosts(cast.diego, to_all["id"])).json()["boosts"]["reaches"] == 2
    for whom in ({"recipients": [], "teams": ["TURNO"]}, {"recipients": ["gil"]}):
        kudos = (await cast.ana.gives(**whom)).json()["id"]
        assert await reaches(cast.diego, kudos) == 0
        assert (await boosts(cast.diego, kudos)).json()["code"] == "nothing_to_boost"


async def test_who_may_not_see_it_cannot_boost_it(cast: Cast):
    kudos = (await cast.ana.gives(visibility="department")).json()["id"]
    assert (await boosts(cast.diego, kudos)).status_code == 404
    private = (await cast.ana.gives(visibility="private")).json()["id"]
    assert (await boosts(cast.carla, private)).status_code == 404


@pytest.mark.parametrize("points", [0, -5, 1_000_001])
async def test_a_boost_is_of_one_point_or_more(cast: Cast, points: int):
    kudos = (await cast.ana.gives()).json()["id"]
    assert (await boosts(cast.diego, kudos, points)).json()["code"] == "invalid_points"


async def test_fifty_spends_at_once_never_go_below_zero(cast: Cast):
    given = [(await cast.ana.gives(recipients=["bruno", "carla"])).json()["id"] for _ in range(25)]
    answers = await asyncio.gather(
        *(boosts(cast.diego, kudos, 5) for kudos in given),
        *(cast.diego.gives(recipients=[name], points=9) for name in ("bruno", "carla", "ana", "hr", "admin") * 5),
    )
    assert {answer.status_code for answer in answers} == {201, 422}
    mine = await allowance(cast.diego)
    assert 0 <= mine["left"] < 10
    assert await everything_adds_up()


async def test_imported_kudos_can_be_boosted_and_withdrawn(cast: Cast):
    kudos = (await cast.ana.gives(points=10)).json()["id"]
    await DB.execute("update kudos set import_ref = 'old'; update ledger set reason = 'import'; delete from allowances")
    assert (await boosts(cast.diego, kudos, 5)).status_code == 201
    assert await everything_adds_up()
    assert (await cast.ana.withdraws(kudos)).status_code == 204
    assert (await allowance(cast.diego))["spent"] == 0
    assert await everything_adds_up()
