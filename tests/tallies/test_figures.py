"""What a person's page counts: for others only what everybody may see."""

from typing import Any

from recognize.people.actions import choose_preference, create_team
from tests.cast import Actor, Cast


async def figures(reader: Actor, of: str) -> dict[str, Any]:
    answer = await reader.http.get(f"/api/people/{of}/figures")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def received(told: dict[str, Any]) -> dict[str, int]:
    return {each["code"]: each["received"] for each in told["by_behaviour"]}


async def test_behaviours_are_counted_with_their_stage_the_most_frequent_first(cast: Cast):
    await cast.ana.gives(behaviours=["closing-the-service", "courtesy"])
    await cast.diego.gives(behaviours=["courtesy"])
    assert await figures(cast.hr, "bruno") == {
        "by_behaviour": [
            {"code": "courtesy", "stage": "every-moment", "received": 2},
            {"code": "closing-the-service", "stage": "closing", "received": 1},
        ],
        "given": 0,
        "received": 2,
    }
    assert (await figures(cast.hr, str(cast.ana.id)))["given"] == 1


async def test_private_department_and_quiet_ones_count_for_nobody_else(cast: Cast):
    await cast.ana.gives(visibility="private")
    await cast.ana.gives(visibility="department")
    await choose_preference(cast.bruno.id, "quiet")
    await cast.ana.gives()
    for reader in (cast.diego, cast.carla, cast.hr, cast.admin):
        assert await figures(reader, "bruno") == {"by_behaviour": [], "given": 0, "received": 0}
        assert (await figures(reader, "ana"))["given"] == 0


async def test_oneself_sees_every_kudos_in_the_totals_and_the_public_ones_by_behaviour(cast: Cast):
    await cast.ana.gives(visibility="private")
    await cast.ana.gives()
    assert await figures(cast.bruno, "bruno") == {
        "by_behaviour": [{"code": "courtesy", "stage": "every-moment", "received": 1}],
        "given": 0,
        "received": 2,
    }
    assert (await figures(cast.ana, "ana"))["given"] == 2


async def test_a_quiet_recipient_does_not_take_the_others_figures(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    await cast.ana.gives(recipients=["bruno", "diego"])
    assert received(await figures(cast.hr, "diego")) == {"courtesy": 1}
    assert (await figures(cast.hr, "ana"))["given"] == 1
    assert received(await figures(cast.hr, "bruno")) == {}


async def test_a_team_counts_for_each_member(cast: Cast):
    await create_team("mesa", "Mesa de Ayuda", ["bruno", "diego"])
    await cast.ana.gives(recipients=[], teams=["mesa"])
    assert (await figures(cast.hr, "diego"))["received"] == 1


async def test_what_is_withdrawn_or_hidden_no_longer_counts_until_it_is_back(cast: Cast):
    withdrawn, hidden = [(await cast.ana.gives()).json()["id"] for _ in range(2)]
    await cast.ana.withdraws(withdrawn)
    await cast.admin.http.post(f"/api/kudos/{hidden}/hiding", json={"reason": "not kind"})
    assert await figures(cast.bruno, "bruno") == {"by_behaviour": [], "given": 0, "received": 0}
    await cast.admin.http.delete(f"/api/kudos/{hidden}/hiding", params={"reason": "a mistake"})
    assert received(await figures(cast.diego, "bruno")) == {"courtesy": 1}


async def test_nobody_has_no_figures(cast: Cast):
    assert (await cast.ana.http.get("/api/people/nobody/figures")).status_code == 404
