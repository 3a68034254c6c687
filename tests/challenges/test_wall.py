"""The walls' scene of challenges: who wants fanfare and is here, and areas, for a week."""

from datetime import UTC, datetime

from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.lib.database import DB
from recognize.people.actions import change_status, choose_preference
from recognize.worker import settle
from tests.cast import KUDOS, Actor, Cast
from tests.displays.conftest import wall
from tests.displays.screens import like_fanfare
from tests.displays.test_scenes import scene

__all__ = ["wall"]  # the fixture


async def shown(wall: Actor) -> list[tuple[str, str]]:
    await settle()
    told = await scene(wall, "challenges_done")
    return [(each["name"], each["challenge"]["en"]) for each in told["done"]] if told else []


async def test_it_shows_who_wants_fanfare_and_is_here(cast: Cast, wall: Actor):
    await cast.ana.gives(recipients=["diego"])
    assert await shown(wall) == []
    await like_fanfare(cast, "ana")
    assert await shown(wall) == [("Ana", "Cross the corridor")]
    await choose_preference(cast.ana.id, "quiet")
    assert await shown(wall) == []
    await like_fanfare(cast, "ana")
    await change_status(cast.ana.id, "left")
    assert await shown(wall) == []


async def test_it_shows_neither_what_is_older_than_a_week_nor_what_history_has_done(cast: Cast, wall: Actor):
    await like_fanfare(cast, "ana", "bruno")
    await give(cast.bruno.id, NewKudos(**KUDOS | {"recipients": ["diego"]}), at=datetime.now(UTC))
    assert await shown(wall) == []
    await cast.ana.gives(recipients=["diego"])
    assert await shown(wall) == [("Ana", "Cross the corridor")]
    await DB.execute("update challenges_done set done_at = now() - interval '8 days'")
    assert await shown(wall) == []


async def test_an_area_that_has_done_one_is_named(cast: Cast, wall: Actor):
    await DB.execute(
        "insert into area_challenges_done (challenge, month, department_id)"
        " select 'area-looks-out', date_trunc('month', now())::date, id from departments where code = 'VE'"
    )
    assert await shown(wall) == [("Ventas", "A department that looks out")]
