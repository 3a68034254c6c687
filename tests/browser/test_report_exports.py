"""HR takes a month, or lines of it, out of the page that shows it."""

import csv
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.async_api import Locator, Page, expect

from recognize.lib.database import DB
from recognize.reports.exports.jobs import make_exports
from tests.browser.conftest import Visit
from tests.browser.reports import MONTH, visit_report
from tests.cast import Cast
from tests.reports.closing import bring_october


async def downloaded(page: Page, link: Locator) -> Path:
    async with page.expect_download() as download:
        await link.click()
    return await (await download.value).path()


async def open_dialog(page: Page) -> Locator:
    await page.get_by_role("button", name="Exportar").click()
    await page.get_by_role("button", name="Elegir qué exportar").click()
    return page.get_by_role("dialog")


def jobs_of(page: Page) -> Locator:
    return page.get_by_role("region", name="Tus exportaciones")


async def test_the_report_is_exported_as_it_is_shown(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit_report(visit, cast, f"{MONTH}?department=AL")
    await page.get_by_role("button", name="Exportar").click()
    file = await downloaded(page, page.get_by_role("link", name="CSV"))
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines(), delimiter=";"))
    told = {row["figure"]: row["value"] for row in rows if row["section"] in ("report", "totals")}
    assert (told["department"], told["kudos"]) == ("AL", "1")


@pytest.mark.parametrize(("name", "start"), [("PDF", b"%PDF-"), ("JSON", b"{"), ("XLSX", b"PK")])
async def test_every_format_of_the_menu_comes_as_a_file(visit: Visit, cast: Cast, name: str, start: bytes):
    await bring_october(cast)
    page = await visit_report(visit, cast)
    await page.get_by_role("button", name="Exportar").click()
    file = await downloaded(page, page.get_by_role("link", name=name))
    assert file.read_bytes().startswith(start)


async def test_chosen_lines_and_columns_are_made_and_fetched(visit: Visit, cast: Cast):
    await bring_october(cast)
    page = await visit_report(visit, cast)
    dialog = await open_dialog(page)
    await dialog.get_by_label("Formato").select_option("csv")
    await dialog.get_by_label("Hasta").fill("2026-10-16")
    await dialog.get_by_label("Cuáles").select_option("individual")
    await dialog.get_by_text("Columnas").click()
    await dialog.get_by_label("Mensaje").uncheck()
    await dialog.get_by_role("button", name="Exportar").click()
    jobs = jobs_of(page)
    await expect(jobs).to_contain_text("en espera")
    await make_exports()
    file = await downloaded(page, jobs.get_by_role("link", name="Descargar"))
    lines = [line for line in file.read_text("utf-8-sig").splitlines() if not line.startswith(("#", '"#'))]
    (line,) = csv.DictReader(lines, delimiter=";")
    assert (line["Quien reconoce"], line["Persona reconocida"]) == ("ana", "bruno")
    assert "Mensaje" not in line
    await jobs.get_by_role("button", name="Borrar").click()
    await expect(jobs).to_have_count(0)


async def test_each_export_of_a_visit_is_listed(visit: Visit, cast: Cast):
    page = await visit_report(visit, cast)
    for number in (1, 2):
        await (await open_dialog(page)).get_by_role("button", name="Exportar").click()
        await expect(jobs_of(page).get_by_role("listitem")).to_have_count(number)
        await make_exports()
        await expect(jobs_of(page).get_by_role("link", name="Descargar")).to_have_count(number)
    workbook = await downloaded(page, jobs_of(page).get_by_role("link", name="Descargar").first)
    assert "xl/workbook.xml" in ZipFile(workbook).namelist()


async def test_an_export_is_cancelled_and_one_that_failed_says_so(visit: Visit, cast: Cast):
    page = await visit_report(visit, cast)
    await (await open_dialog(page)).get_by_role("button", name="Exportar").click()
    jobs = jobs_of(page)
    await jobs.get_by_role("button", name="Cancelar").click()
    await expect(jobs).to_have_count(0)
    await (await open_dialog(page)).get_by_role("button", name="Exportar").click()
    await expect(jobs).to_contain_text("en espera")
    await DB.execute("update exports set state = 'failed', error = 'internal_error', ended_at = now()")
    await expect(jobs).to_contain_text("no se pudo hacer")


async def test_what_cannot_be_exported_is_refused_in_the_dialog(visit: Visit, cast: Cast):
    page = await visit_report(visit, cast)
    dialog = await open_dialog(page)
    await dialog.get_by_label("Hasta").fill("2026-09-01")
    await dialog.get_by_role("button", name="Exportar").click()
    await expect(dialog.get_by_role("alert")).to_contain_text("Elige un periodo")
    await dialog.get_by_label("El reporte").check()
    await dialog.get_by_label("Formato").select_option("pdf")
    await expect(dialog.get_by_label("Cuáles")).to_have_count(0)
    await dialog.get_by_role("button", name="Exportar").click()
    await expect(jobs_of(page)).to_contain_text(re.compile("recognize-2026-10.pdf"))
