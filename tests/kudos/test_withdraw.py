import asyncio

from recognize.doctor import examine
from recognize.lib.database import DB
from recognize.worker import settle
from tests.cast import Cast
from tests.tallies.support import totals


async def test_a_withdrawn_kudos_is_gone_and_its_points_are_back(cast: Cast):
    kudos = (await cast.ana.gives(points=30)).json()["id"]
    assert (await cast.ana.withdraws(kudos)).status_code == 204
    assert (await cast.bruno.feed())["items"] == []
    assert (await cast.ana.http.get(f"/api/kudos/{kudos}")).status_code == 404
    assert (await cast.ana.http.get("/api/allowance")).json()["left"] == 200
    assert await DB.fetch_value("select received from balances") == 0
    assert await DB.fetch_value("select array_agg(points order by id) from ledger") == [30, -30]


async def test_withdrawing_twice_returns_the_points_once(cast: Cast):
    kudos = (await cast.ana.gives(points=30)).json()["id"]
    await cast.ana.gives(points=10)
    for _ in range(2):
        assert (await cast.ana.withdraws(kudos)).status_code == 204
    assert (await cast.ana.http.get("/api/allowance")).json()["spent"] == 10


async def test_only_the_giver_withdraws(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    for other in (cast.bruno, cast.carla, cast.diego, cast.hr, cast.admin):
        answer = await other.withdraws(kudos)
        assert (answer.status_code, answer.json()["code"]) == (403, "not_the_giver")
    assert len((await cast.bruno.feed())["items"]) == 1


async def test_what_one_may_not_see_does_not_exist_for_withdrawing_either(cast: Cast):
    kudos = (await cast.ana.gives(visibility="private")).json()["id"]
    assert (await cast.diego.withdraws(kudos)).status_code == 404


async def test_tallies_follow_giving_and_withdrawing_and_leave_private_ones_out(cast: Cast):
    kudos = (await cast.ana.gives(recipients=["bruno", "diego"])).json()["id"]
    await cast.ana.gives(visibility="private")
    await settle()
    assert await totals() == {"ana": (1, 2, 0), "bruno": (0, 0, 1), "diego": (0, 0, 1)}
    await cast.ana.withdraws(kudos)
    await settle()
    assert await totals() == {}


async def test_giving_and_withdrawing_at_once_never_wait_in_a_circle(cast: Cast):
    given = [(await cast.ana.gives(points=5)).json()["id"] for _ in range(12)]
    answers = await asyncio.gather(
        *(cast.ana.withdraws(kudos) for kudos in given), *(cast.ana.gives(points=5) for _ in range(12))
    )
    assert {answer.status_code for answer in answers} <= {201, 204, 422}
    assert [str(finding) for finding in await examine() if not finding.is_well] == []


async def test_a_withdrawn_import_does_not_touch_an_allowance(cast: Cast):
    kudos = (await cast.ana.gives(points=10)).json()["id"]
    await DB.execute("update kudos set import_ref = 'old'; update ledger set reason = 'import'; delete from allowances")
    await cast.ana.gives()
    assert (await cast.ana.withdraws(kudos)).status_code == 204
    assert await DB.fetch_value("select sum(points) from ledger") == 0
