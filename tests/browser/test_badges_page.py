"""What somebody sees of badges: their own, what is next, why, and a card to pass on."""

import pytest
from playwright.async_api import expect

from recognize.worker import settle
from tests.badges.test_endpoints import hands
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import HEIGHT, LOOKS, complaints
from tests.cast import Cast


async def bruno_is_patient(cast: Cast) -> None:
    for _ in range(4):
        await cast.ana.gives(behaviours=["patience"], message="You waited with me until the last lorry had left.")
    await hands(cast.carla, "pillar", "bruno")
    await settle()


async def test_my_badges_and_what_is_next(visit: Visit, cast: Cast):
    await bruno_is_patient(cast)
    page = await visit(cast.bruno, "/badges", language="en")
    await page.get_by_text("Mine", exact=False).first.click()
    await expect(page.get_by_role("button", name="Unhurried Bronze")).to_be_visible()
    await page.get_by_text("Next", exact=True).click()
    await expect(page.get_by_role("heading", name="Unhurried · Silver")).to_be_visible()
    await expect(page.get_by_text("4 of 10")).to_be_visible()


async def test_the_owner_sees_the_thanks_that_earned_it_and_others_their_number(visit: Visit, cast: Cast):
    await bruno_is_patient(cast)
    page = await visit(cast.bruno, "/people/bruno", language="en")
    await page.get_by_role("button", name="Unhurried").click()
    dialog = page.get_by_role("dialog", name="Why this badge?")
    await expect(dialog.get_by_role("heading", name="The 3 thanks that earned it")).to_be_visible()
    await expect(dialog.get_by_role("link", name="You waited with me")).to_have_count(3)
    page = await visit(cast.diego, "/people/bruno", language="es")
    await page.get_by_role("button", name="Sin prisa").click()
    await expect(page.get_by_text("3 a la vista de todos la sostienen.")).to_be_visible()
    await expect(page.get_by_role("dialog").get_by_role("link", name="You waited")).to_have_count(0)


async def test_a_badge_arrives_on_the_page_while_one_looks(visit: Visit, cast: Cast):
    page = await visit(cast.bruno, "/people/bruno", language="en")
    await expect(page.get_by_role("status").filter(has_text="Live")).to_be_attached()
    await cast.ana.gives()
    await expect(page.get_by_role("button", name="First recognition")).to_be_visible()


async def test_a_kudos_for_everybody_has_a_card_to_download_and_a_private_one_has_none(visit: Visit, cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    await cast.ana.gives(visibility="private", message="Only between the two of us.")
    page = await visit(cast.ana, "/", language="en")
    cards = page.get_by_role("article")
    await cards.filter(has_text="Thank you for the forms").get_by_role("button", name="More").click()
    card = page.get_by_role("link", name="Download card")
    await expect(card).to_have_attribute("href", f"/api/kudos/{kudos}/card.png?locale=en")
    await page.keyboard.press("Escape")
    await cards.filter(has_text="Only between").get_by_role("button", name="More").click()
    await expect(page.get_by_role("button", name="Copy link")).to_be_visible()
    await expect(card).to_have_count(0)


@pytest.mark.parametrize(("language", "theme", "width"), LOOKS)
async def test_axe_finds_nothing(visit: Visit, cast: Cast, language: str, theme: str, width: int):
    await bruno_is_patient(cast)
    look = {"language": language, "color_scheme": theme, "viewport": {"width": width, "height": HEIGHT}}
    page = await visit(cast.bruno, "/badges", **look)
    found: dict[str, list[str]] = {}
    for view in range(3):
        await page.locator("input[name=view]").nth(view).check(force=True)
        await expect(page.locator("main img").first).to_be_attached()
        found[f"view {view}"] = await complaints(page)
    await page.goto("/people/bruno")
    await page.locator("section button:has(img)").first.click()
    await expect(page.get_by_role("dialog").get_by_role("link").first).to_be_visible()
    found["why"] = await complaints(page)
    assert not {where: wrong for where, wrong in found.items() if wrong}
