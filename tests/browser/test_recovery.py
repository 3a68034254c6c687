"""The server goes away and comes back: the page says so, waits, and misses nothing."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Visit
from tests.browser.serving import Serving
from tests.cast import Cast
from tests.displays.screens import like_fanfare, screen

LOST = "Reconectando…"
MAY_BE_KEPT = {"/api/feed?limit=20"} | {
    f"/api/{path}" for path in ("allowance", "behaviours", "departments", "me", "organisation", "teams")
}
KEPT_ADDRESSES = """caches.open('data').then((cache) => cache.keys()).then(
    (keys) => [...new Set(keys.map(({ url }) => url.slice(location.origin.length)))])"""


@pytest.fixture
async def address(serving: Serving) -> str:
    return serving.address


async def kept(page: Page) -> None:
    """Until the worker of this first visit has what a dead server would not give."""
    await page.wait_for_function("caches.match('/').then(Boolean)")
    await page.wait_for_function(f"{KEPT_ADDRESSES}.then((kept) => kept.length === {len(MAY_BE_KEPT)})")


async def test_the_page_recovers_by_itself(visit: Visit, serving: Serving, cast: Cast):
    await cast.ana.gives(message="Antes de la caída, gracias.")
    page = await visit(cast.diego)
    await expect(page.get_by_text("En vivo").first).to_be_attached()
    await serving.stop()
    await expect(page.get_by_text(LOST)).to_be_visible()
    await expect(page.get_by_text("Antes de la caída")).to_be_visible()
    await serving.start()
    await cast.ana.gives(message="Después de la caída, gracias.")
    await expect(page.get_by_text("Después de la caída")).to_be_visible(timeout=20_000)
    await expect(page.get_by_text(LOST)).to_have_count(0)
    await cast.ana.gives(message="Y en vivo otra vez, gracias.")
    await expect(page.get_by_text("Y en vivo otra vez")).to_be_visible()
    await expect(page.get_by_role("article")).to_have_count(3)


async def test_the_last_good_feed_survives_a_dead_server(visit: Visit, serving: Serving, cast: Cast):
    await cast.ana.gives(message="Quedó guardado en el navegador.")
    page = await visit(cast.diego, service_workers="allow")
    await expect(page.get_by_text("Quedó guardado")).to_be_visible()
    await kept(page)
    await serving.stop()
    await page.reload()
    await expect(page.get_by_text("Quedó guardado")).to_be_visible()
    await expect(page.get_by_text(LOST)).to_be_visible()
    await serving.start()
    await expect(page.get_by_text("En vivo").first).to_be_attached(timeout=30_000)


async def test_what_was_kept_goes_with_who_signs_out(visit: Visit, serving: Serving, cast: Cast):
    await cast.ana.gives(message="Solo para quien entró.")
    page = await visit(cast.diego, service_workers="allow")
    await kept(page)
    assert set(await page.evaluate(KEPT_ADDRESSES)) <= MAY_BE_KEPT
    await page.get_by_role("button", name="Tu cuenta").click()
    await page.get_by_role("button", name="Salir").click()
    await expect(page.get_by_label("Contraseña")).to_be_visible()
    await page.wait_for_function("caches.has('data').then((has) => !has)")
    await serving.stop()
    await page.reload()
    await expect(page.get_by_label("Contraseña")).to_be_visible()
    await expect(page.get_by_text("Solo para quien entró")).to_have_count(0)
    await serving.start()


async def test_a_wall_switched_on_again_without_its_server_shows_what_it_knew(
    visit: Visit, serving: Serving, cast: Cast
):
    await like_fanfare(cast, "bruno")
    display = await screen(serving.address, "Recepción")
    wall = await visit(None, f"/wall#{display.token}", service_workers="allow")
    await wall.get_by_text("¿Quién te ayudó hoy?").wait_for()
    await cast.ana.gives(message="You called back the same day, Bruno.")
    await wall.get_by_text("You called back").wait_for()
    await wall.wait_for_function("caches.match('/wall').then(Boolean)")
    await serving.stop()
    await wall.reload()
    await expect(wall.get_by_text("You called back")).to_be_visible()
    await expect(wall.locator(".offline")).to_contain_text("Sin conexión")
    await serving.start()
    await cast.ana.gives(message="And the server came back, too.")
    await expect(wall.get_by_text("And the server came back")).to_be_visible(timeout=30_000)
    await display.http.aclose()
