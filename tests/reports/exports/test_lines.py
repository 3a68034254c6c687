"""What stands in raw exports, and what never does."""

import csv
import io
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from recognize.lib.database import DB
from recognize.lib.engine import patient
from recognize.people.actions import create_person
from recognize.reports.exports import lines as exported
from recognize.reports.exports import sheets
from recognize.reports.exports.about import About
from recognize.reports.exports.cells import MAX_CELL_UNITS
from recognize.reports.exports.csv_file import Dialect
from recognize.reports.exports.lines import Progress, Selection, write_csv, write_xlsx
from recognize.reports.exports.raw import source
from tests.cast import Cast
from tests.reports.april import bring_april

ABOUT = About(
    organisation="Grupo Almarena",
    contents="Public and area kudos",
    time_zone="America/Santiago",
    locale="en",
    made_at=datetime(2026, 5, 1, 12, tzinfo=UTC),
    made_by="Helena (hr)",
)
HARMFUL = {
    "=1+1": "'=1+1",
    "+51 999": "'+51 999",
    "-2": "'-2",
    "@SUM(A1)": "'@SUM(A1)",
    "＝1+1": "'＝1+1",
    "--dirstat: consider directories": "'--dirstat: consider directories",
}


async def in_csv(selection: Selection, dialect: Dialect = Dialect(), about: About = ABOUT) -> list[dict[str, str]]:  # noqa: B008 — frozen
    file, progress = io.BytesIO(), Progress()
    await write_csv(file, selection, about, dialect, progress)
    text = file.getvalue().decode("utf-8-sig")
    said = [line for line in text.split("\n") if line.startswith(("# ", '"# '))]
    rows = list(
        csv.DictReader(io.StringIO("\n".join(text.split("\n")[len(said) :]), newline=""), delimiter=dialect.delimiter)
    )
    assert len(rows) == progress.done == progress.total
    return rows


async def in_xlsx(selection: Selection, folder: Path, about: About = ABOUT) -> list[Worksheet]:
    file, progress = folder / "kudos.xlsx", Progress()
    with file.open("wb") as opened:
        await write_xlsx(opened, selection, about, folder, progress)
    assert progress.done == progress.total
    return list(load_workbook(file).worksheets)


async def april(**chosen: Any) -> list[dict[str, str]]:
    return await in_csv(Selection(of="kudos", first_day=date(2026, 4, 1), last_day=date(2026, 4, 30), **chosen))


async def test_the_lines_are_the_recognitions_that_the_report_breaks_down():
    await bring_april()
    rows = await april()
    counted = await DB.fetch_value("""
        select count(*) from kudos k join kudos_recipients r on r.kudos_id = k.id and not r.quiet
        where k.visibility <> 'private' and k.withdrawn_at is null and k.hidden_at is null
        and (k.given_at at time zone 'America/Santiago')::date between '2026-04-01' and '2026-04-30'""")
    assert len(rows) == counted > 0
    assert all(row["Given at"].startswith("2026-04-") for row in rows), "days are those of the organisation"
    assert rows == sorted(rows, key=lambda row: row["Given at"])


async def test_an_area_is_that_of_the_day_and_has_those_below_it():
    await bring_april()
    everything, chosen = await april(), await april(departments=["VE"])
    sides = ("Giver's department code", "Recipient's department code")
    assert 0 < len(chosen) < len(everything)
    below = {
        row["code"]
        for row in await DB.fetch("""
        with recursive below as (select id, code from departments where code = 'VE'
                                 union select d.id, d.code from departments d join below b on d.parent_id = b.id)
        select code from below""")
    }
    assert chosen == [row for row in everything if below & {row[side] for side in sides}]


async def test_private_and_quiet_ones_are_in_no_line(cast: Cast, tmp_path: Path):
    await DB.execute("update people set preference = 'quiet' where handle = 'diego'")
    await cast.ana.gives(recipients=["bruno", "diego"], message="Both of you helped.")
    await cast.ana.gives(visibility="private", message="Between us two.")
    await cast.ana.gives(visibility="department", message="Within our area.")
    withdrawn = (await cast.ana.gives(message="Not any more.")).json()["id"]
    await cast.ana.withdraws(withdrawn)
    rows = await in_csv(Selection(of="kudos"))
    assert sorted((row["Recipient"], row["Message"], row["Visibility"]) for row in rows) == [
        ("bruno", "Both of you helped.", "Public"), ("bruno", "Within our area.", "Department"),
    ]  # fmt: skip
    sheet, _ = await in_xlsx(Selection(of="kudos", columns=["recipient", "message"]), tmp_path)
    assert sorted(row for row in sheet.iter_rows(min_row=2, values_only=True)) == [
        ("bruno", "Both of you helped."), ("bruno", "Within our area."),
    ]  # fmt: skip


async def test_nobody_gets_points_from_an_export(cast: Cast):
    await cast.ana.gives(points=10)
    assert not any(value == "10" for row in await in_csv(Selection(of="kudos")) for value in row.values())


async def test_individual_ones_and_those_of_a_team_are_told_apart(cast: Cast):
    await DB.execute("insert into teams (id, code, name) values (gen_random_uuid(), 'turno', 'Turno')")
    await DB.execute(
        "insert into team_members select t.id, p.id from teams t, people p where p.handle in ('bruno', 'diego')"
    )
    await cast.ana.gives()
    await cast.ana.gives(recipients=[], teams=["turno"])
    named = [row["Recipient"] for row in await in_csv(Selection(of="kudos", kinds=["individual"]))]
    team = [row["Recipient"] for row in await in_csv(Selection(of="kudos", kinds=["team"]))]
    assert (named, sorted(team)) == (["bruno"], ["bruno", "diego"])


async def test_columns_come_as_they_were_chosen(cast: Cast):
    await cast.ana.gives()
    (row,) = await in_csv(Selection(of="kudos", columns=["message", "giver"]))
    assert list(row.items()) == [("Message", "Thank you for the forms, Bruno."), ("Giver", "ana")]


@pytest.mark.parametrize("locale", ["es", "en"])
async def test_columns_behaviours_and_words_are_in_the_language_of_the_file(cast: Cast, locale: str):
    await cast.ana.gives()
    about = About(**{**{name: getattr(ABOUT, name) for name in ABOUT.__struct_fields__}, "locale": locale})
    (row,) = await in_csv(Selection(of="kudos"), about=about)
    told = (
        ("Comportamientos", "Cortesía", "Visibilidad", "Pública")
        if locale == "es"
        else ("Behaviours", "Courtesy", "Visibility", "Public")
    )
    assert (row[told[0]], row[told[2]]) == (await behaviour("courtesy", locale), told[3])


async def behaviour(code: str, locale: str) -> str:
    texts = json.loads(await DB.fetch_value("select texts::text from behaviours where code = $1", code))
    return texts[locale]["name"]


@pytest.mark.parametrize(("text", "written"), HARMFUL.items())
async def test_text_that_starts_a_formula_is_harmless_in_csv_and_text_in_xlsx(
    cast: Cast, tmp_path: Path, text: str, written: str
):
    await cast.ana.gives(message=text + " for all of us")
    await DB.execute("update people set name = $1 where handle = 'bruno'", text)
    (row,) = await in_csv(Selection(of="kudos"))
    assert (row["Message"], row["Recipient's name"]) == (written + " for all of us", written)
    sheet, _ = await in_xlsx(Selection(of="kudos", columns=["message", "recipient_name"]), tmp_path)
    assert [(cell.value, cell.data_type) for cell in sheet[2]] == [(text + " for all of us", "s"), (text, "s")]


AWKWARD = [
    'several\nlines\r\nwith “quotes” and "more", commas; and\ttabs',
    "<r>not rich text</r>",
    "https://example.org/not-a-link",
    "mailto:nobody@example.org",
    "Ángel Ñandú 日本 العربية हिन्दी ไทย 👩‍👩‍👧‍👦",
    "_x0041_ stays what it is",
    " blanks around ",
    "1234567890123456",
    "TRUE",
]


@pytest.mark.parametrize("text", AWKWARD, ids=range(len(AWKWARD)))
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
async def test_any_text_comes_back_as_it_was_written(cast: Cast, tmp_path: Path, text: str, delimiter: Any):
    await cast.ana.gives()
    await DB.execute("update kudos set message = $1", text)
    (row,) = await in_csv(Selection(of="kudos"), Dialect(delimiter, bom=True))
    assert row["Message"] == text
    sheet, _ = await in_xlsx(Selection(of="kudos", columns=["message"]), tmp_path)
    assert (sheet["A2"].data_type, sheet["A2"].hyperlink) == ("s", None)
    assert unescape(sheet["A2"].value).rstrip() == text.replace("\r\n", "\n").rstrip()


async def test_text_longer_than_a_cell_is_cut_and_seen_to_be_cut(cast: Cast, tmp_path: Path):
    await cast.ana.gives()
    await DB.execute("update kudos set message = $1", "👍" * 20_000)
    sheet, _ = await in_xlsx(Selection(of="kudos", columns=["message"]), tmp_path)
    value = sheet["A2"].value
    assert value == "👍" * ((MAX_CELL_UNITS - 1) // 2) + "…"
    (row,) = await in_csv(Selection(of="kudos", columns=["message"]))
    assert row["Message"] == "👍" * 20_000, "CSV has no such limit"


async def test_cells_have_types_a_frozen_header_and_filters(cast: Cast, tmp_path: Path):
    await cast.ana.gives(reached_customer=True)
    await DB.execute("update kudos set given_at = '2026-04-05T12:30:00Z'")
    await DB.execute("update organisation set time_zone = 'America/Santiago'")
    sheet, about = await in_xlsx(Selection(of="kudos"), tmp_path)
    cells = {header.value: cell for header, cell in zip(sheet[1], sheet[2], strict=True)}
    assert cells["Given at"].value == datetime(2026, 4, 5, 8, 30)
    assert cells["Given at"].is_date
    assert cells["Reached a customer"].value is True
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:{sheet.cell(2, sheet.max_column).coordinate}")
    assert ("Time zone", "America/Santiago") in list(about.iter_rows(values_only=True))


async def test_rows_beyond_a_sheet_stand_on_the_next_one(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheets, "SHEET_ROWS", 3)
    for number in range(5):
        await cast.ana.gives(message=f"Thank you, number {number}.")
    *filled, _ = await in_xlsx(Selection(of="kudos", columns=["message"]), tmp_path)
    assert [sheet.title for sheet in filled] == [
        "Public and area kudos",
        "Public and area kudos 2",
        "Public and area kudos 3",
    ]
    assert [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in filled] == [
        ["Message", "Thank you, number 0.", "Thank you, number 1."],
        ["Message", "Thank you, number 2.", "Thank you, number 3."],
        ["Message", "Thank you, number 4."],
    ]


async def test_however_it_is_cut_into_steps_the_lines_are_the_same(monkeypatch: pytest.MonkeyPatch):
    await bring_april()
    whole = await in_csv(Selection(of="kudos"))
    monkeypatch.setattr(exported, "ROWS_A_STEP", 1)
    assert await in_csv(Selection(of="kudos")) == whole


async def test_where_there_is_nothing_there_is_a_header(tmp_path: Path):
    assert await in_csv(Selection(of="kudos")) == []
    sheet, _ = await in_xlsx(Selection(of="kudos"), tmp_path)
    assert sheet.max_row == 1


async def test_people_of_any_script_are_listed(tmp_path: Path):
    for handle, name in (("jose", "José Ñahui"), ("hanako", "山田花子"), ("leila", "ليلى"), ("minus", "-Minus")):
        await create_person(handle, name)
    names = [row["Name"] for row in await in_csv(Selection(of="people"))]
    assert sorted(names) == sorted(["José Ñahui", "山田花子", "ليلى", "'-Minus"])


@pytest.mark.parametrize("of", ["kudos", "people"])
@pytest.mark.parametrize("locale", ["es", "en"])
async def test_every_column_can_be_asked_for_alone(cast: Cast, of: Any, locale: Any):
    await cast.ana.gives()
    with patient():
        first = next(iter(source(of, locale).columns))
        for column in source(of, locale).columns:
            assert await in_csv(Selection(of=of, columns=[first, column]))
