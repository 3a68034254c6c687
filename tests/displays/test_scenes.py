"""What a wall shows between the celebrations; a scene with nothing to say is not there."""

from pathlib import Path
from typing import Any

from recognize.displays import scenes
from recognize.lib.database import DB
from recognize.worker import settle
from tests.cast import Actor, Cast
from tests.displays.screens import like_fanfare, page

FRONTEND = Path(__file__).parents[2] / "frontend"


async def scene(wall: Actor, code: str) -> dict[str, Any] | None:
    return {each["code"]: each["content"] for each in (await page(wall))["scenes"]}.get(code)


async def given(cast: Cast, count: int, behaviour: str = "courtesy", **changes: Any) -> list[str]:
    answers = [await cast.ana.gives(behaviours=[behaviour], **changes) for _ in range(count)]
    return [each.json()["id"] for each in answers]


async def test_an_invitation_leads_to_the_dialog(wall: Actor, address: str):
    told = await scene(wall, "invitation")
    assert told is not None
    assert told["url"] == f"{address}/#thank"
    assert told["qr"]["size"] > 20


async def test_the_behaviour_of_the_month_is_passed_over_while_there_is_none(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    assert await scene(wall, "behaviour_of_month") is None
    await given(cast, 2)
    assert await scene(wall, "behaviour_of_month") is None


async def test_it_is_the_one_most_thanked_for_with_the_story_that_tells_most(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    await given(cast, 3, "closing-the-service")
    await given(cast, 3)
    best = (await given(cast, 1, message="You came back on Friday to check that the forms had arrived, Bruno."))[0]
    told = await scene(wall, "behaviour_of_month")
    assert told is not None
    assert (told["behaviour"], told["story"]["id"]) == ("courtesy", best)
    assert told["story"]["message"].startswith("You came back on Friday")
    assert told.keys() == {"month", "behaviour", "story"}


async def test_a_story_that_reached_a_customer_is_preferred(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    reached = (await given(cast, 1, reached_customer=True))[0]
    await given(cast, 3, message="You came back on Friday to check that the forms had arrived, Bruno.")
    told = await scene(wall, "behaviour_of_month")
    assert told is not None
    assert told["story"]["id"] == reached


async def test_a_story_that_is_withdrawn_gives_way(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    await given(cast, 3)
    best = (await given(cast, 1, message="You came back on Friday to check that the forms had arrived, Bruno."))[0]
    await cast.ana.withdraws(best)
    told = await scene(wall, "behaviour_of_month")
    assert told is not None
    assert told["story"]["id"] != best


async def test_who_asked_for_no_fanfare_and_who_left_are_in_no_story(cast: Cast, wall: Actor):
    await given(cast, 4)
    assert await scene(wall, "behaviour_of_month") is None
    await like_fanfare(cast, "bruno")
    await given(cast, 3)
    assert await scene(wall, "behaviour_of_month") is not None
    await DB.execute("update people set status = 'left' where id = $1", cast.bruno.id)
    assert await scene(wall, "behaviour_of_month") is None


async def test_last_month_stands_in_for_a_young_one(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    for kudos in await given(cast, 3):
        await DB.execute(
            "update feed_items set at = (date_trunc('month', now() at time zone 'America/Lima') - interval '1 minute') "
            "at time zone 'America/Lima' where id = $1",
            kudos,
        )
    told = await scene(wall, "behaviour_of_month")
    last = "select to_char((now() at time zone 'America/Lima') - interval '1 month', 'YYYY-MM')"
    assert told is not None
    assert told["month"] == await DB.fetch_value(last)


async def test_only_the_chosen_scenes_in_the_chosen_order(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    await given(cast, 3)
    await settle()
    assert [each["code"] for each in (await page(wall))["scenes"]] == ["behaviour_of_month", "awards", "invitation"]
    await DB.execute("update displays set scenes = '{invitation,behaviour_of_month}'")
    told = await page(wall)
    assert [each["code"] for each in told["scenes"]] == ["invitation", "behaviour_of_month"]
    assert (told["items"], told["display"]["celebrates"]) == ([], False)


async def test_a_scene_of_other_areas_is_not_shown_where_only_own_ones_are(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    await given(cast, 3)
    await DB.execute("update displays set departments = array(select id from departments where code = 'AL')")
    assert await scene(wall, "behaviour_of_month") is None


def test_the_order_of_scenes_begins_with_the_celebrations():
    assert next(scenes.codes()) == "celebrations"


def test_every_scene_has_a_name_in_both_languages_and_is_drawn():
    drawn = (FRONTEND / "wall" / "src" / "scenes.ts").read_text()
    for code in scenes.codes():
        for language in ("es", "en"):
            assert f"'scene-{code}':" in (FRONTEND / "src" / "text" / f"{language}.pages.ts").read_text()
        assert code == "celebrations" or f"'{code}'" in drawn
