"""The month report as a workbook and as a document."""

import io
import json
import re
from datetime import UTC, datetime
from typing import Any
from zipfile import ZipFile

import pytest
from msgspec import structs
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from recognize.lib.database import DB
from recognize.reports.definitions import definitions
from recognize.reports.export import as_json
from recognize.reports.exports import said, words
from recognize.reports.exports.about import About
from recognize.reports.exports.document import Pages, report_document
from recognize.reports.exports.drawing import Drawing, draw, drawn
from recognize.reports.exports.gathering import definition, gather
from recognize.reports.exports.material import Material, Story
from recognize.reports.exports.report_file import Wish, about_report
from recognize.reports.exports.tables import Names
from recognize.reports.exports.workbook import report_workbook
from tests.cast import Cast
from tests.reports.april import bring_april, report
from tests.reports.test_export import FIGURES, REPORT

STORY = Story(
    stage="performing",
    message="Te quedaste hasta que salió el último camión.",
    recipients=["Bruno"],
    giver_department="Ventas",
    receiver_department="Almacén",
)
NAMES = Names(departments={"AL": "Almacén", "VE": "Ventas"}, behaviours={"ownership": "Hacerse cargo"})
MATERIAL = Material(organisation="Grupo Almarena", names=NAMES, stories=[STORY])
SECTIONS: dict[str, Any] = {
    "front_line": [{"department": None, "recognitions": 3, "percent": 50.0}],
    "winners": [{"name": "=1+1", "category": "Cierra el círculo", "votes": 3.5}],
}
EMPTY = {"stages": [], "groups": [], "behaviours": [], "matrix": [], "pairs": {"strongest": [], "silent": []}}


def figures(**changes: Any) -> dict[str, Any]:
    return json.loads(as_json(REPORT)) | changes


def about(locale: str = "es", **changes: Any) -> About:
    made = About(
        organisation="Grupo Almarena",
        contents=words.REPORT_OF[locale].format(month=words.month_named("2026-11", locale)),
        time_zone="America/Lima",
        locale=locale,
        made_at=datetime(2026, 12, 1, 15, 30, tzinfo=UTC),
        made_by="Helena (hr)",
        filters=[("Área", "=Logística")],
        definition_version=1,
        checksum=REPORT.checksum,
    )
    return structs.replace(made, **changes)


def opened(report: dict[str, Any], material: Material = MATERIAL, locale: str = "es") -> Workbook:
    return load_workbook(io.BytesIO(report_workbook(report, material, about(locale))))


def test_the_workbook_has_a_summary_a_sheet_for_each_section_and_one_about_itself():
    assert opened(figures(sections=SECTIONS)).sheetnames == [
        "Resumen", "Totales", "Diez cifras", "Etapas", "Alcance por grupo", "Parejas de áreas", "Comportamientos",
        "Quién sirve a quién", "Direcciones", "Apoyo a primera línea", "Personas premiadas", "Tabla cruzada", "Sobre este archivo",
    ]  # fmt: skip
    assert opened(figures(), locale="en").sheetnames[:3] == ["Summary", "Totals", "Ten figures"]


def test_cells_have_types_headers_stay_and_can_be_filtered():
    sheet = opened(figures())["Comportamientos"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D2")
    assert [cell.value for cell in sheet[1]] == [
        "Etapa",
        "Comportamiento",
        "Mensajes enviados",
        "Reconocimientos recibidos",
    ]
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [
        ("Al resolver", "s"), ("Hacerse cargo", "s"), (2, "n"), (3, "n"),
    ]  # fmt: skip
    percent = opened(figures())["Etapas"]["C2"]
    assert (percent.value, percent.number_format) == (100, '0.0"%"')


def test_the_summary_has_charts_that_are_charts():
    archive = ZipFile(io.BytesIO(report_workbook(figures(), MATERIAL, about())))
    drawn = [
        archive.read(name).decode() for name in archive.namelist() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)
    ]
    assert len(drawn) == 5
    assert any("'Comportamientos'!" in chart or "Comportamientos!" in chart for chart in drawn)


def test_the_trend_is_a_line_where_it_is_known():
    headline = json.loads(as_json(REPORT))["headline"]
    totals = structs.asdict(FIGURES.totals)
    trend = [{"month": month, "totals": totals, "headline": headline} for month in ("2026-10", "2026-11")]
    book = opened(figures(), structs.replace(MATERIAL, trend=trend))
    assert [row[0] for row in book["Tendencia"].iter_rows(min_row=2, values_only=True)] == ["2026-10", "2026-11"]


def test_no_text_of_a_workbook_is_a_formula_or_a_link():
    book = opened(figures(sections=SECTIONS))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)


def test_a_workbook_says_what_it_is():
    said = dict(opened(figures())["Sobre este archivo"].iter_rows(max_col=2, values_only=True))
    assert said == {
        "Organización": "Grupo Almarena",
        "Contenido": "Reporte de noviembre de 2026",
        "Zona horaria": "America/Lima",
        "Filtros": "Área: =Logística",
        "Versión de las definiciones": "1",
        "Suma de verificación (SHA-256)": REPORT.checksum,
        "Hecho el": "2026-12-01 10:30",
        "Hecho por": "Helena (hr)",
    }


def test_a_month_without_anything_is_a_workbook_too():
    book = opened(figures(**EMPTY))
    assert book["Tabla cruzada"].max_row == 1
    assert book["Comportamientos"].max_row == 1


def pages_of(document: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", document))


def many_areas(count: int) -> dict[str, Any]:
    codes = [f"A{number}" for number in range(count)]
    groups = [{"dimension": "area", "key": code, "people": 20, "reached": 5, "reach_percent": 25.0} for code in codes]
    pairs = [(giver, receiver) for giver in codes for receiver in codes[:20]]
    matrix = [
        {"giver_department": giver, "receiver_department": receiver, "stage": "any", "recognitions": 3}
        for giver, receiver in pairs
    ]
    return {"groups": groups, "matrix": matrix}


MONTHS = {
    "as usual": {},
    "empty": EMPTY,
    "of 200 areas": many_areas(200),
    "with sections of later": {"sections": SECTIONS | {f"later_{n}": SECTIONS["winners"] * 50 for n in range(9)}},
}


@pytest.mark.parametrize("locale", ["es", "en"])
@pytest.mark.parametrize("changes", MONTHS.values(), ids=MONTHS.keys())
def test_the_document_has_six_pages(changes: dict[str, Any], locale: str):
    material = structs.replace(MATERIAL, definitions=[definition(each, locale) for each in definitions()])
    document = report_document(figures(**changes), material, about(locale))
    assert document.startswith(b"%PDF")
    assert pages_of(document) == 6


def adjusted(times: int) -> Material:
    figure = "behaviours.ownership.performing.recognitions"
    changes = [{"figure": figure, "from": 3, "to": 4}, {"figure": "totals.kudos", "from": 51, "to": 50}]
    adjustments = [{"at": "2026-12-03T10:00:00Z", "changes": changes} for _ in range(times)]
    return structs.replace(
        MATERIAL,
        adjustments=adjustments,
        is_closed=True,
        definitions=[definition(each, "es") for each in definitions()],
    )


def test_a_month_that_was_often_adjusted_has_six_pages_too():
    assert pages_of(report_document(figures(), adjusted(30), about())) == 6


def test_adjustments_name_their_figures_as_the_definitions_do_and_say_of_what():
    (shown, *_) = Pages(figures(), adjusted(1), about()).everything()["adjustments"]
    assert shown["changes"] == (
        "Reconocimientos con el comportamiento · Hacerse cargo · Al resolver: 3 → 4; Mensajes enviados: 51 → 50"
    )


def test_names_as_long_as_they_get_and_of_any_script_do_not_break_its_pages():
    long = "Gerencia Regional de Mantenimiento Preventivo y Refrigeración Comercial " * 3
    names = structs.replace(
        NAMES, departments={"AL": long, "VE": "倉庫 المستودع คลังสินค้า गोदाम"}, behaviours={"ownership": long}
    )
    material = Material(organisation=long, names=names, stories=[structs.replace(STORY, recipients=[long])])
    assert pages_of(report_document(figures(), material, about(organisation=long))) == 6


def test_the_same_data_of_the_same_moment_is_the_same_document():
    assert report_document(figures(), MATERIAL, about()) == report_document(figures(), MATERIAL, about())


def test_what_looks_like_markup_is_text():
    harmful = structs.replace(STORY, message='#panic("x") *no* $x$ <label> @ref \\ `raw` //')
    document = report_document(figures(), structs.replace(MATERIAL, stories=[harmful]), about())
    assert pages_of(document) == 6


@pytest.mark.parametrize("locale", ["es", "en"])
def test_every_sentence_is_there_in_both_languages(locale: str):
    pages = Pages(figures(sections=SECTIONS), MATERIAL, about(locale)).everything()
    assert set(pages["text"]) == set(said.TEXTS)
    assert all(each[locale] for each in said.TEXTS.values())
    assert pages["lead"].startswith({"es": "En noviembre de 2026, 1", "en": "In November 2026, 1"}[locale])


def test_the_document_quotes_a_story_once_and_tells_what_to_do_next():
    pages = Pages(figures(), MATERIAL, about()).everything()
    (performing,) = [stage for stage in pages["stages"] if stage["code"] == "performing"]
    assert performing["quote"] == STORY.message
    assert [story["recipients"] for story in pages["stories"]] == ["Bruno"], "the only one is told with its names, too"
    assert 1 <= len(pages["advice"]) <= 5


async def test_a_document_names_nobody_but_in_stories_of_who_wants_it():
    await bring_april()
    month = json.loads(as_json(await report()))
    material = await gather(month, "es")
    told = json.dumps(
        Pages(
            month, material, about_report(month, material, Wish(format="pdf", locale="es", made_by="somebody"))
        ).everything()
    )
    people = {row["name"] for row in await DB.fetch("select name from people")}
    assert not {name for name in people if f'"{name}"' in told}


async def test_each_of_several_stories_is_told_by_itself(cast: Cast):
    texts = ["You stayed with me until the last truck had left.", "You checked every guide with me that evening."]
    await DB.execute("update people set preference = 'fanfare' where handle = 'bruno'")
    given = [(await cast.ana.gives(message=text)).json() for text in texts]
    month = figures(sections={"stories": [{"kudos": each["id"], "stage": "every-moment"} for each in given]})
    assert [story.message for story in (await gather(month, "en")).stories] == texts


async def test_a_story_is_told_as_walls_tell_it_and_not_once_it_is_withdrawn(cast: Cast):
    await DB.execute("update people set preference = 'fanfare' where handle = 'bruno'")
    given = (await cast.ana.gives(message="You stayed with me until the last truck had left.")).json()
    month = figures(sections={"stories": [{"kudos": given["id"], "stage": "every-moment"}]})
    (story,) = (await gather(month, "en")).stories
    assert (story.message, story.recipients) == ("You stayed with me until the last truck had left.", ["Bruno"])
    assert (story.giver_department, story.receiver_department) == ("Ventas", "Ventas")
    await cast.ana.withdraws(given["id"])
    assert (await gather(month, "en")).stories == []


@pytest.mark.parametrize("format_", ["xlsx", "pdf"])
async def test_a_process_of_its_own_draws_the_same(format_: Any):
    drawing = Drawing(format=format_, report=figures(), material=MATERIAL, about=about())
    assert len(await drawn(drawing)) == len(draw(drawing))
