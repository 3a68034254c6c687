"""On a phone nothing has to be pushed sideways, whatever people and areas are called."""

from playwright.async_api import Page, expect

from recognize.people.actions import change_person
from recognize.worker import settle
from tests.browser.conftest import Visit
from tests.browser.names import AREA, FROM_RIGHT, LONG, call_them_otherwise
from tests.cast import Actor, Cast
from tests.wins.sharing import shares

PHONE = {"width": 390, "height": 844}


async def beyond(page: Page) -> int:
    return await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


async def test_no_page_scrolls_sideways(demo: None, visit: Visit, cast: Cast):
    await settle()
    await call_them_otherwise(cast)
    await change_person(cast.bruno.id, email=f"{'b' * 60}@example.org")
    sent = (await cast.diego.gives(recipients=["bruno"], teams=["AL"], message="Gracias. " + "m" * 90)).json()
    given, month = sent["id"], sent["given_at"][:7]
    hidden = (await cast.bruno.gives(recipients=["diego"])).json()["id"]
    await cast.admin.http.post(f"/api/kudos/{hidden}/hiding", json={"reason": "r" * 90})
    await settle()
    win = (await shares(cast.diego, title="t" * 90, story="s" * 90)).json()["id"]
    await cast.bruno.http.post(f"/api/wins/{win}/comments", json={"text": "c" * 90})
    visits: list[tuple[Actor | None, list[str]]] = [
        (None, ["/"]),
        (
            cast.ana,
            ["/", "/?department=AL", f"/kudos/{given}", "/people/bruno", "/people/ana", "/behaviours", "/outbox"],
        ),
        (cast.ana, ["/nothing/here", "/%E0%A4%A"]),
        (cast.diego, ["/wins", "/wins/new", f"/wins/{win}", "/celebrations", "/notifications"]),
        (
            cast.hr,
            [
                "/reports",
                *(f"/reports/{month}{part}" for part in ("", "?department=AL&with=2026-01", "/areas", "/people")),
                *(f"/reports/{month}{part}" for part in ("/network", "/kudos?receiver_department=AL")),
                "/reports/2026-13",
            ],
        ),
        (cast.carla, [f"/reports/{month}/team", f"/me/month?month={month}"]),
        (cast.admin, ["/import", "/hidden", "/displays", "/rules"]),
    ]
    found: dict[str, int] = {}
    for who, paths in visits:
        page = await visit(who, paths[0], viewport=PHONE)
        for path in paths:
            await page.goto(path)
            await expect(page.get_by_role("heading", level=1)).to_be_attached()
            await expect(page.locator(".bones")).to_have_count(0)
            for summary in await page.locator("main summary").all():
                await summary.click()
            if more := await beyond(page):
                found[path] = more
    assert not found


async def test_the_filters_keep_to_the_page(visit: Visit, cast: Cast):
    await call_them_otherwise(cast)
    page = await visit(cast.ana, viewport=PHONE)
    await page.get_by_role("button", name="Filtros").click()
    await expect(page.get_by_label("Área", exact=True).locator("option").filter(has_text=AREA)).to_have_count(1)
    assert await beyond(page) == 0


async def test_a_name_from_right_to_left_stays_in_its_place(visit: Visit, cast: Cast):
    await call_them_otherwise(cast)
    await cast.diego.gives(recipients=["bruno", "ana"])
    page = await visit(cast.ana, viewport={"width": 1440, "height": 900})
    heading = page.get_by_role("article").get_by_role("heading")
    await expect(heading).to_have_text(f"{FROM_RIGHT} a {LONG} y Ana Morales")
    giver, to = heading.get_by_role("link").first, heading.locator(".to")
    ours, theirs = await giver.bounding_box(), await to.bounding_box()
    assert ours
    assert theirs
    assert ours["x"] < theirs["x"]
    assert await giver.evaluate("link => getComputedStyle(link).direction") == "rtl"
