"""The wall in a real browser, before a real server. Needs the built client: `npm run build:wall` in `frontend/`."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from recognize.displays.actions import revoke_displays
from tests.browser.conftest import let_go
from tests.cast import Actor, Cast
from tests.displays.screens import like_fanfare, screen, shown

CACHED_IDS = "() => (JSON.parse(localStorage.getItem('recognize.wall'))?.items ?? []).map((item) => item.id)"
IDLE = "¿Quién te ayudó hoy?"


class Line:
    """The wall's way to its socket; while it is cut, nothing gets through."""

    def __init__(self) -> None:
        self.is_cut = False
        self._open: list[Any] = []

    async def carry(self, socket: Any) -> None:
        if self.is_cut:
            await socket.close(code=1001, reason="cut")
        else:
            self._open.append(socket)
            socket.connect_to_server()

    async def cut(self) -> None:
        self.is_cut = True
        for socket in self._open:
            await socket.close(code=1001, reason="cut")
        self._open.clear()


@pytest.fixture
async def television(browser: Browser) -> AsyncIterator[Any]:
    """A page on a television of 1920 by 1080; a script's error or a broken policy fails the test."""
    context = await browser.new_context(
        viewport={"width": 1920, "height": 1080}, locale="es-PE", timezone_id="Asia/Tokyo"
    )
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    await let_go(context)
    assert not errors


@pytest.fixture
async def display(cast: Cast, address: str) -> AsyncIterator[Actor]:
    made = await screen(address, "Recepción")
    yield made
    await made.http.aclose()


async def opened(television: Any, address: str, display: Actor) -> None:
    await television.goto(f"{address}/wall#{display.token}")
    await television.get_by_text(IDLE).wait_for()
    await television.evaluate("window.sameAsBefore = true")
    await asyncio.sleep(0.3)  # the socket opens


async def cached_ids(television: Any) -> list[str]:
    ids: list[str] = await television.evaluate(CACHED_IDS)
    return ids


async def until_equal(television: Any, expected: list[str], seconds: float = 10) -> None:
    async with asyncio.timeout(seconds):
        while await cached_ids(television) != expected:  # noqa: ASYNC110 — the page cannot ring us
            await asyncio.sleep(0.05)


async def test_a_kudos_is_on_the_wall_within_a_second_and_without_a_reload(
    cast: Cast, address: str, display: Actor, television: Any
):
    await like_fanfare(cast, "bruno")
    await opened(television, address, display)
    assert display.token not in television.url
    given = time.monotonic()
    await cast.ana.gives(message="You called back the same day, Bruno.", points=10)
    await television.get_by_text("You called back the same day, Bruno.").wait_for(timeout=3000)
    assert time.monotonic() - given < 1
    assert await television.locator(".names").inner_text() == "Bruno"
    assert await television.locator(".from").inner_text() == "de Ana"
    assert await television.evaluate("window.sameAsBefore")
    await television.locator("canvas.confetti").wait_for(state="attached")


async def test_a_wall_whose_line_was_cut_comes_back_with_nothing_missing_or_doubled(
    cast: Cast, address: str, display: Actor, television: Any
):
    await like_fanfare(cast, "bruno")
    line = Line()
    await television.route_web_socket("**/api/live*", line.carry)
    await opened(television, address, display)
    before = (await cast.ana.gives()).json()["id"]
    await until_equal(television, [before])
    await line.cut()
    given = [(await cast.ana.gives(message=f"The form number {n} came in time.")).json()["id"] for n in range(5)]
    await cast.ana.withdraws(given[2])
    line.is_cut = False
    expected = [item["id"] for item in await shown(display)]
    assert expected == [*reversed(given[:2] + given[3:]), before]
    await until_equal(television, expected)
    assert await television.evaluate("window.sameAsBefore")
    await asyncio.sleep(0.5)
    assert await cached_ids(television) == expected


async def test_while_the_line_is_cut_a_small_note_tells_it_and_goes_again(
    cast: Cast, address: str, display: Actor, television: Any
):
    await like_fanfare(cast, "bruno")
    line = Line()
    await television.route_web_socket("**/api/live*", line.carry)
    await opened(television, address, display)
    await cast.ana.gives(message="You called back the same day, Bruno.")
    await television.get_by_text("You called back").wait_for()
    await television.route("**/api/wall*", lambda route: route.abort())
    await line.cut()
    note = television.locator(".offline")
    await expect(note).to_contain_text("Sin conexión · contenido de hace un momento", timeout=8000)
    assert await television.get_by_text("You called back").is_visible()
    await television.unroute("**/api/wall*")
    line.is_cut = False
    await expect(note).to_have_text("", timeout=20_000)


async def test_what_is_withdrawn_leaves_the_screen_and_the_cache_within_two_seconds(
    cast: Cast, address: str, display: Actor, television: Any
):
    await like_fanfare(cast, "bruno")
    await opened(television, address, display)
    kudos = (await cast.ana.gives(message="Words that were taken back.")).json()["id"]
    words = television.get_by_text("Words that were taken back.")
    await words.wait_for()
    await cast.ana.withdraws(kudos)
    await words.wait_for(state="detached", timeout=2000)
    await television.get_by_text(IDLE).wait_for()
    assert "taken back" not in json.dumps(await television.evaluate("() => ({...localStorage})"))


async def test_a_burst_is_grouped(cast: Cast, address: str, display: Actor, television: Any):
    await like_fanfare(cast, "bruno")
    await opened(television, address, display)
    for _ in range(8):
        await cast.ana.gives()
    await television.get_by_text("7 reconocimientos más").wait_for(timeout=8000)


async def test_a_token_is_typed_once(cast: Cast, address: str, display: Actor, television: Any):
    await television.goto(f"{address}/wall")
    field = television.get_by_label("Token de la pantalla")
    await field.fill("rcg_wrong")
    await field.press("Enter")
    await television.get_by_role("alert").get_by_text("Ese token no es de ninguna pantalla").wait_for()
    await field.fill(display.token)
    await field.press("Enter")
    await television.get_by_text(IDLE).wait_for()
    await television.reload()
    await television.get_by_text(IDLE).wait_for()


async def test_a_revoked_display_forgets_what_it_showed(cast: Cast, address: str, display: Actor, television: Any):
    await like_fanfare(cast, "bruno")
    await opened(television, address, display)
    await cast.ana.gives(message="You called back the same day, Bruno.")
    await television.get_by_text("You called back").wait_for()
    await revoke_displays("Recepción")
    await television.get_by_text("Conecta esta pantalla").wait_for(timeout=8000)
    assert await television.get_by_text("You called back").count() == 0
    assert await television.evaluate("localStorage.length") == 0


async def test_with_reduced_motion_nothing_flies(cast: Cast, address: str, display: Actor, television: Any):
    await like_fanfare(cast, "bruno")
    await television.emulate_media(reduced_motion="reduce")
    await opened(television, address, display)
    await cast.ana.gives(message="You called back the same day, Bruno.")
    await television.get_by_text("You called back").wait_for()
    await asyncio.sleep(0.5)
    assert await television.locator("canvas").count() == 0


async def test_the_clock_is_that_of_the_displays_zone(address: str, display: Actor, television: Any):
    await opened(television, address, display)
    lima = await television.evaluate(
        "new Intl.DateTimeFormat('es', {hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: 'America/Lima'}).format()"
    )
    assert await television.locator(".clock").inner_text() == lima
