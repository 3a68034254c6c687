"""A wall and its administrators in browsers of their own: pairing, commands, quiet hours, the hold in public."""

import asyncio
import re
from typing import Any

import pytest
from playwright.async_api import expect

from recognize.displays.actions import identify, revoke_display
from recognize.lib.database import DB
from tests.browser.test_wall import IDLE, display, opened, television
from tests.cast import Actor, Cast
from tests.displays.screens import like_fanfare, page
from tests.displays.test_public_place import minutes_pass

__all__ = ["display", "television"]

QUIET = "update displays set quiet_from = '22:00', quiet_until = '06:00', time_zone = 'America/Lima'"


async def changed(cast: Cast, display: Actor, **what: Any) -> None:
    version = await DB.fetch_value("select version from displays where id = $1", display.id)
    answer = await cast.admin.http.patch(f"/api/displays/{display.id}", json={"version": version} | what)
    assert answer.status_code == 200, answer.text


@pytest.fixture
def quick_poll(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recognize.displays.endpoints.INTERVAL_SECONDS", 1)
    monkeypatch.setattr("recognize.displays.pairing.INTERVAL_SECONDS", 1)


async def test_a_screen_shows_a_code_and_opens_once_it_is_approved(
    cast: Cast, address: str, television: Any, quick_poll: None
):
    await television.goto(f"{address}/wall")
    code = await television.locator(".user-code").inner_text()
    assert await television.locator(".address").inner_text() == f"{address.removeprefix('http://')}/pair"
    await expect(television.locator("svg.qr")).to_be_visible()
    answer = await cast.admin.http.post("/api/displays", json={"user_code": code, "name": "Comedor"})
    assert answer.status_code == 201
    await television.get_by_text(IDLE).wait_for(timeout=8000)
    await television.reload()
    await television.get_by_text(IDLE).wait_for()
    assert await television.title() == "Comedor · Recognize"
    (told,) = (await cast.admin.http.get("/api/displays")).json()["displays"]
    assert (told["health"], told["is_current"]) == ("online", True)


async def test_a_code_that_is_over_makes_way_for_another(cast: Cast, address: str, television: Any, quick_poll: None):
    await television.goto(f"{address}/wall")
    first = await television.locator(".user-code").inner_text()
    await DB.execute("update display_pairings set expires_at = now() - interval '1 second'")
    await expect(television.locator(".user-code")).not_to_have_text(first, timeout=8000)


async def test_a_screen_that_may_not_ask_yet_says_when_and_asks_again_by_itself(
    cast: Cast, address: str, television: Any
):
    refused = {"status": 429, "headers": {"Retry-After": "3"}, "json": {"code": "too_many_requests"}}
    await television.route("**/api/displays/pairings", lambda route: route.fulfill(**refused), times=1)
    await television.goto(f"{address}/wall")
    await television.get_by_text(re.compile(r"vuelve a intentar dentro de \d segundos?\.")).wait_for()
    await television.locator(".user-code").wait_for()


async def test_with_nothing_to_show_it_promises_only_what_is_true(
    cast: Cast, address: str, display: Actor, television: Any
):
    await changed(cast, display, scenes=["celebrations"])
    await opened(television, address, display)
    await expect(television.get_by_text("aparece aquí en un segundo")).to_be_visible()
    await changed(cast, display, place="public")
    await expect(television.get_by_text("aparece aquí a los diez minutos")).to_be_visible()
    await changed(cast, display, scenes=[])
    await expect(television.get_by_text("Dale las gracias por su nombre")).to_be_visible()
    await expect(television.get_by_text("aparece aquí")).to_have_count(0)


async def test_its_first_heartbeat_tells_the_position_of_what_it_shows(
    cast: Cast, address: str, display: Actor, television: Any
):
    await changed(cast, display, location="Piso 2")
    async with asyncio.timeout(10):
        while not (await page(display))["position"]:  # noqa: ASYNC110 — the log cannot ring us
            await asyncio.sleep(0.05)
    async with television.expect_request("**/api/displays/heartbeats") as beat:
        await television.goto(f"{address}/wall#{display.token}")
    assert (await beat.value).post_data_json["position"] == (await page(display))["position"]


async def test_identified_it_says_its_name_for_ten_seconds(address: str, display: Actor, television: Any):
    await DB.execute("update displays set location = 'Piso 2, junto al comedor'")
    await opened(television, address, display)
    await identify(display.id)
    veil = television.locator(".identity")
    await expect(veil).to_be_visible(timeout=2000)
    await expect(veil).to_have_text("RecepciónPiso 2, junto al comedor")
    await expect(veil).to_be_hidden(timeout=12_000)


async def test_told_to_reload_it_loads_its_page_again(cast: Cast, address: str, display: Actor, television: Any):
    await opened(television, address, display)
    async with television.expect_event("load", timeout=5000):
        await cast.admin.http.post(f"/api/displays/{display.id}/reloads")
    await television.get_by_text(IDLE).wait_for()


async def test_settings_change_the_screen_without_a_reload(cast: Cast, address: str, display: Actor, television: Any):
    await opened(television, address, display)
    await changed(cast, display, locale="en", theme="light", time_zone="Asia/Tokyo")
    await television.get_by_text("Who helped you today?").wait_for(timeout=3000)
    assert await television.locator("html").get_attribute("data-theme") == "light"
    assert await television.evaluate("window.sameAsBefore")


async def test_revoked_by_an_administrator_it_offers_a_new_code(address: str, display: Actor, television: Any):
    await opened(television, address, display)
    await revoke_display(display.id)
    await television.locator(".user-code").wait_for(timeout=8000)


async def test_in_quiet_hours_there_is_a_clock_in_the_dark_and_nothing_is_celebrated(
    cast: Cast, address: str, display: Actor, television: Any
):
    """The screen's clock stands at a quarter past eleven in Lima, and the server's answers with it."""
    await like_fanfare(cast, "bruno")
    await DB.execute(QUIET)
    await at(television, "2026-11-22T04:15:00Z")
    await television.goto(f"{address}/wall#{display.token}")
    night = television.locator(".night")
    await expect(night).to_be_visible()
    await expect(night).to_have_text("23:15")
    await cast.ana.gives(message="You called back the same day, Bruno.")
    await asyncio.sleep(1)
    assert not await television.get_by_text("You called back").is_visible()
    assert await television.locator("canvas").count() == 0
    await changed(cast, display, quiet_from=None, quiet_until=None)
    await television.get_by_text("You called back").wait_for(timeout=5000)
    await expect(night).to_be_hidden()


async def at(television: Any, moment: str) -> None:
    """The server says what time it is; the browser's own clock does not matter."""

    async def answer(route: Any) -> None:
        response = await route.fetch()
        page = await response.json()
        await route.fulfill(response=response, json=page | {"now": moment})

    await television.route("**/api/wall?*", answer)


async def test_in_public_a_kudos_waits_and_what_is_withdrawn_meanwhile_is_never_seen(
    cast: Cast, address: str, display: Actor, television: Any
):
    await like_fanfare(cast, "bruno")
    await changed(cast, display, place="public")
    await opened(television, address, display)
    kept = (await cast.ana.gives(message="You called back the same day, Bruno.")).json()["id"]
    taken = (await cast.ana.gives(message="Words that were taken back.")).json()["id"]
    await asyncio.sleep(1)
    assert "taken back" not in await television.content()
    await cast.ana.withdraws(taken)
    await minutes_pass(kept)
    await minutes_pass(taken)
    await changed(cast, display, location="Entrada")  # the list is read again, as it is when the hold ends
    await television.get_by_text("You called back").wait_for(timeout=5000)
    assert "taken back" not in await television.evaluate("document.body.innerHTML + JSON.stringify({...localStorage})")


async def test_the_story_of_the_month_leaves_with_its_kudos(cast: Cast, address: str, display: Actor, television: Any):
    await like_fanfare(cast, "bruno")
    await DB.execute("update displays set scenes = '{behaviour_of_month}'")
    for _ in range(3):
        await cast.ana.gives()
    best = await cast.ana.gives(message="You came back on Friday to check that the forms had arrived, Bruno.")
    await television.goto(f"{address}/wall#{display.token}")
    words = television.get_by_text("You came back on Friday")
    await words.wait_for()
    await asyncio.sleep(0.3)
    await cast.ana.withdraws(best.json()["id"])
    await words.wait_for(state="detached", timeout=2000)
    assert "on Friday" not in await television.evaluate("JSON.stringify({...localStorage})")


async def test_a_new_build_of_the_page_is_loaded_once_at_a_calm_moment(address: str, display: Actor, television: Any):
    loads: list[str] = []
    television.on("load", lambda page: loads.append(page.url))
    await television.add_init_script("Math.random = () => 0")
    await television.route("**/api/displays/heartbeats", lambda route: route.fulfill(json={"client": "newer.page"}))
    await television.goto(f"{address}/wall#{display.token}")
    await television.get_by_text(IDLE).wait_for()
    await asyncio.sleep(2)
    await television.get_by_text(IDLE).wait_for()
    assert len(loads) == 2
