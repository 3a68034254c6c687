"""Whoever is recognised and has not said how they like it is asked, once."""

from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import complaints
from tests.cast import Cast

QUESTION = "¿En pantallas también?"


async def test_who_is_thanked_is_asked_at_once_whether_screens_may_show_it_and_not_again(visit: Visit, cast: Cast):
    page = await visit(cast.bruno)
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    await expect(page.get_by_role("heading", name=QUESTION)).to_have_count(0)
    await cast.ana.gives()
    await expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    assert await complaints(page) == []
    await page.get_by_role("button", name="Sí, en pantallas también").click()
    await expect(page.get_by_role("heading", name=QUESTION)).to_have_count(0)
    assert (await cast.bruno.http.get("/api/me")).json()["preference"] == "fanfare"
    await page.reload()
    await expect(page.get_by_role("article").first).to_be_visible()
    await expect(page.get_by_role("heading", name=QUESTION)).to_have_count(0)


async def test_who_was_thanked_long_ago_is_asked_and_a_private_thanks_asks_nothing(visit: Visit, cast: Cast):
    await cast.ana.gives()
    for number in range(26):
        await cast.ana.gives(recipients=["carla"], message=f"Thank you for form {number}.")
    await cast.ana.gives(recipients=["diego"], visibility="private")
    page = await visit(cast.bruno)
    await expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    page = await visit(cast.diego)
    await expect(page.get_by_role("article").first).to_be_visible()
    await expect(page.get_by_role("heading", name=QUESTION)).to_have_count(0)


async def test_nobody_else_is_asked(visit: Visit, cast: Cast):
    await cast.ana.gives()
    for other in (cast.ana, cast.diego):
        page = await visit(other)
        await expect(page.get_by_role("article").first).to_be_visible()
        await expect(page.get_by_role("heading", name=QUESTION)).to_have_count(0)


async def test_what_cannot_be_kept_is_said_and_asked_again(visit: Visit, cast: Cast):
    await cast.ana.gives()
    page = await visit(cast.bruno)
    await page.route("**/api/me", lambda route: route.abort())
    await page.get_by_role("button", name="Solo en el muro").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await expect(page.get_by_role("heading", name=QUESTION)).to_be_visible()
    assert (await cast.bruno.http.get("/api/me")).json()["preference"] is None
