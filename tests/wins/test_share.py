import asyncio
from typing import Any

import pytest

from recognize.lib.database import DB
from recognize.people.actions import change_status, choose_preference, create_person
from tests.cast import Cast
from tests.wins.sharing import WIN, names, shares, wins


async def test_a_shared_win_is_in_everybodys_feed_and_live(cast: Cast):
    async with cast.diego.listens() as ear:
        answer = await shares(cast.ana)
        event = await ear.event()
    assert answer.status_code == 201
    view = answer.json()
    assert (view["author"]["handle"], names(view), view["win"]) == ("ana", ["Bruno", "Diego"], "improvement")
    assert (event["kind"], event["item"]["id"]) == ("win.shared", view["id"])
    (item,) = (await cast.carla.feed())["items"]
    assert (
        item
        == event["item"]
        == {key: value for key, value in view.items() if key != "mine"} | {"given_at": item["given_at"]}
    )


async def test_the_answer_is_what_reading_it_answers(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    told = (await shares(cast.ana)).json()
    read = (await cast.ana.http.get(f"/api/wins/{told['id']}")).json()
    assert told["mine"].keys() == read["mine"].keys()
    assert [told["mine"]["quiet"], names(told)] == [read["mine"]["quiet"], names(read)]


async def test_the_list_of_wins_holds_wins_alone_and_is_searched_without_accents(cast: Cast):
    await cast.ana.gives()
    await shares(cast.ana)
    await shares(cast.bruno, title="Cero devoluciones en marzo", story="La línea fría revisó cada equipo dos veces.")
    assert [each["title"] for each in await wins(cast.hr)] == ["Cero devoluciones en marzo", WIN["title"]]
    assert [each["title"] for each in await wins(cast.hr, search="GUIAS")] == [WIN["title"]]
    assert [each["title"] for each in await wins(cast.hr, search="linea fria")] == ["Cero devoluciones en marzo"]


async def test_whoever_shares_it_may_have_taken_part(cast: Cast):
    assert names((await shares(cast.ana, participants=["ana", "bruno", "ana"])).json()) == ["Ana", "Bruno"]


async def test_a_quiet_participant_is_named_to_author_manager_and_self_only(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    win = (await shares(cast.ana)).json()["id"]
    seen = {
        who.handle: names((await who.http.get(f"/api/wins/{win}")).json())
        for who in (cast.ana, cast.bruno, cast.carla, cast.diego, cast.hr)
    }
    assert seen == {
        "ana": ["Bruno", "Diego"],
        "bruno": ["Bruno", "Diego"],
        "carla": ["Bruno", "Diego"],
        "diego": ["Diego"],
        "hr": ["Diego"],
    }
    assert [len((await who.feed(person="bruno"))["items"]) for who in (cast.diego, cast.carla)] == [0, 1]


async def test_a_win_of_quiet_people_alone_stays_between_them(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    win = (await shares(cast.ana, participants=["bruno"])).json()["id"]
    assert (await cast.diego.http.get(f"/api/wins/{win}")).status_code == 404
    assert await wins(cast.diego) == []
    assert len(await wins(cast.bruno)) == 1


async def test_a_win_for_the_areas_is_seen_in_them_and_nowhere_else(cast: Cast):
    await create_person("zoe", "Zoe")
    win = (await shares(cast.ana, participants=["bruno"], visibility="department")).json()["id"]
    assert (await cast.carla.http.get(f"/api/wins/{win}")).status_code == 200
    assert (await cast.diego.http.get(f"/api/wins/{win}")).status_code == 404


async def test_a_repeated_key_shares_once_and_answers_the_same(cast: Cast):
    answers = await asyncio.gather(*(shares(cast.ana, "k1") for _ in range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert await DB.fetch_value("select count(*) from wins") == 1
    assert (await shares(cast.ana, "k1", title="Otro título distinto")).json()["code"] == "idempotency_key_reused"


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"participants": []}, "no_participant"),
    ({"participants": ["nobody"]}, "unknown_participant"),
    ({"participants": ["left"]}, "participant_left"),
    ({"participants": [f"p{number}" for number in range(51)]}, "too_many_participants"),
    ({"title": "Hoy"}, "win_title"),
    ({"title": "a" * 121}, "win_title"),
    ({"title": "uno \x00 dos"}, "win_title"),
    ({"story": "corta"}, "win_story"),
    ({"story": "\u200b" * 40}, "win_story"),
    ({"story": "a" * 2001}, "win_story"),
    ({"win": "party"}, "invalid_input"),
    ({"visibility": "private"}, "invalid_input"),
]


@pytest.mark.parametrize(("changes", "code"), REFUSED)
async def test_what_is_no_win_is_refused_with_a_reason(cast: Cast, changes: dict[str, Any], code: str):
    await change_status(await create_person("left", "Left"), "left")
    answer = await shares(cast.ana, **changes)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await DB.fetch_value("select count(*) from wins") == 0


async def test_its_limits_are_within(cast: Cast):
    assert (await shares(cast.ana, title="a" * 120, story="b" * 2000)).status_code == 201
    assert (await shares(cast.ana, title=" Cinco ", story="diez letra")).json()["title"] == "Cinco"


async def test_a_win_is_no_kudos_and_a_kudos_no_win(cast: Cast):
    win, kudos = (await shares(cast.ana)).json()["id"], (await cast.ana.gives()).json()["id"]
    assert (await cast.ana.http.get(f"/api/kudos/{win}")).status_code == 404
    assert (await cast.ana.http.get(f"/api/wins/{kudos}")).status_code == 404
    assert (await cast.ana.http.delete(f"/api/wins/{kudos}")).status_code == 404
