"""The server goes away and comes back: the page says so, waits, and misses nothing."""

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import complaints, cut
from tests.cast import Cast
from tests.displays.screens import like_fanfare, screen
from tests.serving import Serving

LOST = "Reconectando…"
NOBODY_ANSWERS = "No hay conexión con el servidor."
MANY = 6
BEHAVIOURS = "Lo que ayuda, con nombre"
BEHAVIOURS_CODE = re.compile("/assets/Behaviours-.*js$")
MAY_BE_KEPT = {"/api/feed?limit=20"} | {
    f"/api/{path}" for path in ("allowance", "behaviours", "departments", "me", "organisation", "teams")
}
KEPT_ADDRESSES = """caches.open('data').then((cache) => cache.keys()).then(
    (keys) => [...new Set(keys.map(({ url }) => url.slice(location.origin.length)))])"""


@pytest.fixture
async def address(serving: Serving) -> str:
    return serving.address


async def until(page: Page, promised: str) -> None:
    """`wait_for_function` takes the promise itself for an answer."""
    async with asyncio.timeout(30):
        while not await page.evaluate(promised):
            await page.wait_for_timeout(50)


async def kept(page: Page) -> None:
    """Until the worker of this first visit has what a dead server would not give."""
    await until(page, "caches.match('/').then(Boolean)")
    await until(page, f"{KEPT_ADDRESSES}.then((kept) => kept.length === {len(MAY_BE_KEPT)})")


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


async def test_every_page_and_what_the_dialog_suggests_are_there_without_a_server(
    visit: Visit, serving: Serving, cast: Cast
):
    page = await visit(cast.ana, service_workers="allow")
    await kept(page)
    await serving.stop()
    await page.get_by_role("link", name="Comportamientos").click()
    await expect(page.get_by_role("heading", level=1, name=BEHAVIOURS)).to_be_visible()
    await page.goto("/people/bruno")
    await expect(page.get_by_role("alert")).to_contain_text(NOBODY_ANSWERS)
    await page.keyboard.press("k")
    await page.locator("#message").fill("Se quedó hasta tarde para ayudarme, sin que nadie lo pidiera.")
    await expect(page.locator(".suggested button").first).to_be_visible()
    await serving.start()


async def test_a_page_whose_code_does_not_come_says_so_and_comes_by_itself(visit: Visit, cast: Cast):
    page = await visit(cast.ana)
    await expect(page.get_by_role("heading", name="Muro")).to_be_visible()
    await page.route(BEHAVIOURS_CODE, cut)
    await page.route("/", cut)
    await page.get_by_role("link", name="Comportamientos").click()
    await expect(page.get_by_role("heading", level=1, name=NOBODY_ANSWERS)).to_be_visible()
    await expect(page).to_have_url(re.compile("/behaviours$"))
    assert await complaints(page) == []
    await page.unroute(BEHAVIOURS_CODE, cut)
    await page.unroute("/", cut)
    await expect(page.get_by_role("heading", level=1, name=BEHAVIOURS)).to_be_visible(timeout=30_000)


async def test_code_that_the_server_no_longer_has_is_not_asked_for_for_ever(visit: Visit, cast: Cast):
    page = await visit(cast.ana)
    await expect(page.get_by_role("heading", name="Muro")).to_be_visible()
    asked: list[Route] = []

    async def gone(route: Route) -> None:
        asked.append(route)
        await route.fulfill(status=404)

    await page.route(BEHAVIOURS_CODE, gone)
    await page.get_by_role("link", name="Comportamientos").click()
    await expect(page.get_by_role("heading", level=1, name="Algo no salió bien.")).to_be_visible()
    await page.wait_for_load_state("networkidle")
    assert len(asked) < MANY
    await page.unroute(BEHAVIOURS_CODE, gone)
    await page.get_by_role("button", name="Intentar de nuevo").click()
    await expect(page.get_by_role("heading", level=1, name=BEHAVIOURS)).to_be_visible()


async def test_no_other_address_is_kept_as_the_page(visit: Visit, serving: Serving, cast: Cast):
    page = await visit(cast.ana, service_workers="allow")
    await kept(page)
    await page.goto("/favicon.svg")
    await page.goto("/manifest.webmanifest")
    await serving.stop()
    await page.goto("/behaviours")
    await expect(page.get_by_role("heading", level=1, name=BEHAVIOURS)).to_be_visible()
    await serving.start()


async def test_what_was_kept_goes_with_who_signs_out(visit: Visit, serving: Serving, cast: Cast):
    await cast.ana.gives(message="Solo para quien entró.")
    page = await visit(cast.diego, service_workers="allow")
    await kept(page)
    assert set(await page.evaluate(KEPT_ADDRESSES)) <= MAY_BE_KEPT
    await page.get_by_role("button", name="Tu cuenta").click()
    await page.get_by_role("button", name="Salir").click()
    await expect(page.get_by_label("Contraseña")).to_be_visible()
    await until(page, "caches.has('data').then((has) => !has)")
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
    await until(wall, "caches.match('/wall').then(Boolean)")
    await until(wall, "navigator.serviceWorker.controller !== null")
    await serving.stop()
    await wall.reload()
    await expect(wall.get_by_text("You called back")).to_be_visible()
    await expect(wall.locator(".offline")).to_contain_text("Sin conexión")
    await serving.start()
    await cast.ana.gives(message="And the server came back, too.")
    await expect(wall.get_by_text("And the server came back")).to_be_visible(timeout=30_000)
    await display.http.aclose()
