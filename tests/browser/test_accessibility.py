"""Axe finds nothing on any page, in both languages and both themes."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import Visit
from tests.cast import Actor, Cast

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}
LOOKS = [("es", "light", 1440), ("en", "light", 390), ("es", "dark", 390), ("en", "dark", 1440)]
HEIGHT = 900


@cache
def axe() -> str:
    return AXE.read_text()


async def complaints(page: Page) -> list[str]:
    await page.evaluate(axe())
    found: dict[str, Any] = await page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
async def test_every_page(visit: Visit, cast: Cast, language: str, theme: str, width: int):
    given = (await cast.ana.gives(recipients=["bruno", "diego"], reached_customer=True)).json()
    await cast.diego.gives(recipients=["ana"], points=10)
    look = {"language": language, "color_scheme": theme, "viewport": {"width": width, "height": HEIGHT}}
    own = [
        "/",
        "/?stage=closing&search=nothing",
        f"/kudos/{given['id']}",
        "/people/bruno",
        "/people/ana",
        "/behaviours",
    ]
    visits: list[tuple[Actor | None, list[str]]] = [
        (None, ["/"]),
        (cast.ana, [*own, "/nothing/here", "/reports"]),
        (cast.hr, ["/reports"]),
        (cast.admin, ["/import"]),
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
    viewport = {"width": width, "height": HEIGHT}
    page = await visit(cast.ana, language=language, color_scheme=theme, viewport=viewport)
    await page.get_by_role("heading", level=1).wait_for()
    await page.keyboard.press("k")
    await page.get_by_role("combobox").press_sequentially("br")
    await expect(page.get_by_role("option")).to_have_count(1)
    assert await complaints(page) == []
    await page.keyboard.press("Enter")
    await page.locator("#message").fill("Se quedó hasta tarde para ayudarme, sin que nadie lo pidiera.")
    await page.locator(".suggested button").first.click()
    await page.locator(".all").click()
    await page.locator("dialog summary").click()
    await page.get_by_role("radio").first.wait_for(state="attached")
    assert await complaints(page) == []
