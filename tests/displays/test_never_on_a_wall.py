"""PRODUCT.md, "Never on a wall": what exists of it so far."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recognize.kudos.actions import give
from recognize.kudos.history import import_history
from recognize.kudos.schemas import NewKudos
from recognize.lib.database import DB
from recognize.people.actions import change_status, choose_preference, create_team
from tests.cast import Actor, Cast
from tests.displays.screens import like_fanfare, names, page, shown

REDUCED = {"id", "kind", "given_at", "giver", "recipients", "teams", "behaviours", "message", "picture"}


async def test_a_kudos_is_reduced_to_what_a_wall_shows(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    kudos = (await cast.ana.gives(points=10, message="You **foresaw** the forms, Bruno. And more.")).json()
    (item,) = await shown(wall)
    assert item.keys() == REDUCED
    assert item["id"] == kudos["id"]
    assert (item["giver"], item["recipients"]) == ({"name": "Ana"}, [{"name": "Bruno", "named": True}])
    assert item["behaviours"] == [{"code": "courtesy", "stage": "every-moment"}]
    assert item["message"] == "You foresaw the forms, Bruno."


async def test_points_ids_and_handles_are_not_in_it(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    await cast.ana.gives(points=50)
    text = json.dumps(await page(wall))
    assert "points" not in text
    assert "50" not in json.dumps((await shown(wall))[0]["recipients"])
    assert str(cast.bruno.id) not in text
    assert str(cast.ana.id) not in text
    assert '"bruno"' not in text


@pytest.mark.parametrize("visibility", ["department", "private"])
async def test_only_public_kudos_are_shown(cast: Cast, wall: Actor, visibility: str):
    await like_fanfare(cast, "bruno")
    async with wall.listens() as ear:
        await ear.next()
        await cast.ana.gives(visibility=visibility)
        assert await ear.hears_nothing()
    assert await shown(wall) == []


@pytest.mark.parametrize("preference", ["feed_only", "quiet", None])
async def test_whoever_did_not_ask_for_fanfare_is_not_shown(cast: Cast, wall: Actor, preference: str | None):
    if preference:
        await choose_preference(cast.bruno.id, preference)
    async with wall.listens() as ear:
        await ear.next()
        await cast.ana.gives()
        assert await ear.hears_nothing()
    assert await shown(wall) == []


@pytest.mark.parametrize("preference", ["feed_only", "quiet"])
async def test_in_the_same_kudos_fanfare_people_appear_and_the_others_do_not(cast: Cast, wall: Actor, preference: str):
    await like_fanfare(cast, "carla")
    await choose_preference(cast.bruno.id, preference)
    async with wall.listens() as ear:
        await ear.next()
        await cast.ana.gives(
            recipients=["bruno", "carla"],
            message="Bruno found the missing boxes in time. The whole area could close on Friday.",
        )
        event = await ear.event()
    assert names(event["item"]) == ["Carla"]
    assert event["item"]["message"] == "The whole area could close on Friday."
    assert "bruno" not in json.dumps([ear.heard, await page(wall)]).lower()


async def test_where_every_sentence_names_them_there_is_no_sentence(cast: Cast, wall: Actor):
    await like_fanfare(cast, "carla")
    await cast.ana.gives(recipients=["bruno", "carla"], message="Thank you Carla and @bruno for the forms!")
    (item,) = await shown(wall)
    assert (names(item), item["message"]) == (["Carla"], None)


async def test_a_leaver_is_gone_from_the_sentence_too(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno", "diego")
    await cast.ana.gives(recipients=["bruno", "diego"], message="Bruno and Diego stayed late to close the month.")
    await change_status(cast.bruno.id, "left")
    (item,) = await shown(wall)
    assert (names(item), item["message"]) == (["Diego"], None)


async def test_a_mention_becomes_the_name_of_who_is_shown_and_hides_the_sentence_of_anybody_else(
    cast: Cast, wall: Actor
):
    await like_fanfare(cast, "bruno")
    await cast.ana.gives(message="With @diego you closed it. We both, @ana and @bruno, could go home in time.")
    (item,) = await shown(wall)
    assert item["message"] == "We both, Ana and Bruno, could go home in time."


async def test_neither_a_short_surname_nor_the_name_before_the_preferred_one_is_said(cast: Cast, wall: Actor):
    await like_fanfare(cast, "carla")
    await choose_preference(cast.bruno.id, "quiet")
    await DB.execute("update people set name = 'Benigno Gil', preferred_name = 'Bruno' where id = $1", cast.bruno.id)
    for message in ("Gil found the missing boxes in time.", "Benigno found the missing boxes in time."):
        await cast.ana.gives(recipients=["bruno", "carla"], message=message)
    assert [item["message"] for item in await shown(wall)] == [None, None]


async def test_a_team_shows_only_its_fanfare_members(cast: Cast, wall: Actor):
    await like_fanfare(cast, "diego")
    await create_team("turno", "Turno tarde", ["bruno", "diego"])
    await cast.ana.gives(recipients=[], teams=["turno"])
    (item,) = await shown(wall)
    assert (names(item), item["teams"]) == (["Diego"], [{"code": "turno", "name": "Turno tarde"}])


async def test_a_change_of_preference_does_not_reach_back(cast: Cast, wall: Actor):
    await cast.ana.gives()
    await like_fanfare(cast, "bruno")
    assert await shown(wall) == []


async def test_leavers_are_gone_at_once_and_walls_are_told(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno", "diego")
    await cast.ana.gives(recipients=["bruno", "diego"])
    await cast.ana.gives(recipients=["bruno"])
    async with wall.listens() as ear:
        await change_status(cast.bruno.id, "left")
        while (await ear.event())["kind"] != "person.changed":
            pass
    assert [names(item) for item in await shown(wall)] == [["Diego"]]
    await change_status(cast.ana.id, "left")
    assert await shown(wall) == []


async def test_who_only_moves_is_no_news_for_walls(cast: Cast, wall: Actor):
    async with wall.listens() as ear:
        await ear.next()
        await change_status(cast.bruno.id, "on_leave")
        assert await ear.hears_nothing()


async def test_imported_history_never_reaches_walls(cast: Cast, wall: Actor, tmp_path: Path):
    await like_fanfare(cast, "bruno")
    history, mapping = tmp_path / "history.csv", tmp_path / "kinds.toml"
    history.write_text("sent_at,sender,recipients,kind,message,ref\n2005-03-01T10:00:00Z,ana,bruno,thanks,Long ago,1\n")
    mapping.write_text('[behaviours]\n"thanks" = "courtesy"\n')
    assert (await import_history(history, mapping)).imported == 1
    assert await shown(wall) == []
    assert await DB.fetch_value("select wall_sentence from kudos") is None


async def test_a_made_up_past_stands_in_its_time_and_celebrates_nothing(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    new = NewKudos(recipients=["bruno"], behaviours=["courtesy"], message="Thank you for the forms.")
    async with wall.listens() as ear:
        await ear.next()
        await give(cast.ana.id, new, at=datetime(2026, 3, 1, tzinfo=UTC))
        assert await ear.hears_nothing()
    assert [item["given_at"][:10] for item in await shown(wall)] == ["2026-03-01"]


async def test_a_withdrawn_kudos_leaves_screen_and_list(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    async with wall.listens() as ear:
        kudos = (await cast.ana.gives(message="Words that were taken back.")).json()["id"]
        await ear.event()
        await cast.ana.withdraws(kudos)
        event = await ear.event(seconds=2)
    assert (event["kind"], event["id"]) == ("item.removed", kudos)
    assert "item" not in event
    assert await shown(wall) == []


@pytest.mark.parametrize("why", ["quiet", "feed_only", "left"])
async def test_a_sentence_that_names_somebody_else_who_is_not_on_walls_is_not_said(cast: Cast, wall: Actor, why: str):
    await like_fanfare(cast, "bruno")
    await DB.execute("update people set name = 'Diego Núñez Ibarra' where handle = 'diego'")
    await cast.ana.gives(message="You and DIEGO NÚÑEZ, Bruno, found the missing boxes in time.")
    await cast.ana.gives(message="You and Diego Torres found them again in time.")
    assert [item["message"] is None for item in await shown(wall)] == [False, False]
    if why == "left":
        await change_status(cast.diego.id, "left")
    else:
        await choose_preference(cast.diego.id, why)
    assert [item["message"] for item in await shown(wall)] == ["You and Diego Torres found them again in time.", None]
