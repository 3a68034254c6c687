"""The giver may change the text for a while; what others were told stays known."""

import asyncio

import pytest

from recognize.lib.database import DB
from recognize.worker import settle
from tests.cast import Actor, Cast


async def edits(who: Actor, kudos: str, message: str = "Thank you for the corrected forms."):
    return await who.http.patch(f"/api/kudos/{kudos}", json={"message": message})


async def given_ago(kudos: str, interval: str) -> None:
    await DB.execute(
        "update kudos set given_at = clock_timestamp() - $2::text::interval where id = $1", kudos, interval
    )


async def test_the_new_words_stand_in_feed_search_and_on_the_socket(cast: Cast):
    kudos = (await cast.ana.gives(message="Thank you for the old forms.")).json()["id"]
    async with cast.diego.listens() as ear:
        await ear.next()
        answer = await edits(cast.ana, kudos)
        assert answer.status_code == 200, answer.text
        event = await ear.event()
        while event["kind"] != "kudos.edited":
            event = await ear.event()
    (item,) = (await cast.diego.feed(search="corrected"))["items"]
    assert event["item"] == item
    assert (item["message"], item["edited_at"] is not None) == ("Thank you for the corrected forms.", True)
    assert (await cast.diego.feed(search="old"))["items"] == []


async def test_walls_say_the_new_sentence(cast: Cast):
    await cast.bruno.http.patch("/api/me", json={"preference": "fanfare"})
    kudos = (await cast.ana.gives()).json()["id"]
    await edits(cast.ana, kudos, "You foresaw what the customer would ask. Thank you, Bruno.")
    assert await DB.fetch_value("select wall_sentence from kudos") == "You foresaw what the customer would ask."


async def test_what_it_said_before_is_for_the_giver_and_who_moderates(cast: Cast):
    kudos = (await cast.ana.gives(message="The first words of it.")).json()["id"]
    await edits(cast.ana, kudos, "The second words of it.")
    await edits(cast.ana, kudos, "The third words of it.")
    for reader in (cast.ana, cast.admin):
        earlier = (await reader.http.get(f"/api/kudos/{kudos}/edits")).json()
        assert [each["message"] for each in earlier] == ["The first words of it.", "The second words of it."]
    assert (await cast.bruno.http.get(f"/api/kudos/{kudos}/edits")).json()["code"] == "not_the_giver"


async def test_after_fifteen_minutes_of_the_databases_clock_it_is_too_late(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    await given_ago(kudos, "14 minutes 50 seconds")
    assert (await edits(cast.ana, kudos)).status_code == 200
    assert (await cast.ana.http.get(f"/api/kudos/{kudos}")).json()["mine"]["may_edit_until"]
    await given_ago(kudos, "15 minutes 1 second")
    refused = await edits(cast.ana, kudos, "Words that come too late.")
    assert (refused.status_code, refused.json()["code"]) == (409, "edit_too_late")
    assert (await cast.ana.http.get(f"/api/kudos/{kudos}")).json()["mine"]["may_edit_until"] is None


async def test_how_long_is_for_administrators_to_say(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    await given_ago(kudos, "5 minutes")
    assert (await cast.admin.http.patch("/api/organisation", json={"edit_minutes": 2})).status_code == 200
    assert (await edits(cast.ana, kudos)).status_code == 409


async def test_only_the_giver_edits(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    for other in (cast.bruno, cast.carla, cast.diego, cast.admin):
        refused = await edits(other, kudos)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_the_giver")
    private = (await cast.ana.gives(visibility="private")).json()["id"]
    assert (await edits(cast.diego, private)).status_code == 404


@pytest.mark.parametrize(("message", "code"), [("short", "message_too_short"), ("x" * 1001, "message_too_long")])
async def test_new_words_keep_the_rules_of_all_words(cast: Cast, message: str, code: str):
    kudos = (await cast.ana.gives()).json()["id"]
    assert (await edits(cast.ana, kudos, message)).json()["code"] == code


async def test_the_same_words_are_no_edit(cast: Cast):
    given = (await cast.ana.gives()).json()
    await edits(cast.ana, given["id"], given["message"])
    assert (await cast.ana.http.get(f"/api/kudos/{given['id']}")).json()["edited_at"] is None


async def test_what_was_withdrawn_or_hidden_is_not_edited(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    await cast.admin.http.post(f"/api/kudos/{kudos}/hiding", json={"reason": "not kind"})
    assert (await edits(cast.ana, kudos)).status_code == 404
    await cast.ana.withdraws(kudos)
    assert (await edits(cast.ana, kudos)).status_code == 404


async def test_ten_edits_at_once_are_ten_texts_one_after_the_other(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    texts = [f"Thank you for form number {number}." for number in range(10)]
    answers = await asyncio.gather(*(edits(cast.ana, kudos, text) for text in texts))
    assert {answer.status_code for answer in answers} == {200}
    earlier = [each["message"] for each in (await cast.ana.http.get(f"/api/kudos/{kudos}/edits")).json()]
    shown = (await cast.ana.http.get(f"/api/kudos/{kudos}")).json()["message"]
    assert len(earlier) == 10
    assert {*earlier[1:], shown} == set(texts)


async def test_who_is_mentioned_only_now_is_in_the_event(cast: Cast):
    kudos = (await cast.ana.gives(message="Thank you, with @carla beside you.")).json()["id"]
    await edits(cast.ana, kudos, "Thank you, with @carla and @diego beside you.")
    await settle()
    told = await DB.fetch("select kind, payload ->> 'mentions' as names from log where subject = $1", kudos)
    names = {row["kind"]: row["names"] for row in told}
    assert names["kudos.given"] == f'["{cast.carla.id}"]'
    assert names["kudos.edited"] == f'["{cast.diego.id}"]'
