"""Axe finds nothing on any page, in both languages and both themes."""

from collections.abc import Awaitable, Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, Route, expect

from recognize.displays.actions import create_display
from recognize.displays.schemas import Locale
from recognize.lib.database import DB
from recognize.people.actions import change_person, create_person
from recognize.worker import settle
from tests.browser.conftest import Visit
from tests.browser.names import LONG, call_them_otherwise
from tests.browser.wall_scenes import SCENES, only
from tests.cast import Actor, Cast
from tests.displays.screens import like_fanfare

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"label-content-name-mismatch": {"enabled": True}},  # experimental in axe, and right
}
LOOKS = [("es", "light", 1440), ("en", "light", 390), ("es", "dark", 390), ("en", "dark", 1440)]
HEIGHT = 900
OFFERED = 7


@cache
def axe() -> str:
    return AXE.read_text()


# What fades in has other colours meanwhile; some animations never end.
AT_REST = """
Promise.allSettled(document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime < 5000)
    .map((each) => each.finished))
"""


async def complaints(page: Page) -> list[str]:
    await page.evaluate(axe())
    await page.evaluate(AT_REST)
    found: dict[str, Any] = await page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
async def test_every_page(demo: None, visit: Visit, cast: Cast, language: str, theme: str, width: int):
    await settle()
    await call_them_otherwise(cast)
    for who in (cast.ana, cast.bruno, cast.diego):
        await change_person(who.id, email=f"{who.handle}@example.org")
    await DB.execute("update people set on_boards = true")
    given = (await cast.ana.gives(recipients=["bruno", "diego"], reached_customer=True)).json()
    await cast.diego.gives(recipients=["ana"], points=10)
    await settle()
    hidden = (await cast.carla.gives()).json()["id"]
    await cast.admin.http.post(f"/api/kudos/{hidden}/hiding", json={"reason": "not kind"})
    look = {"language": language, "color_scheme": theme, "viewport": {"width": width, "height": HEIGHT}}
    own = [
        "/",
        "/?stage=closing&search=nothing",
        f"/kudos/{given['id']}",
        "/people/bruno",
        "/people/ana",
        "/behaviours",
        "/boards",
        "/challenges",
    ]
    visits: list[tuple[Actor | None, list[str]]] = [
        (None, ["/"]),
        (cast.ana, [*own, "/nothing/here", "/reports", "/outbox"]),
        (cast.hr, ["/reports"]),
        (cast.admin, ["/import", "/hidden", "/challenges"]),
    ]
    found: dict[str, list[str]] = {}
    for who, paths in visits:
        page = await visit(who, paths[0], **look)
        for path in paths:
            await page.goto(path)
            await expect(page.get_by_role("heading", level=1)).to_be_attached()
            await expect(page.locator(".bones")).to_have_count(0)
            for summary in await page.locator("main summary").all():
                await summary.click()
            if wrong := await complaints(page):
                found[path] = wrong
    assert not found


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
async def test_the_dialog(visit: Visit, cast: Cast, language: str, theme: str, width: int):
    for number in range(OFFERED):
        await create_person(f"bruna{number}", f"{LONG} Bruna {number}")
    viewport = {"width": width, "height": HEIGHT}
    page = await visit(cast.ana, language=language, color_scheme=theme, viewport=viewport)
    await page.get_by_role("heading", level=1).wait_for()
    await page.keyboard.press("k")
    await page.get_by_role("combobox").press_sequentially("br")
    await expect(page.get_by_role("option")).to_have_count(OFFERED)
    assert await complaints(page) == []
    await page.keyboard.press("Enter")
    await page.locator("#message").fill("Se quedó hasta tarde para ayudarme, sin que nadie lo pidiera.")
    await page.locator(".suggested button").first.click()
    await page.locator(".all").click()
    await page.locator("dialog summary").click()
    await page.get_by_role("radio").first.wait_for(state="attached")
    assert await complaints(page) == []


async def refuse(route: Route) -> None:
    problem = {"code": "broken", "title": "Algo se rompió."}
    await route.fulfill(status=500, json=problem, content_type="application/problem+json")


async def cut(route: Route) -> None:
    await route.abort()


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
@pytest.mark.parametrize("trouble", [refuse, cut])
async def test_pages_in_trouble(
    visit: Visit, cast: Cast, trouble: Callable[[Route], Awaitable[None]], language: str, theme: str, width: int
):
    look = {"language": language, "color_scheme": theme, "viewport": {"width": width, "height": HEIGHT}}
    page = await visit(cast.admin, "/behaviours", **look)
    for called in ("feed", "people", "kudos", "reports"):
        await page.route(f"**/api/{called}**", trouble)
    found: dict[str, list[str]] = {}
    for path in ("/", "/people/bruno", "/hidden", f"/kudos/{cast.ana.id}"):
        await page.goto(path)
        await expect(page.get_by_role("alert").first).to_be_visible()
        if wrong := await complaints(page):
            found[path] = wrong
    assert not found


SCREENS = [
    ("es", "dark", 1920, 1080),
    ("en", "light", 1920, 1080),
    ("es", "light", 1080, 1920),
    ("en", "dark", 1080, 1920),
]


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
@pytest.mark.parametrize(("language", "theme", "width", "height"), SCREENS)
async def test_the_wall(visit: Visit, cast: Cast, language: Locale, theme: str, width: int, height: int, motion: str):
    await call_them_otherwise(cast)
    viewport = {"width": width, "height": height}
    page = await visit(None, "/wall", language=language, viewport=viewport, reduced_motion=motion)
    field = page.get_by_role("textbox")
    await expect(field).to_be_visible()
    assert await complaints(page) == []
    await field.fill("rcg_wrong")
    await field.press("Enter")
    await expect(page.get_by_role("alert")).not_to_be_empty()
    assert await complaints(page) == []

    await like_fanfare(cast, "bruno")
    token = await create_display("Recepción", language)
    await DB.execute("update displays set theme = $1", theme)
    await field.fill(token)
    await field.press("Enter")
    await expect(page.locator("html")).to_have_attribute("data-theme", theme)
    await expect(field).to_have_count(0)
    assert await complaints(page) == []
    await cast.ana.gives(recipients=["bruno"], teams=["AL"], message="You called back the same day, Bruno.")
    await expect(page.get_by_text("You called back")).to_be_visible()
    assert await complaints(page) == []


@pytest.mark.parametrize(("language", "theme", "width", "height"), SCREENS)
async def test_the_walls_scenes(visit: Visit, cast: Cast, language: Locale, theme: str, width: int, height: int):
    token = await create_display("Recepción", language)
    await DB.execute("update displays set theme = $1", theme)
    viewport = {"width": width, "height": height}
    page = await visit(None, f"/wall#{token}", language=language, viewport=viewport, reduced_motion="no-preference")
    found: dict[str, list[str]] = {}
    for scene in SCENES:
        await only(page, scene)
        await page.reload()
        await expect(page.locator("html")).to_have_attribute("data-theme", theme)
        await page.locator(".slide").first.wait_for()
        if wrong := await complaints(page):
            found[scene["code"]] = wrong
    assert not found
