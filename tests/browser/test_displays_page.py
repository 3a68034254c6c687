"""An administrator's page and a television, each in a browser of its own."""

import asyncio
import re
from collections.abc import Callable

import pytest
from playwright.async_api import expect

from recognize.lib.database import DB
from recognize.log.events import record
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import LOOKS, Look, complaints_in
from tests.cast import Cast
from tests.displays.screens import like_fanfare, screen

SECONDS_AT_MOST = 20
SETTINGS = "update displays set scenes = null, departments = array(select id from departments where code = 'VE')"


async def test_an_administrator_connects_a_television_and_gets_rid_of_it(
    visit: Visit, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("recognize.displays.endpoints.INTERVAL_SECONDS", 1)
    monkeypatch.setattr("recognize.displays.pairing.INTERVAL_SECONDS", 1)
    wall = await visit(None, "/wall")
    code = await wall.locator(".user-code").inner_text()
    page = await visit(cast.admin, f"/pair?code={code}")
    await expect(page.get_by_label("Código de la pantalla")).to_have_value(code)
    await page.get_by_label("Nombre", exact=True).fill("Comedor")
    await page.get_by_label("Dónde está").fill("Piso 2")
    await page.get_by_role("checkbox", name="Ventas").check()
    await page.get_by_role("button", name="Conectar", exact=True).click()
    await wall.get_by_text("¿Quién te ayudó hoy?").wait_for(timeout=10_000)
    assert await DB.fetch_value("select cardinality(departments) from displays") == 1

    row = page.get_by_role("listitem").filter(has_text="Comedor")
    await expect(row).to_contain_text("Piso 2 · Interno · Ventas")
    await expect(row).to_contain_text("En línea", timeout=15_000)
    await row.get_by_role("button", name="Identificar").click()
    await expect(wall.locator(".identity")).to_be_visible(timeout=2000)
    await row.get_by_role("button", name="Vista previa").click()
    await expect(page.frame_locator("iframe").get_by_text("¿Quién te ayudó hoy?")).to_be_visible()
    await row.get_by_role("button", name="Dar de baja").click()
    await page.get_by_role("dialog").get_by_role("button", name="Dar de baja").click()
    await wall.locator(".user-code").wait_for(timeout=8000)
    await expect(page.get_by_text("Todavía no hay pantallas")).to_be_visible()


async def test_what_a_colleague_changed_meanwhile_is_not_undone(visit: Visit, cast: Cast, address: str):
    display = await screen(address, "Comedor")
    page = await visit(cast.admin, "/displays")
    await page.get_by_role("button", name="Cambiar").click()
    await page.get_by_label("Nombre", exact=True).fill("Cafetería")
    path = f"/api/displays/{display.id}"
    await cast.admin.http.patch(
        path, json={"version": 1, "location": "Piso 2", "quiet_from": "22:00", "quiet_until": "06:00"}
    )
    await page.get_by_role("button", name="Guardar").click()
    await expect(page.get_by_role("status").filter(has_text="Alguien cambió")).to_be_visible()
    await expect(page.get_by_label("Nombre", exact=True)).to_have_value("Cafetería")
    await expect(page.get_by_label("Dónde está")).to_have_value("Piso 2")
    await page.get_by_role("button", name="Guardar").click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    told = (await cast.admin.http.get(path)).json()
    assert (told["name"], told["location"], told["quiet_from"]) == ("Cafetería", "Piso 2", "22:00")
    await display.http.aclose()


async def test_forty_kudos_do_not_make_the_page_ask_for_its_list_and_a_lost_display_does(visit: Visit, cast: Cast):
    page = await visit(cast.admin, "/api/me")  # a place without a socket
    await page.clock.install()
    heard: list[str] = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: heard.append(str(frame))))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/displays" in request.url else None)
    await page.goto("/displays")
    await expect(page.get_by_text("Todavía no hay pantallas")).to_be_visible()
    await until(lambda: any('"hello"' in frame for frame in heard))
    now = await page.evaluate("Date.now() / 1000")
    await page.clock.pause_at(now + 1)  # nobody looks again because time has passed
    before = len(asked)
    given = [(await cast.ana.gives(points=0)).json()["id"] for _ in range(40)]
    await until(lambda: any(given[-1] in frame for frame in heard))
    assert len(asked) == before
    async with DB.transaction():
        await record("display.lost", cast.admin.id, [f"person:{cast.admin.id}"], {"name": "Comedor", "loss": "1"})
    await until(lambda: len(asked) == before + 1)


async def test_what_floats_leaves_the_last_buttons_of_a_page_free(visit: Visit, cast: Cast, address: str):
    displays = [await screen(address, f"Sala {n}") for n in range(4)]
    page = await visit(cast.admin, "/displays", viewport={"width": 390, "height": 844})
    last = page.get_by_role("button", name="Dar de baja").last
    await last.wait_for()
    await page.evaluate("scrollTo(0, document.body.scrollHeight)")
    button, floating = await last.bounding_box(), await page.locator(".float").bounding_box()
    assert button is not None
    assert floating is not None
    assert button["y"] + button["height"] < floating["y"]
    for each in displays:
        await each.http.aclose()


async def test_where_no_screen_has_been_there_is_none_to_identify(visit: Visit, cast: Cast, address: str):
    display = await screen(address, "Comedor")
    page = await visit(cast.admin, "/displays")
    row = page.get_by_role("listitem").filter(has_text="Comedor")
    for act in ("Identificar", "Recargar"):
        await expect(row.get_by_role("button", name=act)).to_be_disabled()
        await expect(row.get_by_role("button", name=act)).to_have_accessible_description(re.compile("Espera a que"))
    await expect(row.get_by_role("button", name="Cambiar")).to_be_enabled()
    await display.http.post("/api/displays/heartbeats", json={"client": "a.b", "position": 1, "age_seconds": 370})
    await page.reload()
    await expect(row.get_by_role("button", name="Identificar")).to_be_enabled()
    await expect(row).to_contain_text("Lo que muestra es de hace 6 minutos")
    await display.http.aclose()


async def test_who_is_no_administrator_is_told_so(visit: Visit, cast: Cast):
    page = await visit(cast.ana, "/displays")
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.get_by_role("button", name=re.compile("Conectar"))).to_have_count(0)


async def test_the_code_on_a_wall_opens_the_dialog(visit: Visit, cast: Cast):
    page = await visit(cast.ana, "/#thank")
    await expect(page.get_by_role("dialog")).to_be_visible()


async def until(happened: Callable[[], bool]) -> None:
    async with asyncio.timeout(SECONDS_AT_MOST):
        while not happened():  # noqa: ASYNC110 — the page cannot ring us
            await asyncio.sleep(0.05)


@pytest.mark.parametrize(("language", "looks"), LOOKS)
async def test_axe_finds_nothing(visit: Visit, cast: Cast, address: str, language: str, looks: list[Look]):
    await like_fanfare(cast, "bruno")
    display = await screen(address, "Comedor")
    await DB.execute(SETTINGS)
    await display.http.post("/api/displays/heartbeats", json={"client": "a.b", "position": 1, "age_seconds": 9})
    page = await visit(cast.admin, "/displays", language=language)
    await page.get_by_role("listitem").filter(has_text="Comedor").wait_for()
    assert await complaints_in(looks, page) == []
    await page.get_by_role("listitem").get_by_role("button").nth(1).click()
    await page.get_by_role("dialog").wait_for()
    assert await complaints_in(looks, page) == []
    await page.keyboard.press("Escape")
    await page.goto("/pair?code=BCDF-GHJK")
    await page.get_by_role("dialog").wait_for()
    await asyncio.sleep(0.2)
    assert await complaints_in(looks, page) == []
    await display.http.aclose()
