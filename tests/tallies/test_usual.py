"""What the dialog may suggest because two areas usually thank each other for it."""

from datetime import UTC, datetime, timedelta

from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.worker import settle
from tests.cast import KUDOS, Actor, Cast


async def usual(reader: Actor, department: str) -> list[str]:
    await settle()
    answer = await reader.http.get(f"/api/departments/{department}/behaviours")
    assert answer.status_code == 200, answer.text
    codes: list[str] = answer.json()
    return codes


async def thanks(who: Actor, times: int, *behaviours: str, **changes: str) -> None:
    for _ in range(times):
        await who.gives(recipients=["diego"], behaviours=list(behaviours), **changes)


async def test_what_ones_area_thanks_another_for_is_usual_the_most_frequent_first(cast: Cast):
    await thanks(cast.ana, 2, "courtesy", "ownership")
    await thanks(cast.carla, 1, "ownership")
    await thanks(cast.ana, 1, "patience")
    assert await usual(cast.bruno, "AL") == ["ownership", "courtesy"]


async def test_other_areas_have_other_habits(cast: Cast):
    await thanks(cast.ana, 2, "courtesy")
    assert await usual(cast.hr, "AL") == []
    assert await usual(cast.ana, "DG") == []
    assert await usual(cast.diego, "VE") == []


async def test_nothing_that_not_everybody_sees_is_told_by_it(cast: Cast):
    await thanks(cast.ana, 3, "courtesy", visibility="private")
    await thanks(cast.ana, 3, "ownership", visibility="department")
    assert await usual(cast.ana, "AL") == []


async def test_habits_of_long_ago_are_forgotten(cast: Cast):
    for _ in range(3):
        kudos = NewKudos(**KUDOS | {"recipients": ["diego"]})
        await give(cast.ana.id, kudos, at=datetime.now(UTC) - timedelta(days=200))
    assert await usual(cast.ana, "AL") == []


async def test_an_unknown_area_has_none(cast: Cast):
    for code in ("nowhere", "%00"):
        assert (await cast.ana.http.get(f"/api/departments/{code}/behaviours")).status_code == 404
