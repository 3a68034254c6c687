"""What one browser sends, the other shows: on the feed and on the wall, and again after every kind of trouble."""

import asyncio
import time
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from tests.browser import chromium
from tests.browser.conftest import Visit
from tests.cast import Cast
from tests.displays.screens import like_fanfare, screen
from tests.serving import Serving

WITHIN_SECONDS = 1
BACK_WITHIN_MS = 20_000


@pytest.fixture
async def serving(clean: None) -> AsyncIterator[Serving]:
    server = Serving(ws="websockets-sansio", timeout_graceful_shutdown=1)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def address(serving: Serving) -> str:
    return serving.address


@pytest.fixture
async def wall(cast: Cast, address: str) -> AsyncIterator[Page]:
    """A television of its own: another browser, not only another window."""
    await like_fanfare(cast, "bruno")
    display = await screen(address, "Recepción")
    async with chromium.launched() as browser:
        page = await browser.new_page(viewport={"width": 1920, "height": 1080}, locale="es")
        await page.goto(f"{address}/wall#{display.token}")
        await page.get_by_text("¿Quién te ayudó hoy?").wait_for()
        await asyncio.sleep(0.3)  # its socket opens
        yield page
    await display.http.aclose()


async def send(page: Page, words: str) -> None:
    await page.keyboard.press("k")
    await page.get_by_role("combobox").fill("bruno")
    await page.get_by_role("option", name="Bruno").click()
    await page.locator("#message").fill(words)
    await page.locator(".suggested button").first.click()
    await page.keyboard.press("Control+Enter")


async def test_what_one_sends_the_other_shows_on_feed_and_wall(visit: Visit, serving: Serving, cast: Cast, wall: Page):
    ana, diego = await visit(cast.ana), await visit(cast.diego)
    await expect(diego.get_by_text("En vivo").first).to_be_attached()
    for page in (diego, wall):
        await page.evaluate("window.sameAsBefore = true")

    await send(ana, "Se quedó hasta tarde y encontró el error de la factura.")
    sent = time.monotonic()
    await asyncio.gather(
        diego.get_by_role("article").filter(has_text="el error de la factura").wait_for(),
        wall.get_by_text("el error de la factura").wait_for(),
    )
    assert time.monotonic() - sent < WITHIN_SECONDS

    await serving.stop()
    await expect(diego.get_by_text("Reconectando…")).to_be_visible()
    await serving.start()
    await expect(diego.get_by_text("Reconectando…")).to_have_count(0, timeout=BACK_WITHIN_MS)
    await send(ana, "Volvió a cuadrar la caja conmigo en cuanto regresó la luz.")
    for page in (diego, wall):
        await expect(page.get_by_text("cuadrar la caja")).to_be_visible(timeout=BACK_WITHIN_MS)
        assert await page.evaluate("window.sameAsBefore")
    await expect(diego.get_by_role("article")).to_have_count(2)
