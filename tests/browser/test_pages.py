"""What administrators, HR and everybody for themselves do on the pages beyond the feed."""

import re
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from recognize.people.actions import change_person
from recognize.worker import settle
from tests.browser.conftest import Visit
from tests.browser.test_recovery import until
from tests.browser.test_sending import MESSAGE, card
from tests.cast import Cast

GONE_WITHIN_MS = 2_000
PEOPLE = """handle,name,site
bruno,Bruno Díaz,Planta Norte
nadia,Nadia Peña,Planta Norte
no such handle,Somebody,Planta Norte
"""


async def test_a_file_of_people_is_shown_as_differences_before_anything_changes(
    visit: Visit, cast: Cast, tmp_path: Path
):
    file = tmp_path / "personas.csv"
    file.write_bytes(PEOPLE.encode("windows-1252"))
    page = await visit(cast.admin, "/import")
    await page.locator("input[type=file]").set_input_files(file)
    await expect(page.get_by_role("heading", name="Diferencias en personas.csv")).to_be_visible()
    await expect(page.get_by_text("1 línea no se puede usar")).to_be_visible()
    await expect(page.get_by_text("Línea 4: handle")).to_be_visible()
    await expect(page.get_by_role("row", name="bruno name Bruno Bruno Díaz")).to_be_visible()
    assert (await cast.admin.http.get("/api/people/nadia")).status_code == 404
    await page.get_by_role("button", name="Aplicar las líneas correctas").click()
    await expect(page.get_by_text("Listo. Nuevas: 1 · Con cambios: 1 · Se fueron: 0")).to_be_visible()
    assert (await cast.admin.http.get("/api/people/nadia")).json()["name"] == "Nadia Peña"
    assert (await cast.admin.http.get("/api/people/bruno")).json()["site"] == "Planta Norte"
    done = [
        each
        for each in (await cast.admin.http.get("/api/audit")).json()["entries"]
        if each["action"] == "people.imported"
    ]
    assert [each["subject"] for each in done] == ["personas.csv"]


async def test_a_file_that_cannot_be_used_leaves_no_differences_to_apply(visit: Visit, cast: Cast, tmp_path: Path):
    good, bad = tmp_path / "good.csv", tmp_path / "bad.csv"
    good.write_text("handle,site\nbruno,Norte\n")
    bad.write_text("nothing,known\n1,2\n")
    page = await visit(cast.admin, "/import")
    await page.locator("input[type=file]").set_input_files(good)
    await expect(page.get_by_role("button", name="Aplicar cambios")).to_be_enabled()
    await page.locator("input[type=file]").set_input_files(bad)
    await expect(page.get_by_role("alert").filter(has_text="No se puede leer el archivo.")).to_be_visible()
    await expect(page.get_by_role("button", name="Aplicar cambios")).to_have_count(0)


async def test_too_many_leavers_are_seen_and_confirmed_before_they_have_left(visit: Visit, cast: Cast, tmp_path: Path):
    file = tmp_path / "personas.csv"
    file.write_text("handle\nadmin\nana\n")
    page = await visit(cast.admin, "/import")
    await page.get_by_label("Es la lista completa").check()
    await page.locator("input[type=file]").set_input_files(file)
    await expect(page.get_by_role("alert")).to_contain_text("4 de 6 personas, más del 20 %, no están en el archivo")
    await page.get_by_role("button", name="Es correcto: ver quiénes se irían").click()
    await page.get_by_text("Se van · 4").click()
    await expect(page.get_by_role("listitem").filter(has_text="diego")).to_be_visible()
    await page.get_by_role("button", name="Aplicar cambios").click()
    dialog = page.get_by_role("dialog", name="¿Marcar a 4 personas como retiradas?")
    await dialog.get_by_role("button", name="Cancelar").click()
    assert (await cast.admin.http.get("/api/people/diego")).json()["status"] == "active"
    await page.get_by_role("button", name="Aplicar cambios").click()
    await dialog.get_by_role("button", name="Sí, aplicar").click()
    await expect(page.get_by_text("Se fueron: 4")).to_be_visible()
    assert (await cast.admin.http.get("/api/people/diego")).json()["status"] == "left"


async def test_what_is_hidden_is_shown_page_by_page_and_follows_what_others_do(visit: Visit, cast: Cast):
    given = [(await cast.ana.gives(message=f"Gracias por el favor {number}.")).json()["id"] for number in range(23)]
    for kudos in given[:22]:
        await cast.admin.http.post(f"/api/kudos/{kudos}/hiding", json={"reason": "not kind"})
    page = await visit(cast.admin, "/hidden")
    shown = page.get_by_role("button", name="Restaurar")
    await expect(shown).to_have_count(20)
    # With its first socket a page reads its beginning once more.
    await expect(page.get_by_role("status").filter(has_text="En vivo")).to_be_attached()
    await page.wait_for_load_state("networkidle")
    await page.get_by_role("button", name="Ver más").click()
    await expect(shown).to_have_count(22)
    await expect(page.get_by_role("button", name="Ver más")).to_have_count(0)
    await cast.admin.http.post(f"/api/kudos/{given[22]}/hiding", json={"reason": "not kind"})
    await expect(page.get_by_text("Gracias por el favor 22.")).to_be_visible()
    await expect(shown).to_have_count(23)
    await cast.admin.http.delete(f"/api/kudos/{given[0]}/hiding", params={"reason": "a mistake"})
    await expect(page.get_by_text("Gracias por el favor 0.")).to_have_count(0)
    await expect(shown).to_have_count(22)


async def test_what_is_hidden_leaves_the_other_page_in_two_seconds_and_comes_back(visit: Visit, cast: Cast):
    await cast.ana.gives(message=MESSAGE)
    admin, diego = await visit(cast.admin), await visit(cast.diego)
    await expect(card(diego, MESSAGE)).to_be_visible()
    await expect(diego.get_by_text("En vivo").first).to_be_attached()
    await card(admin, MESSAGE).get_by_role("button", name="Más acciones").press("Enter")
    await admin.get_by_role("button", name="Ocultar").press("Enter")
    await admin.get_by_label("Motivo").fill("Nombra a una clienta")
    await admin.keyboard.press("Enter")
    hidden = time.monotonic()
    await expect(card(diego, MESSAGE)).to_have_count(0, timeout=GONE_WITHIN_MS)
    assert time.monotonic() - hidden < GONE_WITHIN_MS / 1000
    await expect(card(admin, MESSAGE)).to_have_count(0)

    await admin.get_by_role("status").get_by_role("link", name="Ocultos").click()
    await expect(admin.get_by_text("Nombra a una clienta")).to_be_visible()
    await admin.get_by_role("button", name="Restaurar").press("Enter")
    await admin.get_by_label("Motivo").fill("Fue un error")
    await admin.keyboard.press("Enter")
    await expect(card(diego, MESSAGE)).to_be_visible(timeout=GONE_WITHIN_MS)
    await expect(admin.get_by_text("No hay nada oculto")).to_be_visible()
    await expect(admin.get_by_role("heading", name="Ocultos")).to_be_focused()


async def test_only_administrators_are_offered_to_hide(visit: Visit, cast: Cast):
    await cast.ana.gives(message=MESSAGE)
    page = await visit(cast.hr)
    await card(page, MESSAGE).get_by_role("button", name="Más acciones").click()
    await expect(page.get_by_role("button", name="Copiar enlace")).to_be_visible()
    await expect(page.get_by_role("button", name="Ocultar")).to_have_count(0)
    await page.goto("/hidden")
    await expect(page.get_by_text("Solo para administración")).to_be_visible()


async def test_own_settings_are_kept_and_the_language_changes_at_once(visit: Visit, cast: Cast):
    page = await visit(cast.ana, "/people/ana")
    await page.get_by_text("Mis ajustes").click()
    await page.get_by_label("Solo en el muro").focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.get_by_text("Guardado.")).to_be_visible()
    await expect(page.get_by_label("Con discreción")).to_be_focused()
    await page.get_by_label("Zona horaria").select_option("Europe/Madrid")
    await page.get_by_label("Idioma").select_option("en")
    await expect(page.get_by_text("My settings")).to_be_visible()
    await expect(page.get_by_label("Time zone")).to_be_enabled()
    me = (await cast.ana.http.get("/api/me")).json()
    assert (me["preference"], me["time_zone"], me["locale"]) == ("quiet", "Europe/Madrid", "en")
    assert (await cast.diego.http.get("/api/people/ana")).json()["quiet"]


async def test_times_are_those_of_the_zone_chosen_in_the_settings(visit: Visit, cast: Cast):
    given = (await cast.ana.gives(message=MESSAGE)).json()["given_at"]
    page = await visit(cast.ana, "/people/ana", language="en")
    shown = card(page, MESSAGE).locator("time")
    await page.get_by_text("My settings").click()
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        there = datetime.fromisoformat(given).astimezone(ZoneInfo(zone))
        await page.get_by_label("Time zone").select_option(zone)
        await expect(shown).to_have_attribute("title", re.compile(f"{there:%A, %B} {there.day}, "))
    await page.goto("/")
    await expect(shown).to_have_attribute("title", re.compile(f"{there:%A, %B} {there.day}, "))


@pytest.mark.parametrize("path", ["/%E0%A4%A", "/reports/2026-13", "/reports/abc", "/reports/2026-10/nothing"])
async def test_an_address_that_leads_nowhere_says_so(visit: Visit, cast: Cast, path: str):
    page = await visit(cast.hr, path)
    await expect(page.get_by_role("heading", name="Página no encontrada")).to_be_visible()


async def test_a_reason_is_asked_for_in_the_words_of_the_page(visit: Visit, cast: Cast):
    await cast.ana.gives(message=MESSAGE)
    page = await visit(cast.admin)
    await card(page, MESSAGE).get_by_role("button", name="Más acciones").click()
    await page.get_by_role("button", name="Ocultar").click()
    await page.get_by_role("dialog").get_by_role("button", name="Ocultar").click()
    await expect(page.get_by_role("alert").filter(has_text="Escribe el motivo")).to_be_visible()
    await expect(page.get_by_label("Motivo")).to_be_focused()
    await expect(card(page, MESSAGE)).to_have_count(1)


async def test_outside_the_demo_the_sign_in_page_asks_for_nothing_that_is_not_there(visit: Visit):
    page = await visit(None, "/nothing/here")
    missing: list[str] = []
    page.on("response", lambda answer: missing.append(answer.url) if answer.status == 404 else None)
    await page.reload(wait_until="networkidle")
    await expect(page.get_by_label("Contraseña")).to_be_visible()
    assert not missing


async def test_a_persons_page_counts_and_follows_what_happens(visit: Visit, cast: Cast):
    await cast.ana.gives()
    page = await visit(cast.diego, "/people/bruno")
    await expect(page.get_by_role("region", name="Por qué reconocen a Bruno")).to_contain_text("1 recibido")
    await expect(page.get_by_role("article")).to_have_count(1)
    await expect(page.get_by_role("status").filter(has_text="En vivo")).to_be_attached()
    await cast.carla.gives()
    await expect(page.get_by_role("region", name="Por qué reconocen a Bruno")).to_contain_text("2 recibidos")
    await expect(page.get_by_role("article")).to_have_count(2)


async def test_a_persons_page_leads_to_their_manager_by_name(visit: Visit, cast: Cast):
    await change_person(cast.carla.id, preferred_name="Carla Milagros")
    page = await visit(cast.diego, "/people/ana")
    await page.get_by_role("link", name="Carla Milagros").click()
    await expect(page).to_have_url(re.compile("/people/carla$"))
    await expect(page.get_by_role("heading", level=1, name="Carla Milagros")).to_be_visible()


async def test_the_demo_shows_the_mail_in_a_frame(demo: None, visit: Visit, cast: Cast):
    await settle()
    await change_person(cast.bruno.id, email="bruno@example.org", locale="es")
    page = await visit(cast.bruno)
    await page.get_by_role("button", name="Tu cuenta").click()
    await page.get_by_role("link", name="Correos").click()
    await expect(page.get_by_text("Todavía no hay correos")).to_be_visible()
    await cast.ana.gives(message=MESSAGE)
    await page.get_by_text("Ana te reconoció").click()
    await expect(page.frame_locator("iframe").get_by_text(MESSAGE)).to_be_visible()
    await expect(page.locator("pre")).to_contain_text(MESSAGE)


@pytest.mark.parametrize("path", ["/", "/people/bruno"])
async def test_a_team_and_who_was_chosen_by_name_are_both_named(visit: Visit, cast: Cast, path: str):
    await cast.ana.gives(recipients=["bruno"], teams=["AL"], message=MESSAGE)
    page = await visit(cast.hr, path)
    await expect(card(page, MESSAGE).get_by_role("heading")).to_have_text("Ana a Almacén y Bruno")


async def test_back_leads_to_the_place_on_the_page_that_one_left(visit: Visit, cast: Cast):
    for n in range(8):
        await cast.carla.gives(message=f"Thank you for the report number {n}.")
    page = await visit(cast.ana, "/", viewport={"width": 1000, "height": 500})
    oldest = page.get_by_text("report number 0")
    await expect(oldest).to_be_visible()
    link = page.get_by_role("article").last.get_by_role("link").filter(has=page.locator("time"))
    await link.hover()
    left = await page.evaluate("scrollY")
    assert left > 500
    await link.click()
    await page.wait_for_url("**/kudos/*")
    await until(page, "scrollY === 0")
    await page.go_back()
    await until(page, f"Math.abs(scrollY - {left}) < 5")


async def test_the_link_of_a_mail_opens_the_inbox(visit: Visit, cast: Cast):
    await cast.ana.gives()
    await settle()
    page = await visit(cast.bruno, "/#inbox")
    await expect(page.get_by_text("Ana te reconoció")).to_be_visible()


async def test_after_hiding_a_kudos_on_its_page_the_focus_is_on_what_is_shown_then(visit: Visit, cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    page = await visit(cast.admin, f"/kudos/{kudos}")
    await page.get_by_role("button", name="Más acciones").click()
    await page.get_by_role("button", name="Ocultar").click()
    await page.get_by_label("Motivo").fill("not kind")
    await page.get_by_role("dialog").get_by_role("button", name="Ocultar").click()
    await expect(page.get_by_role("heading", level=1)).to_be_focused()


async def test_words_too_long_to_search_for_are_said_to_be_so(visit: Visit, cast: Cast):
    page = await visit(cast.ana, f"/?search={'a' * 201}")
    await expect(page.get_by_text("Para buscar, escribe 200 letras como máximo.")).to_be_visible()
    await expect(page.locator(".bones")).to_have_count(0)
