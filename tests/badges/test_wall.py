"""The walls' scene of badges: who wants fanfare and is here, and nobody else."""

from recognize.lib.database import DB
from recognize.people.actions import change_person, choose_preference
from tests.badges.test_endpoints import hands
from tests.cast import Actor, Cast
from tests.displays.conftest import wall
from tests.displays.screens import like_fanfare
from tests.displays.test_scenes import scene

__all__ = ["wall"]  # the fixture


async def names(wall: Actor) -> list[str]:
    told = await scene(wall, "awards")
    return [each["name"] for each in told["awards"]] if told else []


async def test_it_shows_the_newest_badge_of_each(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno", "ana")
    for who in ("bruno", "ana"):
        assert (await hands(cast.carla, "pillar", who)).status_code == 201
    await hands(cast.hr, "culture", "bruno")
    told = await scene(wall, "awards")
    assert told is not None
    shown = {each["name"]: each for each in told["awards"]}
    assert shown["Bruno"] == {
        "name": "Bruno",
        "badge": {"es": "Hace cultura", "en": "Makes culture"},
        "icon": "heart",
        "stage": "every-moment",
        "tier": None,
    }
    assert set(shown) == {"Bruno", "Ana"}


async def test_who_wants_no_fanfare_who_left_and_what_was_taken_back_are_not_on_it(cast: Cast, wall: Actor):
    await hands(cast.carla, "pillar", "bruno")
    assert await names(wall) == []
    await like_fanfare(cast, "bruno")
    assert await names(wall) == ["Bruno"]
    await choose_preference(cast.bruno.id, "quiet")
    assert await names(wall) == []
    await like_fanfare(cast, "bruno")
    await change_person(cast.bruno.id, status="left")
    assert await names(wall) == []
    await change_person(cast.bruno.id, status="active")
    await DB.execute("update awards set taken_at = now()")
    assert await names(wall) == []


async def test_what_history_earned_and_what_is_a_week_old_is_not_on_it(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    await hands(cast.carla, "pillar", "bruno")
    await DB.execute("update awards set silent = true")
    assert await names(wall) == []
    await DB.execute("update awards set silent = false, granted_at = now() - interval '8 days'")
    assert await names(wall) == []


async def test_where_visitors_pass_a_name_is_short_and_waits(cast: Cast, wall: Actor):
    await change_person(cast.bruno.id, name="Bruno Díaz")
    await like_fanfare(cast, "bruno")
    await hands(cast.carla, "pillar", "bruno")
    await DB.execute("update displays set place = 'public'")
    assert await names(wall) == []
    await DB.execute("update awards set granted_at = now() - interval '11 minutes'")
    assert await names(wall) == ["Bruno D."]
