"""On a day without celebrations nothing is celebrated anywhere, and what people thank for goes on."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from recognize.lib.database import DB
from recognize.people.actions import change_person
from recognize.worker import settle
from tests.badges.test_endpoints import hands
from tests.cast import Actor, Cast, Ear
from tests.celebrations.support import morning_of
from tests.displays.screens import like_fanfare, page, screen, shown
from tests.wins.sharing import shares

CELEBRATING = {"todays_dates", "awards", "challenges_done", "wins", "newcomers", "friday_recap"}


@pytest.fixture
async def today() -> str:
    return str(await DB.fetch_value("select (now() at time zone 'America/Lima')::date"))


@pytest.fixture
async def wall(cast: Cast, address: str, today: str) -> AsyncIterator[Actor]:
    """It has something of each sort to celebrate, and a kudos."""
    made = await screen(address, "Recepción")
    await like_fanfare(cast, "ana", "bruno", "diego")
    day = await DB.fetch_value("select $1::text::date", today)
    await change_person(cast.bruno.id, hired_on=f"2020{today[4:]}")
    await change_person(cast.diego.id, hired_on=str(day - timedelta(days=2)))
    await morning_of(today)
    await hands(cast.carla, "pillar", "bruno")
    await cast.ana.gives(recipients=["diego"])  # another area: a challenge
    await shares(cast.ana)
    await settle()
    yield made
    await made.http.aclose()


async def pauses(who: Actor, day: str) -> None:
    answer = await who.http.put(f"/api/celebrations/pauses/{day}", json={"reason": "an accident in the plant"})
    assert answer.status_code == 204, answer.text


async def resumes(who: Actor, day: str) -> None:
    assert (await who.http.delete(f"/api/celebrations/pauses/{day}")).status_code == 204


async def celebrated(wall: Actor) -> set[str]:
    return {each["code"] for each in (await page(wall))["scenes"]} & CELEBRATING


async def inbox(who: Actor) -> tuple[list[str], int]:
    await settle()
    told: dict[str, Any] = (await who.http.get("/api/me/notifications")).json()
    return [each["kind"] for each in told["items"]], told["unread"]


async def kinds_until(ear: Ear, kind: str) -> None:
    while (await ear.event())["kind"] != kind:
        pass


async def test_walls_celebrate_nothing_and_go_on_with_kudos(cast: Cast, wall: Actor, today: str):
    assert await celebrated(wall) >= {"todays_dates", "awards", "challenges_done", "wins", "newcomers"}
    await pauses(cast.hr, today)
    assert await celebrated(wall) == set()
    assert [item["kind"] for item in await shown(wall)] == ["kudos"]
    assert (await page(wall))["display"]["paused"] is True
    await resumes(cast.hr, today)
    assert await celebrated(wall) >= {"todays_dates", "awards", "challenges_done", "wins", "newcomers"}
    assert {item["kind"] for item in await shown(wall)} == {"kudos", "win"}


async def test_the_pause_of_another_day_is_none_of_today(cast: Cast, wall: Actor, today: str):
    yesterday = str(await DB.fetch_value("select $1::text::date - 1", today))
    await pauses(cast.hr, yesterday)
    assert await celebrated(wall) >= {"awards", "wins", "newcomers"}
    assert (await cast.ana.http.get("/api/organisation")).json()["celebrations_paused"] is False


async def test_screens_of_some_areas_and_people_hear_at_once(cast: Cast, wall: Actor, today: str):
    await DB.execute("update displays set departments = array(select id from departments where code = 'AL')")
    async with wall.listens() as screen_hears, cast.diego.listens() as diego_hears:
        await pauses(cast.admin, today)
        for ear in (screen_hears, diego_hears):
            await kinds_until(ear, "celebrations.paused")
        await resumes(cast.admin, today)
        for ear in (screen_hears, diego_hears):
            await kinds_until(ear, "celebrations.resumed")


async def test_good_news_waits_in_the_inbox_and_what_people_say_does_not(cast: Cast, wall: Actor, today: str):
    kinds, unread = await inbox(cast.bruno)
    assert {"badge", "win"} <= set(kinds)
    await pauses(cast.hr, today)
    await cast.ana.gives()
    held, fewer = await inbox(cast.bruno)
    assert set(held) == {"recognised", "win"}
    assert fewer < unread
    reading = {"until": str(await DB.fetch_value("select now() + interval '1 hour'"))}
    await cast.bruno.http.post("/api/me/notifications/readings", json=reading)
    await resumes(cast.hr, today)
    kinds, unread = await inbox(cast.bruno)
    assert "badge" in kinds
    assert unread == kinds.count("badge")


async def test_the_organisation_says_that_it_is_paused(cast: Cast, today: str):
    await pauses(cast.hr, today)
    assert (await cast.ana.http.get("/api/organisation")).json()["celebrations_paused"] is True
