"""What people write, as a browser takes it: its own parser has the last word on what is markup."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import LOOKS, Look, complaints_in
from tests.cast import Cast

HOSTILE = """<img src=x onerror=alert(1)> <svg/onload=alert(1)> </div></article><script>alert(1)</script>

[a](javascript:alert(1)) [b](data:text/html,<script>alert(1)</script>) [c](https://a.example/"onclick=alert(1) 'x" onclick="')

**<b onclick=alert(1)>** &lt;script&gt; <!-- <style>*{display:none}</style> https://a.example/<script>"""
PLEASANT = """**Gracias**, @bruno: así *sí* se puede.

- los formularios, antes del corte
- el [mapa](https://map.example) del almacén
  - con @carla

1. primero
2. después"""
ALLOWED = {"p", "br", "ul", "ol", "li", "strong", "em", "a"}
ELEMENTS = """
() => [...document.querySelectorAll('.message *')].map((each) => [each.localName, [...each.attributes].map((it) => it.name)])
"""


async def test_what_is_written_to_do_harm_is_only_read(visit: Visit, cast: Cast):
    given = (await cast.ana.gives(message=HOSTILE)).json()["id"]
    await cast.ana.http.post(f"/api/kudos/{given}/comments", json={"text": HOSTILE})
    page = await visit(cast.diego, f"/kudos/{given}")
    page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    shown = page.locator(".message")
    await expect(shown).to_have_count(2)
    await expect(shown.get_by_text("<img src=x onerror=alert(1)>").first).to_be_visible()
    for name, attributes in await page.evaluate(ELEMENTS):
        assert name in ALLOWED
        assert set(attributes) <= {"dir", "href", "title", "target", "rel"}
    for link in await shown.get_by_role("link").all():
        assert (await link.get_attribute("href") or "").startswith("https://a.example/")


async def test_a_mention_leads_to_the_person_within_the_client(visit: Visit, cast: Cast):
    await cast.ana.gives(message=PLEASANT)
    page = await visit(cast.diego)
    await page.evaluate("window.stays = true")
    await page.get_by_role("link", name="@carla").click()
    await expect(page.get_by_role("heading", level=1, name="Carla")).to_be_visible()
    assert await page.evaluate("window.stays")


@pytest.mark.parametrize(("language", "looks"), LOOKS)
async def test_a_text_with_everything_in_it(visit: Visit, cast: Cast, tmp_path: Path, language: str, looks: list[Look]):
    given = (await cast.ana.gives(message=PLEASANT)).json()["id"]
    await cast.bruno.http.post(f"/api/kudos/{given}/comments", json={"text": PLEASANT})
    page = await visit(cast.diego, f"/kudos/{given}", language=language)
    await expect(page.locator(".message")).to_have_count(2)
    assert await complaints_in(looks, page) == []
    await page.screenshot(path=tmp_path / "text.png", full_page=True)
