from recognize.people.actions import change_person
from tests.cast import Actor, Cast
from tests.displays.screens import like_fanfare, names, page, shown
from tests.displays.test_scenes import scene
from tests.wins.sharing import shares


async def test_a_win_is_celebrated_with_those_who_want_fanfare(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    async with wall.listens() as ear:
        await ear.next()
        await shares(cast.ana)
        event = await ear.event()
    assert (event["item"]["kind"], names(event["item"])) == ("win", ["Bruno"])
    assert event["item"]["message"] == "Las guías salen el mismo día"
    assert event["item"].keys() == {
        "id",
        "kind",
        "given_at",
        "win",
        "giver",
        "recipients",
        "teams",
        "behaviours",
        "message",
        "picture",
    }
    assert str(cast.bruno.id) not in str(event)


async def test_without_any_of_them_no_wall_hears_of_it(cast: Cast, wall: Actor):
    async with wall.listens() as ear:
        await ear.next()
        await shares(cast.ana)
        assert await ear.hears_nothing()
    assert await shown(wall) == []
    assert await scene(wall, "wins") is None


async def test_a_title_that_names_somebody_else_is_not_said(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    await shares(cast.ana, title="Diego y Bruno ordenaron el patio")
    (item,) = await shown(wall)
    assert (names(item), item["message"]) == (["Bruno"], None)


async def test_nor_is_one_that_names_them_later_and_by_their_full_name(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    await change_person(cast.diego.id, name="Diego Huamán Cusi", preferred_name="Diego")
    win = (await shares(cast.ana)).json()["id"]
    assert (await cast.ana.http.patch(f"/api/wins/{win}", json={"title": "Gracias al gran Cusi"})).status_code == 200
    (item,) = await shown(wall)
    assert (names(item), item["message"]) == (["Bruno"], None)


async def test_a_win_of_the_areas_only_is_on_no_wall(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno", "diego")
    await shares(cast.ana, visibility="department")
    assert await shown(wall) == []


async def test_the_scene_of_wins_shows_the_newest_until_they_are_taken_back(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    win = (await shares(cast.ana)).json()["id"]
    told = await scene(wall, "wins")
    assert told is not None
    assert [each["id"] for each in told["items"]] == [win]
    await cast.ana.http.delete(f"/api/wins/{win}")
    assert await scene(wall, "wins") is None
    assert (await page(wall))["items"] == []
