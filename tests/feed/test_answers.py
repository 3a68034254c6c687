"""Faces and comments below an item."""

import asyncio
import json

import pytest

from recognize.lib.database import DB
from recognize.worker import settle
from tests.cast import Actor, Cast


async def reacts(who: Actor, kudos: str, face: str = "glad"):
    return await who.http.post(f"/api/kudos/{kudos}/reactions", json={"face": face})


async def unreacts(who: Actor, kudos: str, face: str = "glad"):
    return await who.http.delete(f"/api/kudos/{kudos}/reactions", params={"face": face})


async def comments(who: Actor, kudos: str, text: str = "So it was."):
    return await who.http.post(f"/api/kudos/{kudos}/comments", json={"text": text})


async def read(who: Actor, kudos: str, **chosen: object) -> dict:
    return (await who.http.get(f"/api/kudos/{kudos}/comments", params=chosen)).json()


async def test_one_of_each_face_a_person(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    for who, face in ((cast.diego, "glad"), (cast.diego, "glad"), (cast.diego, "wow"), (cast.carla, "glad")):
        assert (await reacts(who, kudos, face)).status_code == 204
    page = await cast.diego.feed()
    assert page["items"][0]["reactions"] == [{"face": "glad", "count": 2}, {"face": "wow", "count": 1}]
    assert page["mine"][kudos]["reactions"] == ["glad", "wow"]
    listed = (await cast.hr.http.get(f"/api/kudos/{kudos}/reactions")).json()
    assert [(each["face"], each["person"]["handle"]) for each in listed] == [
        ("glad", "carla"), ("wow", "diego"), ("glad", "diego"),
    ]  # fmt: skip


async def test_a_face_is_taken_back(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    await reacts(cast.diego, kudos)
    for _ in range(2):
        assert (await unreacts(cast.diego, kudos)).status_code == 204
    page = await cast.diego.feed()
    assert (page["items"][0]["reactions"], page["mine"]) == ([], {})


async def test_everybody_who_sees_the_item_hears_of_it_once_and_no_wall(cast: Cast):
    await cast.bruno.http.patch("/api/me", json={"preference": "fanfare"})
    kudos = (await cast.ana.gives()).json()["id"]
    await asyncio.gather(*(reacts(cast.carla, kudos) for _ in range(5)))
    await settle()
    rows = await DB.fetch(
        "select audience, payload::text as payload from log where kind = 'item.reacted' and subject = $1", kudos
    )
    assert [row["audience"] for row in rows] == [["org"]]
    assert json.loads(rows[0]["payload"]) == {
        "item": kudos, "kind": "kudos", "author": str(cast.carla.id), "face": "glad", "made": True,
    }  # fmt: skip


async def test_the_item_changes_by_the_event(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    async with cast.diego.listens() as ear:
        await comments(cast.carla, kudos)
        event = await ear.event()
        while event["kind"] != "item.commented":
            event = await ear.event()
    assert (event["item"]["id"], event["item"]["comments"]) == (kudos, 1)
    assert event["item"] == (await cast.diego.feed())["items"][0]


async def test_an_unknown_face_is_refused(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    assert (await reacts(cast.diego, kudos, "angry")).status_code == 422


async def test_comments_are_read_page_by_page_newest_first(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    for number in range(5):
        assert (await comments(cast.diego, kudos, f"Comment {number}")).status_code == 201
    first = await read(cast.carla, kudos, limit=3)
    second = await read(cast.carla, kudos, limit=3, before=first["next"])
    texts = [each["text"] for page in (first, second) for each in page["comments"]]
    assert texts == [f"Comment {number}" for number in (4, 3, 2, 1, 0)]
    assert second["next"] is None
    assert {each["mine"] for each in first["comments"]} == {False}


async def test_one_takes_back_ones_own_comment_only(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    written = (await comments(cast.diego, kudos)).json()
    assert (written["mine"], written["author"]["handle"]) == (True, "diego")
    address = f"/api/kudos/{kudos}/comments/{written['id']}"
    assert (await cast.ana.http.delete(address)).json()["code"] == "not_the_author"
    assert (await cast.diego.http.delete(address)).status_code == 204
    assert (await cast.diego.http.delete(address)).status_code == 404
    assert (await read(cast.ana, kudos))["comments"] == []
    assert (await cast.ana.feed())["items"][0]["comments"] == 0


async def test_who_moderates_removes_any_with_a_reason_in_the_audit_log(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    address = f"/api/kudos/{kudos}/comments/{(await comments(cast.diego, kudos)).json()['id']}"
    assert (await cast.admin.http.delete(address)).json()["code"] == "reason_required"
    assert (await cast.admin.http.delete(address, params={"reason": "not kind"})).status_code == 204
    entry = (await cast.admin.http.get("/api/audit")).json()["entries"][0]
    assert (entry["action"], entry["details"]) == ("comment.removed", {"reason": "not kind"})


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u200b", "x" * 1001, "a\x00b"])
async def test_a_comment_says_something_in_a_thousand_characters(cast: Cast, text: str):
    kudos = (await cast.ana.gives()).json()["id"]
    assert (await comments(cast.diego, kudos, text)).json()["code"] == "comment_text"


async def test_below_what_one_may_not_see_there_is_nothing_to_say(cast: Cast):
    kudos = (await cast.ana.gives(visibility="private")).json()["id"]
    for answer in (
        await reacts(cast.carla, kudos),
        await comments(cast.carla, kudos),
        await unreacts(cast.carla, kudos),
    ):
        assert answer.status_code == 404
    assert (await cast.carla.http.get(f"/api/kudos/{kudos}/comments")).status_code == 404
    assert (await cast.carla.http.get(f"/api/kudos/{kudos}/reactions")).status_code == 404


async def test_words_of_somebody_quiet_are_for_those_who_see_the_name(cast: Cast):
    await cast.diego.http.patch("/api/me", json={"preference": "quiet"})
    kudos = (await cast.ana.gives(recipients=["bruno", "diego"])).json()["id"]
    await reacts(cast.diego, kudos)
    await comments(cast.diego, kudos, "You are welcome.")
    assert ((await cast.ana.feed())["items"][0]["comments"], len((await read(cast.ana, kudos))["comments"])) == (1, 1)
    for other in (cast.bruno, cast.hr):
        (item,) = (await other.feed())["items"]
        assert (item["comments"], item["reactions"]) == (0, [])
        assert (await read(other, kudos))["comments"] == []
        assert (await other.http.get(f"/api/kudos/{kudos}/reactions")).json() == []
    await settle()
    audiences = await DB.fetch("select audience from log where subject = $1 and kind like 'item.%'", kudos)
    assert {topic for row in audiences for topic in row["audience"]} == {
        f"person:{cast.ana.id}",
        f"person:{cast.diego.id}",
    }


async def test_a_mention_tells_only_who_may_see_the_item(cast: Cast):
    kudos = (await cast.ana.gives(visibility="department")).json()["id"]
    await comments(cast.bruno, kudos, "As @carla saw, and (@hr) too; @diego not, nor @Bruno or mail@ana.example.")
    await settle()
    named = await DB.fetch_value(
        "select payload -> 'mentions' from log where kind = 'item.commented' and subject = $1", kudos
    )
    assert set(json.loads(named)) == {str(cast.carla.id), str(cast.hr.id)}


async def test_what_is_hidden_takes_its_answers_along(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    await comments(cast.diego, kudos)
    await cast.admin.http.post(f"/api/kudos/{kudos}/hiding", json={"reason": "not kind"})
    assert (await cast.ana.http.get(f"/api/kudos/{kudos}/comments")).status_code == 404
    assert (await comments(cast.ana, kudos)).status_code == 404


async def test_below_a_private_kudos_recipients_do_not_hear_of_one_another(cast: Cast):
    kudos = (await cast.ana.gives(recipients=["bruno", "diego"], visibility="private")).json()["id"]
    await cast.bruno.http.post(f"/api/kudos/{kudos}/comments", json={"text": "Thank you, Ana."})
    await cast.bruno.http.post(f"/api/kudos/{kudos}/reactions", json={"face": "glad"})
    await cast.ana.http.post(f"/api/kudos/{kudos}/comments", json={"text": "Thanks to both."})
    told = {}
    for who in (cast.ana, cast.bruno, cast.diego):
        said = (await who.http.get(f"/api/kudos/{kudos}/comments")).json()["comments"]
        faces = (await who.http.get(f"/api/kudos/{kudos}/reactions")).json()
        told[who.handle] = ([each["author"]["handle"] for each in said], len(faces))
    assert told == {"ana": (["ana", "bruno"], 1), "bruno": (["ana", "bruno"], 1), "diego": (["ana"], 0)}
