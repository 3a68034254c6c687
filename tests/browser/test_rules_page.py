"""The page on which administrators decide the rules of the game."""

from playwright.async_api import expect

from tests.browser.conftest import Visit
from tests.browser.test_accessibility import complaints
from tests.cast import Cast

ALLOWANCE, SHARE = "Puntos para dar al mes", "Lo más que puede ir a una sola persona, en %"


async def test_an_administrator_changes_the_rules_and_they_hold_at_once(visit: Visit, cast: Cast):
    page = await visit(cast.admin, "/rules")
    await expect(page.get_by_label(ALLOWANCE)).to_have_value("200")
    await page.get_by_label(ALLOWANCE).fill("300")
    await page.get_by_label(SHARE).fill("25")
    await page.get_by_label("Puntos que propone el diálogo").fill("5")
    await page.get_by_role("checkbox", name="Reconocimientos recibidos").check()
    await page.get_by_role("button", name="Guardar").click()
    await expect(page.get_by_role("status").filter(has_text="Guardado.")).to_be_visible()
    rules = (await cast.admin.http.get("/api/organisation")).json()
    told = [rules[name] for name in ("allowance_points", "one_person_percent", "usual_points", "boards_received")]
    assert told == [300, 25, 5, True]
    await page.get_by_role("button", name="Reconocer").first.click()
    await expect(page.get_by_text("5 puntos por persona")).to_be_visible()


async def test_what_cannot_be_is_said_beside_its_field_and_nothing_changes(visit: Visit, cast: Cast):
    before = (await cast.admin.http.get("/api/organisation")).json()
    page = await visit(cast.admin, "/rules")
    await page.get_by_label(SHARE).fill("140")
    await page.get_by_label(ALLOWANCE).fill("muchos")
    await page.get_by_role("button", name="Guardar").click()
    await expect(page.get_by_text("Escribe un número entero de 1 a 100.")).to_be_visible()
    await expect(page.get_by_text("Escribe un número entero de 0 a 1.000.000.")).to_be_visible()
    await expect(page.get_by_label(ALLOWANCE)).to_be_focused()
    assert await complaints(page) == []
    await page.get_by_label(ALLOWANCE).fill("100")
    await expect(page.get_by_text("Escribe un número entero de 0 a 1.000.000.")).to_have_count(0)
    assert (await cast.admin.http.get("/api/organisation")).json() == before


async def test_the_organisation_and_its_month_are_decided_there_and_an_empty_day_is_never(visit: Visit, cast: Cast):
    page = await visit(cast.admin, "/rules")
    await page.get_by_label("Nombre de la organización").fill("  ")
    await page.get_by_label("Día en que se cierra el mes").fill("31")
    await page.get_by_role("button", name="Guardar").click()
    await expect(page.get_by_text("Escribe el nombre.")).to_be_visible()
    await expect(page.get_by_text("Escribe un número entero de 1 a 28.")).to_be_visible()
    await expect(page.get_by_label("Nombre de la organización")).to_be_focused()
    assert await complaints(page) == []
    await page.get_by_label("Nombre de la organización").fill("Clínica San Borja")
    await page.get_by_label("Zona horaria de la organización").select_option("Asia/Tokyo")
    await page.get_by_label("Día en que se cierra el mes").fill("7")
    await page.get_by_label("Día en que se avisa a Recursos Humanos").fill("")
    await page.get_by_role("button", name="Guardar").click()
    await expect(page.get_by_role("status").filter(has_text="Guardado.")).to_be_visible()
    await expect(page).to_have_title("Reglas del juego · Clínica San Borja")
    rules = (await cast.admin.http.get("/api/organisation")).json()
    told = [rules[name] for name in ("name", "time_zone", "close_day", "deliver_day")]
    assert told == ["Clínica San Borja", "Asia/Tokyo", 7, None]


async def test_everybody_else_reads_the_rules_and_changes_none(visit: Visit, cast: Cast):
    page = await visit(cast.ana)
    await page.get_by_role("button", name="Tu cuenta").click()
    await page.get_by_role("link", name="Reglas del juego").click()
    await expect(page.get_by_role("heading", level=1, name="Reglas del juego")).to_be_visible()
    allowance = page.get_by_role("term").filter(has_text=ALLOWANCE).locator("xpath=following-sibling::dd[1]")
    await expect(allowance).to_have_text("200")
    await expect(page.get_by_role("button", name="Guardar")).to_have_count(0)
    assert await complaints(page) == []
