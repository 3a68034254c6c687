"""Axe finds nothing on any page, in both languages and both themes."""

from collections.abc import Awaitable, Callable
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Page, Route, expect

from recognize.celebrations.actions import celebrate
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
from tests.media.drawing import picture_file
from tests.wins.sharing import shares

AXE = Path(__file__).parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"label-content-name-mismatch": {"enabled": True}},  # experimental in axe, and right
    "resultTypes": ["violations"],
}
Look = tuple[Literal["light", "dark"], int]
# A page is opened once in each language and looked at twice: theme and width.
LOOKS: list[tuple[str, list[Look]]] = [
    ("es", [("light", 1440), ("dark", 390)]),
    ("en", [("light", 390), ("dark", 1440)]),
]
HEIGHT = 900
# By the clock of a zone where it is morning for long enough, whenever this runs.
HIRED_YEARS_AGO = """
with zone as (select name from pg_timezone_names
    where name like 'Etc/GMT%' and extract(hour from now() at time zone name) between 10 and 14 limit 1)
update people set time_zone = zone.name, hired_on = (now() at time zone zone.name)::date - interval '3 years'
from zone where id = $1
"""
OFFERED = 7


@cache
def axe() -> str:
    return AXE.read_text()


# What fades in has other colours meanwhile; some animations never end.
AT_REST = """
new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))).then(() => Promise.allSettled(document.getAnimations().filter((each) => each.effect.getComputedTiming().endTime < 5000)
    .map((each) => each.finished)))
"""


# Chromium leaves a text here and there in the colour of the other theme when both change while a page stands.
DRAWN_ANEW = """() => {
    document.documentElement.style.display = 'none';
    document.documentElement.offsetHeight;
    document.documentElement.style.display = '';
}"""


async def wear(page: Page, look: Look) -> None:
    theme, width = look
    await page.emulate_media(color_scheme=theme)
    await page.set_viewport_size({"width": width, "height": HEIGHT})
    await page.evaluate(DRAWN_ANEW)


async def complaints_in(looks: list[Look], page: Page) -> list[str]:
    """Whatever it looked like before, it ends in the last of them."""
    found: list[str] = []
    for look in looks:
        await wear(page, look)
        found += [f"{look} {each}" for each in await complaints(page)]
    return found


async def complaints(page: Page) -> list[str]:
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(axe())
    await page.evaluate(AT_REST)
    found: dict[str, Any] = await page.evaluate("rules => axe.run(document, rules)", RULES)
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


@pytest.mark.parametrize(("language", "looks"), LOOKS)
async def test_every_page(demo: None, visit: Visit, cast: Cast, language: str, looks: list[Look]):
    await settle()
    await call_them_otherwise(cast)
    for who in (cast.ana, cast.bruno, cast.diego):
        await change_person(who.id, email=f"{who.handle}@example.org")
    await DB.execute("update people set on_boards = true")
    given = (await cast.ana.gives(recipients=["bruno", "diego"], reached_customer=True)).json()
    await cast.diego.gives(recipients=["ana"], points=10)
    await settle()
    win, celebration = await win_and_celebration(cast)
    month = given["given_at"][:7]
    hidden = (await cast.carla.gives()).json()["id"]
    await cast.admin.http.post(f"/api/kudos/{hidden}/hiding", json={"reason": "not kind"})
    own = [
        "/",
        "/?stage=closing&search=nothing",
        f"/kudos/{given['id']}",
        "/people/bruno",
        "/people/ana",
        "/behaviours",
        "/boards",
        "/challenges",
        "/wins",
        "/wins/new",
        f"/wins/{win}",
        "/celebrations",
        f"/celebrations/{celebration}",
        "/notifications",
    ]
    visits: list[tuple[Actor | None, list[str]]] = [
        (None, ["/"]),
        (cast.ana, [*own, "/nothing/here", "/reports", "/outbox"]),
        (cast.hr, ["/reports", *reports(month), "/celebrations", "/notifications"]),
        (cast.carla, [f"/reports/{month}/team", f"/reports/{month}/people", f"/me/month?month={month}"]),
        (cast.admin, ["/import", "/hidden", "/challenges", "/rules"]),
    ]
    found: dict[str, list[str]] = {}
    for who, paths in visits:
        page = await visit(who, paths[0], language=language)
        for path, look in product(paths, looks):
            await wear(page, look)
            await page.goto(path)
            await expect(page.get_by_role("heading", level=1)).to_be_attached()
            await expect(page.locator(".bones")).to_have_count(0)
            for summary in await page.locator("main summary").all():
                await summary.click()
            if wrong := await complaints(page):
                found[f"{path} {look}"] = wrong
    assert not found


def reports(month: str) -> list[str]:
    at = f"/reports/{month}"
    parts = ["?with=2026-01", "?department=VE", "/areas", "/people", "/people?list=recognised", "/network", "/kudos"]
    return [at, *(f"{at}{part}" for part in parts)]


async def win_and_celebration(cast: Cast) -> tuple[str, str]:
    """Each with a face and a comment below it; today's date is Diego's."""
    picture = (await cast.bruno.http.post("/api/media", content=picture_file((640, 400)))).json()["hash"]
    win = (await shares(cast.bruno, participants=["ana", "diego"], picture=picture)).json()["id"]
    await DB.execute(HIRED_YEARS_AGO, cast.diego.id)
    await celebrate()
    (celebration,) = (await cast.ana.http.get("/api/feed", params={"kind": "celebration"})).json()["items"]
    for collection, item in (("wins", win), ("celebrations", celebration["id"])):
        await cast.carla.http.post(f"/api/{collection}/{item}/reactions", json={"face": "glad"})
        await cast.carla.http.post(f"/api/{collection}/{item}/comments", json={"text": "Qué gusto."})
    await settle()
    return win, celebration["id"]


@pytest.mark.parametrize(("language", "looks"), LOOKS)
async def test_the_dialog(visit: Visit, cast: Cast, language: str, looks: list[Look]):
    for number in range(OFFERED):
        await create_person(f"bruna{number}", f"{LONG} Bruna {number}")
    page = await visit(cast.ana, language=language)
    await wear(page, looks[0])
    await page.get_by_role("heading", level=1).wait_for()
    await page.keyboard.press("k")
    await page.get_by_role("combobox").press_sequentially("br")
    await expect(page.get_by_role("option")).to_have_count(OFFERED)
    assert await complaints_in(looks, page) == []
    await expect(page.get_by_role("option")).to_have_count(OFFERED)
    await page.keyboard.press("Enter")
    await page.locator("#message").fill("Se quedó hasta tarde para ayudarme, sin que nadie lo pidiera.")
    await page.locator(".suggested button").first.click()
    await page.locator(".all").click()
    await page.locator("dialog summary").click()
    await page.get_by_role("radio").first.wait_for(state="attached")
    assert await complaints_in([*reversed(looks)], page) == []
    await expect(page.get_by_role("radio").first).to_be_attached()


async def refuse(route: Route) -> None:
    problem = {"code": "broken", "title": "Algo se rompió."}
    await route.fulfill(status=500, json=problem, content_type="application/problem+json")


async def cut(route: Route) -> None:
    await route.abort()


@pytest.mark.parametrize(("language", "looks"), LOOKS)
@pytest.mark.parametrize("trouble", [refuse, cut])
async def test_pages_in_trouble(
    visit: Visit, cast: Cast, trouble: Callable[[Route], Awaitable[None]], language: str, looks: list[Look]
):
    visits: list[tuple[Actor, list[str]]] = [
        (cast.admin, ["/", "/people/bruno", "/hidden", f"/kudos/{cast.ana.id}", "/wins", f"/wins/{cast.ana.id}"]),
        (cast.admin, ["/celebrations", f"/celebrations/{cast.ana.id}", "/notifications"]),
        (cast.hr, ["/reports", *reports("2026-10")]),
    ]
    found: dict[str, list[str]] = {}
    for who, paths in visits:
        page = await visit(who, "/behaviours", language=language)
        for called in ("feed", "people", "kudos", "reports", "wins", "celebrations", "me/notifications"):
            await page.route(f"**/api/{called}**", trouble)
            await page.route(f"**/api/{called}/**", trouble)
        for path in paths:
            await wear(page, looks[0])
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
