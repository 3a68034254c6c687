"""HR reads the months, closes one, looks behind its figures; managers see their own people, everybody their own month."""

import asyncio
import re

import pytest
from playwright.async_api import Page, Route, expect

from recognize.lib.database import DB
from recognize.people.actions import create_department
from recognize.reports.closing import close_month
from recognize.worker import settle
from tests.browser.conftest import Visit
from tests.browser.reports import MONTH, visit_report
from tests.cast import Cast
from tests.reports.closing import OCTOBER, bring_october, gave

MANY_AREAS = 200


async def close_in(page: Page) -> None:
    await page.get_by_role("button", name=re.compile("^Cerrar octubre")).click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("No se vuelve a abrir")
    await dialog.get_by_role("button", name="Cerrar el mes").click()


async def test_the_months_are_listed_newest_first_with_their_state(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit_report(visit, cast, "/reports")
    rows = page.get_by_role("table").get_by_role("row")
    await expect(rows.nth(1)).to_contain_text("En curso")
    await expect(rows.last).to_contain_text(re.compile("octubre de 2026.*Sin cerrar.*4.*3"))
    await rows.last.get_by_role("link").click()
    await expect(page).to_have_url(re.compile(f"{MONTH}$"))
    await expect(page.get_by_role("heading", level=1)).to_have_text("Reporte de octubre de 2026")


async def test_hr_closes_a_month_from_the_list_of_what_there_is_to_do(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit_report(visit, cast, "/reports")
    await close_in(page)
    await expect(page.get_by_text("Listo: octubre de 2026 está cerrado.")).to_be_visible()
    await expect(page.get_by_role("table").get_by_role("row").last).to_contain_text("Cerrado")
    await expect(page.get_by_role("heading", name="Por hacer")).to_have_count(0)


async def test_a_closed_month_tells_its_checksum_and_what_changed_since(visit: Visit, cast: Cast):
    first, *_ = await bring_october(cast)
    page = await visit_report(visit, cast)
    await close_in(page)
    bar = page.get_by_role("region", name="Estado del mes")
    await expect(bar).to_contain_text("Hr lo cerró el")
    state = (await cast.hr.http.get(f"/api{MONTH}/state")).json()
    await expect(bar.get_by_title(state["checksum"])).to_be_visible()
    assert (await cast.ana.withdraws(str(first))).status_code == 204
    await settle()
    await page.reload()
    await bar.get_by_text("1 ajuste después del cierre").click()
    await expect(bar).to_contain_text("1 reconocimiento retirado")
    await expect(page.get_by_role("link", name="Mensajes enviados: 3")).to_be_visible()


async def test_a_month_that_somebody_else_closed_meanwhile_is_no_error(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit_report(visit, cast)
    await page.route("**/state", lambda route: route.abort())
    await page.get_by_role("button", name="Cerrar octubre de 2026").click()
    await close_month(OCTOBER)
    await page.unroute("**/state")
    await page.get_by_role("dialog").get_by_role("button", name="Cerrar el mes").click()
    await expect(page.get_by_text("Alguien cerró octubre de 2026 hace un momento")).to_be_visible()
    await expect(page.get_by_role("region", name="Estado del mes")).to_contain_text("Cerrado")


async def test_whoever_looks_at_a_month_sees_it_close(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit_report(visit, cast)
    await expect(page.locator(".top [role=status]")).to_have_text("En vivo")
    await close_month(OCTOBER)
    await expect(page.get_by_role("region", name="Estado del mes")).to_contain_text("Se cerró por sí solo")


async def test_what_a_page_shows_is_in_its_address(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit_report(visit, cast)
    await page.get_by_label("Área", exact=True).select_option("VE")
    await expect(page).to_have_url(re.compile(r"\?department=VE$"))
    await page.get_by_label("Comparar con").select_option("2026-09")
    await expect(page).to_have_url(re.compile(r"\?department=VE&with=2026-09$"))
    await expect(page.get_by_role("heading", name="octubre de 2026 y septiembre de 2026")).to_be_visible()
    await page.reload()
    await expect(page.get_by_label("Área", exact=True)).to_have_value("VE")
    await expect(page.get_by_role("table", name="Cifras").get_by_role("row", name="Mensajes enviados")).to_contain_text(
        "+2"
    )
    await page.go_back()
    await expect(page.get_by_label("Comparar con")).to_have_value("")
    await expect(page.get_by_label("Área", exact=True)).to_have_value("VE")


async def test_a_figure_leads_to_what_is_behind_it(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit_report(visit, cast)
    await page.get_by_role("link", name="Mensajes enviados: 3").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Mensajes enviados")
    await expect(page.get_by_role("article")).to_have_count(2)
    await expect(page.get_by_text("2 mensajes, 3 reconocimientos.")).to_be_visible()
    await page.go_back()
    await page.get_by_role("link", name="Ventas → Ventas").click()
    await expect(page.get_by_role("article")).to_have_count(2)
    await expect(page.get_by_text("Agradece: Ventas")).to_be_visible()


async def test_a_figure_says_its_definition_and_its_trend(visit: Visit, cast: Cast):
    await gave(cast.ana.id, "bruno", at="2026-09-15T12:00:00Z")
    await bring_october(cast)
    page = await visit_report(visit, cast)
    await page.get_by_role("button", name="Qué cuenta: Mensajes enviados").click()
    trend = page.get_by_role("table", name="Mensajes enviados, mes a mes")
    await expect(trend.get_by_role("row")).to_have_count(1 + 2)
    await expect(trend.get_by_role("row").nth(2)).to_have_text(re.compile("septiembre de 2026.*1"))
    definitions = (await cast.hr.http.get("/api/reports/definitions")).json()
    text = next(each["es"]["text"] for each in definitions if each["figure"] == "totals.kudos")
    await expect(page.get_by_text(text)).to_be_visible()


async def test_what_is_behind_a_row_of_an_area_is_of_that_area(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit_report(visit, cast, f"{MONTH}?department=AL")
    await page.get_by_role("link", name="Hacerse cargo").click()
    await expect(page).to_have_url(re.compile("behaviour=ownership&department=AL"))
    await expect(page.get_by_role("article")).to_have_count(1)
    await page.get_by_role("link", name="Reporte de octubre de 2026").click()
    await expect(page).to_have_url(re.compile(r"2026-10\?department=AL$"))


async def test_a_figure_with_nothing_behind_it_says_why(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit_report(visit, cast)
    await expect(page.get_by_role("link", name="Dieron:")).to_have_count(0)
    await page.get_by_role("button", name="Qué cuenta: Dieron").click()
    await expect(page.get_by_text("nadie ve quién no reconoce")).to_be_visible()


async def test_areas_are_sorted_by_what_is_asked_for(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit_report(visit, cast, f"{MONTH}/areas")
    first = page.get_by_role("rowheader").first
    await expect(first).to_have_text("Ventas")
    await page.get_by_role("button", name="Área", exact=True).click()
    await expect(first).to_have_text("Almacén")
    await expect(page.get_by_role("columnheader", name="Área", exact=True)).to_have_attribute("aria-sort", "ascending")
    await page.reload()
    await expect(first).to_have_text("Almacén")


async def test_the_network_is_a_picture_with_its_table(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit_report(visit, cast, f"{MONTH}/network")
    await expect(page.get_by_role("img", name="1 pareja de áreas")).to_be_visible()
    await expect(page.get_by_role("table", name="1 pareja").get_by_role("row").last).to_contain_text("Ventas → Almacén")
    await page.get_by_label("Ver", exact=True).select_option("DG")
    await expect(page.get_by_text("Ninguna área agradeció a otra")).to_be_visible()
    await expect(page).to_have_url(re.compile("area=DG"))


async def test_hr_finds_whom_nobody_thanked_and_thanks_them(visit: Visit, cast: Cast):
    await DB.execute("update people set hired_on = '2020-01-01'")
    await bring_october(cast)
    page = await visit_report(visit, cast, f"{MONTH}/people")
    people = page.get_by_role("list").filter(has=page.get_by_role("button", name="Reconocer"))
    await expect(people.get_by_role("link", name="Ana")).to_be_visible()
    await expect(people.get_by_role("link", name="Bruno")).to_have_count(0)
    await page.get_by_role("link", name="Personas reconocidas").click()
    await expect(page).to_have_url(re.compile("list=recognised"))
    await expect(people.get_by_role("link", name="Bruno")).to_be_visible()
    await people.get_by_role("button", name="Reconocer Bruno").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Bruno")


async def test_a_manager_sees_their_own_people_and_nobody_else(visit: Visit, cast: Cast):
    await DB.execute("update people set hired_on = '2020-01-01'")
    await bring_october(cast)
    await settle()
    page = await visit(cast.carla, f"{MONTH}/team")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Mi equipo")
    missed = page.get_by_role("region", name="¿Se te pasó alguien?")
    await expect(missed.get_by_role("link", name="Ana")).to_be_visible()
    await expect(missed.get_by_role("link", name="Diego")).to_have_count(0)
    await page.goto(MONTH)
    await expect(page.get_by_text("Solo para Recursos Humanos")).to_be_visible()


@pytest.mark.parametrize("part", ["", "/areas", "/people", "/network", "/kudos", "/team"])
async def test_others_see_no_report(visit: Visit, cast: Cast, part: str):
    page = await visit(cast.ana, f"{MONTH}{part}")
    await expect(page.get_by_text("Solo para Recursos Humanos")).to_be_visible()
    await expect(page.get_by_role("alert")).to_have_count(0)


async def test_everybody_sees_their_own_month(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit(cast.ana, "/me/month?month=2026-10")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Tu mes: octubre de 2026")
    await expect(page.get_by_role("region", name="Recibiste")).to_contain_text("Reconocimientos 1")
    await page.goto("/me/month?month=2026-09")
    await expect(page.get_by_text("Un mes en silencio")).to_be_visible()


async def test_an_empty_month_invites_to_another(visit: Visit, cast: Cast):
    page = await visit_report(visit, cast, "/reports/2020-01")
    await expect(page.get_by_text("Sin reconocimientos en enero de 2020")).to_be_visible()


async def test_two_hundred_areas_fit_on_the_page(visit: Visit, cast: Cast):
    for number in range(MANY_AREAS):
        await create_department(f"A{number:03}", f"Área {number:03}")
        await DB.execute(
            "update people set department_id = (select id from departments where code = $1) where handle = 'diego'",
            f"A{number:03}",
        )
    await bring_october(cast)
    page = await visit_report(visit, cast, f"{MONTH}/areas")
    await page.get_by_label("Buscar un área").fill("area 017")
    await expect(page.get_by_role("rowheader")).to_have_count(1)


async def test_a_slow_answer_leaves_what_was_there_and_a_lost_one_says_so(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit_report(visit, cast)
    answers = asyncio.Event()

    async def later(route: Route) -> None:
        await answers.wait()
        await route.continue_()

    await page.route("**/api/reports/2026-09", later)
    await page.get_by_role("button", name="Mes anterior").click()
    await expect(page.locator(".ready")).to_have_attribute("aria-busy", "true")
    answers.set()
    await expect(page.get_by_text("Sin reconocimientos en septiembre de 2026")).to_be_visible()
    await page.route("**/api/reports/2026-08", lambda route: route.abort())
    await page.get_by_role("button", name="Mes anterior").click()
    await expect(page.get_by_role("alert")).to_be_visible()
    await page.unroute("**/api/reports/2026-08")
    await page.get_by_role("button", name="Intentar de nuevo").click()
    await expect(page.get_by_text("Sin reconocimientos en agosto de 2026")).to_be_visible()


async def test_on_paper_there_is_the_report_and_nothing_to_tap(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit_report(visit, cast)
    await page.emulate_media(media="print")
    await expect(page.get_by_role("banner")).to_be_hidden()
    await expect(page.get_by_role("button", name="Exportar")).to_be_hidden()
    await expect(page.get_by_role("heading", name="Las diez cifras del mes")).to_be_visible()
