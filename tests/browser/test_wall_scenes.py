"""The slides between the celebrations, the wins and the pictures, in a real browser."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from recognize.lib.database import DB
from recognize.people.actions import change_person
from tests.browser.test_wall import display, television
from tests.browser.test_wall_displays import changed
from tests.browser.wall_scenes import SCENES, only
from tests.cast import Actor, Cast
from tests.celebrations.support import LIMA, morning_of
from tests.displays.screens import like_fanfare
from tests.media.test_pictures import given_with_picture
from tests.wins.sharing import shares

__all__ = ["display", "television"]

OUTSIDE = """() => {
    const stage = document.querySelector('.stage').getBoundingClientRect();
    const isOutside = ({left, right, top, bottom}) =>
        left < -1 || right > innerWidth + 1 || top < stage.top - 1 || bottom > stage.bottom + 1;
    return [...document.querySelectorAll('.slide *:not(.watermark):not(.watermark *)')]
        .filter((each) => isOutside(each.getBoundingClientRect())).map((each) => each.outerHTML.slice(0, 120));
}"""


async def opened_with(scene: str, television: Any, address: str, display: Actor) -> None:
    await DB.execute("update displays set scenes = $1", [scene])
    await television.goto(f"{address}/wall#{display.token}")


def today(year: int) -> str:
    now = datetime.now(ZoneInfo(LIMA))
    day = min(now.day, 28) if now.month == 2 else now.day
    return f"{year}-{now.month:02}-{day:02}"


async def celebrated_today() -> None:
    await morning_of(f"{datetime.now(ZoneInfo(LIMA)):%Y-%m-%d}")


async def test_an_anniversary_has_its_slide_on_its_day(cast: Cast, address: str, display: Actor, television: Any):
    await like_fanfare(cast, "bruno")
    await change_person(cast.bruno.id, hired_on=today(2021))
    await celebrated_today()
    await opened_with("todays_dates", television, address, display)
    await television.get_by_text("Hoy celebramos").wait_for()
    years = datetime.now(ZoneInfo(LIMA)).year - 2021
    assert await television.locator(".slide .name").inner_text() == "Bruno"
    assert await television.locator(".slide .deed").inner_text() == f"hoy cumple {years} años con nosotros"


async def test_newcomers_are_welcomed_with_their_area(cast: Cast, address: str, display: Actor, television: Any):
    await like_fanfare(cast, "bruno", "diego")
    for who in (cast.bruno, cast.diego):
        await change_person(who.id, hired_on=f"{datetime.now(ZoneInfo(LIMA)):%Y-%m-%d}")
    await celebrated_today()
    await opened_with("newcomers", television, address, display)
    await television.get_by_text("¡Qué bueno que llegaron!").wait_for()
    assert await television.locator(".card .name").all_inner_texts() == ["Bruno", "Diego"]


async def test_a_win_interrupts_like_a_kudos(cast: Cast, address: str, display: Actor, television: Any):
    await like_fanfare(cast, "bruno", "diego")
    await opened_with("celebrations", television, address, display)
    await television.locator(".slide.idle").wait_for()
    await shares(cast.ana)
    await television.get_by_text("Las guías salen el mismo día").wait_for(timeout=3000)
    assert await television.locator(".names").inner_text() == "Bruno y Diego"
    assert await television.locator(".from").inner_text() == "lo cuenta Ana"
    assert await television.locator(".chip").inner_text() == "Mejora"


async def test_a_win_that_is_taken_back_leaves_its_scene_to_the_others(
    cast: Cast, address: str, display: Actor, television: Any
):
    await like_fanfare(cast, "bruno", "diego")
    taken = (await shares(cast.ana, title="Words that were taken back")).json()["id"]
    await shares(cast.ana)
    await opened_with("wins", television, address, display)
    await television.get_by_text("Esto lo hicimos en equipo").wait_for()
    await expect(television.locator(".card")).to_have_count(2)
    await television.wait_for_timeout(300)  # the socket opens
    await cast.ana.http.delete(f"/api/wins/{taken}")
    await television.get_by_text("taken back").wait_for(state="detached", timeout=2000)
    await television.get_by_text("Las guías salen el mismo día").wait_for()
    assert "taken back" not in await television.evaluate("JSON.stringify({...localStorage})")


async def test_a_kudos_shows_its_picture_inside_the_house_and_never_where_visitors_pass(
    cast: Cast, address: str, display: Actor, television: Any
):
    await like_fanfare(cast, "bruno")
    kudos, _ = await given_with_picture(cast)
    await DB.execute("update feed_items set at = at - interval '20 minutes' where id = $1", kudos)
    await opened_with("celebrations", television, address, display)
    image = television.locator("img.picture")
    await image.wait_for()
    await expect(image).to_have_js_property("naturalWidth", 40)
    await television.wait_for_timeout(300)
    await changed(cast, display, place="public")
    await image.wait_for(state="detached")
    await television.locator(".slide.kudos").wait_for()


async def test_a_picture_that_does_not_come_leaves_the_words(cast: Cast, address: str, display: Actor, television: Any):
    await like_fanfare(cast, "bruno")
    await given_with_picture(cast)
    await television.route("**/api/media/**", lambda route: route.abort())
    await opened_with("celebrations", television, address, display)
    await television.locator(".slide.kudos .quote").wait_for()
    await expect(television.locator("img")).to_have_count(0)


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920)])
async def test_nothing_of_a_scene_leaves_the_screen(
    address: str, display: Actor, television: Any, width: int, height: int
):
    await television.set_viewport_size({"width": width, "height": height})
    await television.emulate_media(reduced_motion="reduce")
    outside: dict[str, list[str]] = {}
    await television.goto(f"{address}/wall#{display.token}")
    for scene in SCENES:
        await only(television, scene)
        await television.reload()
        await television.locator(".slide").first.wait_for()
        await television.evaluate("document.fonts.ready")
        if found := await television.evaluate(OUTSIDE):
            outside[scene["code"]] = found
    assert not outside


async def test_a_pause_empties_the_wall_at_once_and_kudos_come_without_confetti(
    cast: Cast, address: str, display: Actor, television: Any
):
    await like_fanfare(cast, "bruno")
    await shares(cast.ana)
    await television.goto(f"{address}/wall#{display.token}")
    win = television.get_by_text("Las guías salen el mismo día")
    await win.wait_for()
    day = f"{datetime.now(ZoneInfo(LIMA)):%Y-%m-%d}"
    await cast.hr.http.put(f"/api/celebrations/pauses/{day}", json={"reason": "an accident in the plant"})
    await television.get_by_text("¿Quién te ayudó hoy?").wait_for(timeout=3000)
    await expect(win).to_have_count(0)
    await television.evaluate(
        "new MutationObserver(() => (window.showered ||= !!document.querySelector('canvas')))"
        ".observe(document.body, {childList: true})"
    )
    await shares(cast.ana, title="Otro logro del mismo día")
    await cast.ana.gives(message="You called back the same day, Bruno.")
    await television.get_by_text("You called back the same day, Bruno.").wait_for()
    await television.wait_for_timeout(1000)  # a shower begins with a fetch
    assert not await television.evaluate("window.showered")
    await expect(television.get_by_text("Otro logro")).to_have_count(0)
