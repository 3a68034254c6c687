"""What somebody sees of badges: their own, what is next, why, and a card to pass on."""

import pytest
from playwright.async_api import expect

from recognize.worker import settle
from tests.badges.test_endpoints import hands
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import LOOKS, Look, complaints, complaints_in
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
    await expect(dialog.get_by_role("heading", name="What earned it: 3")).to_be_visible()
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


@pytest.mark.parametrize(("language", "looks"), LOOKS)
async def test_axe_finds_nothing(visit: Visit, cast: Cast, language: str, looks: list[Look]):
    await bruno_is_patient(cast)
    page = await visit(cast.bruno, "/badges", language=language)
    found: dict[str, list[str]] = {}
    for view in range(3):
        await page.locator("input[name=view]").nth(view).check(force=True)
        await expect(page.locator("main img").first).to_be_attached()
        found[f"view {view}"] = await complaints_in(looks, page)
    await page.goto("/people/bruno")
    await page.locator("section button:has(img)").first.click()
    await expect(page.get_by_role("dialog").get_by_role("link").first).to_be_visible()
    found["why"] = await complaints_in(looks, page)
    assert not {where: wrong for where, wrong in found.items() if wrong}


async def test_an_administrator_refills_and_corrects_with_a_reason(visit: Visit, cast: Cast):
    page = await visit(cast.admin, "/people/bruno")
    await page.get_by_role("button", name="Recargar asignación").click()
    await page.get_by_role("button", name="Guardar").click()
    await expect(page.get_by_role("alert")).to_contain_text("cuántos puntos")
    await page.get_by_label("Puntos").fill("50")
    await page.get_by_role("button", name="Guardar").click()
    await expect(page.get_by_role("alert")).to_contain_text("motivo")
    await page.get_by_label("Motivo").fill("Cerró el inventario")
    await page.get_by_role("button", name="Guardar").click()
    await expect(page.get_by_text("tiene ahora 250 puntos para dar")).to_be_visible()
    await page.get_by_role("button", name="Corregir saldo").click()
    await page.get_by_label("Puntos").fill("-1")
    await page.get_by_label("Motivo").fill("Un error de antes")
    await page.get_by_role("button", name="Guardar").click()
    await expect(page.get_by_role("alert")).not_to_be_empty()  # nothing was ever added that could be taken back
    await page.get_by_label("Puntos").fill("5")
    await page.get_by_role("button", name="Guardar").click()
    await expect(page.get_by_text("es ahora 5")).to_be_visible()
    assert (await cast.bruno.http.get("/api/allowance")).json()["left"] == 250
    assert await complaints(page) == []


async def test_a_badge_is_given_by_hand_and_taken_back(visit: Visit, cast: Cast):
    given = await visit(cast.hr, "/people/bruno")
    await given.get_by_role("button", name="Dar una insignia").click()
    assert await complaints(given) == []
    await given.get_by_label("Motivo").fill("Enseñó a todo el equipo")
    await given.get_by_role("button", name="Guardar").click()
    await expect(given.get_by_text("tiene la insignia")).to_be_visible()
    page = await visit(cast.admin, "/people/bruno")
    await page.locator("[aria-labelledby=awards] li button").click()
    await page.get_by_role("button", name="Retirar la insignia").click()
    await page.get_by_label("Motivo").fill("Fue para otra persona")
    sure = page.get_by_role("dialog", name="Retirar la insignia")
    await sure.get_by_role("button", name="Retirar la insignia").click()
    await expect(page.get_by_text("La insignia se retiró")).to_be_visible()
    await expect(page.locator("[aria-labelledby=awards] li")).to_have_count(0)


async def test_colleagues_administer_nobody(visit: Visit, cast: Cast):
    page = await visit(cast.ana, "/people/bruno")
    await expect(page.get_by_role("heading", name="Historia")).to_be_visible()
    await expect(page.get_by_role("heading", name="Administrar")).to_have_count(0)


async def test_hr_stops_celebrating_somebody_and_begins_again(visit: Visit, cast: Cast):
    page = await visit(cast.hr, "/people/bruno")
    for verb, done in (("No celebrar", "no se celebran"), ("Volver a celebrar", "se celebran otra vez")):
        await page.get_by_role("button", name=verb).click()
        await page.get_by_label("Motivo").fill("Un duelo en la familia")
        await page.get_by_role("button", name="Guardar").click()
        await expect(page.get_by_text(done)).to_be_visible()
    await expect(page.get_by_role("button", name="No celebrar")).to_be_visible()
