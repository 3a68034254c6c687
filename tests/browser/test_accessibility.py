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
LOOKS = [(language, theme) for language in ("es", "en") for theme in ("light", "dark")]
SIZES = [(1440, 900), (390, 844)]


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


@pytest.mark.parametrize(("language", "theme"), LOOKS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size[0]))
async def test_every_page(visit: Visit, cast: Cast, language: str, theme: str, size: tuple[int, int]):
    given = (await cast.ana.gives(recipients=["bruno", "diego"], reached_customer=True)).json()
    await cast.diego.gives(recipients=["ana"], points=10)
    look = {"language": language, "color_scheme": theme, "viewport": {"width": size[0], "height": size[1]}}
    pages: list[tuple[Actor | None, str]] = [
        (None, "/"),
        (cast.ana, "/"),
        (cast.ana, "/?stage=closing&search=nothing"),
        (cast.ana, f"/kudos/{given['id']}"),
        (cast.ana, "/people/bruno"),
        (cast.ana, "/people/ana"),
        (cast.ana, "/behaviours"),
        (cast.ana, "/nothing/here"),
        (cast.ana, "/reports"),
        (cast.hr, "/reports"),
        (cast.admin, "/import"),
    ]
    found: dict[str, list[str]] = {}
    for who, path in pages:
        page = await visit(who, path, **look)
        await expect(page.get_by_role("heading", level=1)).to_be_attached()
        await expect(page.locator(".bones")).to_have_count(0)
        for summary in await page.locator("main summary").all():
            await summary.click()
        if wrong := await complaints(page):
            found[f"{who and who.handle} {path}"] = wrong
        await page.context.close()
    assert not found


@pytest.mark.parametrize(("language", "theme"), LOOKS)
async def test_the_dialog(visit: Visit, cast: Cast, language: str, theme: str):
    page = await visit(cast.ana, language=language, color_scheme=theme)
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
