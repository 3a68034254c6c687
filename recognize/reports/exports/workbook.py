"""A month report as XLSX: a summary with charts, a sheet for each section, and one that says what the file is."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from recognize.reports.exports import charts, words
from recognize.reports.exports.about import About
from recognize.reports.exports.cells import Value, as_text
from recognize.reports.exports.material import Material
from recognize.reports.exports.tables import Column, Figures, Kind, Table
from recognize.reports.exports.words import label

HEADER_POINTS = 32  # two lines: not every spreadsheet makes a row as high as its words
OPTIONS = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False}
NUMBER_FORMATS: dict[Kind, str] = {"text": "@", "whole": "#,##0", "decimal": "#,##0.##", "percent": '0.0"%"'}
MOST_CROSSED = 250  # areas on each side
SHEET_NAME_CHARACTERS = 31
A4 = 9
BRAND, TINT, INK_2 = "#5b3fc4", "#efeafc", "#5d576f"


def report_workbook(report: dict[str, Any], material: Material, about: About) -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file, {**OPTIONS, "in_memory": True}) as workbook:
        workbook.set_properties(
            {"title": about.contents, "author": "Recognize", "created": about.made_at.replace(tzinfo=None)}
        )
        Pages(workbook, Figures(report, material.names, about.locale), material, about).write()
    return file.getvalue()


class Pages:
    """The sheets of one workbook, in their order."""

    def __init__(self, workbook: xlsxwriter.Workbook, figures: Figures, material: Material, about: About) -> None:
        self.workbook, self.figures, self.material, self.about = workbook, figures, material, about
        self.locale = about.locale
        self.title = workbook.add_format({"bold": True, "font_size": 18, "font_color": BRAND})
        self.faint = workbook.add_format({"font_color": INK_2})
        self.header = header_format(workbook)
        self.formats = {kind: workbook.add_format({"num_format": each}) for kind, each in NUMBER_FORMATS.items()}

    def write(self) -> None:
        summary = self._sheet("summary")
        tables = [*self.figures.tables(), *self._trend()]
        sheets = {table.code: self._section(table) for table in tables}
        sheets["crossed"], self.areas = self._crossed()
        write_about(self.workbook, self.about, self.header)
        self._summary(summary, {table.code: table for table in tables}, sheets)

    def _sheet(self, code: str) -> Worksheet:
        name = label(words.SECTIONS, code, self.locale)
        sheet = self.workbook.add_worksheet(free_name(name, self.workbook))
        sheet.hide_gridlines(2)
        sheet.set_paper(A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet

    def _summary(self, sheet: Worksheet, tables: dict[str, Table], sheets: dict[str, Worksheet]) -> None:
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 3, 13)
        sheet.write_string(0, 0, self.about.contents, self.title)
        sheet.write_string(1, 0, as_text(f"{self.about.organisation} · {self.about.time_zone}"), self.faint)
        filters = f"{words.ABOUT['filters'][self.locale]}: {self.about.filters_in_words()}"
        sheet.write_string(2, 0, as_text(filters), self.faint)
        row = 4
        for code in ("totals", "headline"):
            row = self._rows(sheet, row, tables[code]) + 2
        for place, chart in enumerate(charts.of_report(self.workbook, tables, sheets, self.areas, self.locale)):
            sheet.insert_chart(4 + 18 * (place // 2), 5 + 9 * (place % 2), chart)

    def _section(self, table: Table) -> Worksheet:
        sheet = self._sheet(table.code)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(table.columns):
            sheet.set_column(place, place, _width(column, [row[place] for row in table.rows]))
        last = self._rows(sheet, 0, table)
        if table.columns:
            sheet.autofilter(0, 0, max(last, 1), len(table.columns) - 1)
        return sheet

    def _rows(self, sheet: Worksheet, top: int, table: Table) -> int:
        """The number of the last row."""
        sheet.set_row(top, HEADER_POINTS)
        for place, column in enumerate(table.columns):
            sheet.write_string(top, place, column.label, self.header)
        for number, row in enumerate(table.rows, top + 1):
            for place, (column, value) in enumerate(zip(table.columns, row, strict=True)):
                write_cell(sheet, number, place, value, self.formats[column.kind])
        return top + len(table.rows)

    def _crossed(self) -> tuple[Worksheet, int]:
        """Who serves whom at one look: a row for each area that was served, a column for each that served."""
        sheet = self._sheet("crossed")
        sheet.freeze_panes(1, 1)
        every, cells = self.figures.crossed()
        areas = every[:MOST_CROSSED]
        named = [as_text(str(self.figures.said("giver_department", area))) for area in areas]
        sheet.set_column(0, 0, 30)
        sheet.set_row(0, HEADER_POINTS)
        sheet.write_string(0, 0, words.COLUMNS["giver_department"][self.locale], self.header)
        for place, name in enumerate(named, 1):
            sheet.write_string(0, place, name, self.header)
        for number, (area, name) in enumerate(zip(areas, named, strict=True), 1):
            sheet.write_string(number, 0, name, self.formats["text"])
            for place, other in enumerate(areas, 1):
                if count := cells.get((area, other)):
                    sheet.write_number(number, place, count, self.formats["whole"])
        if areas:
            colours = {"type": "2_color_scale", "min_color": "#ffffff", "max_color": "#8f7ae0"}
            sheet.conditional_format(1, 1, len(areas), len(areas), colours)
        return sheet, len(areas)

    def _trend(self) -> Iterator[Table]:
        if self.material.trend:
            yield trend_table(self.material.trend, self.locale)


def write_about(workbook: xlsxwriter.Workbook, about: About, header: Format) -> None:
    sheet = workbook.add_worksheet(free_name(words.SECTIONS["about"][about.locale], workbook))
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 1, 80)
    for number, (name, value) in enumerate(about.lines()):
        sheet.write_string(number, 0, name, header)
        sheet.write_string(number, 1, as_text(value))


def header_format(workbook: xlsxwriter.Workbook) -> Format:
    return workbook.add_format(
        {"bold": True, "bg_color": TINT, "bottom": 1, "bottom_color": BRAND, "text_wrap": True, "valign": "top"}
    )


def write_cell(sheet: Worksheet, row: int, column: int, value: Value, shape: Format) -> None:
    """Text is always text: never a formula, a link or a number."""
    if isinstance(value, str):
        sheet.write_string(row, column, as_text(value), shape)
    elif isinstance(value, bool):
        sheet.write_boolean(row, column, value, shape)
    elif value is not None:
        sheet.write_number(row, column, value, shape)


def trend_table(trend: list[dict[str, Any]], locale: str) -> Table:
    """A row for each month: the totals that say most, and the headline figures."""
    totals, headline = ("kudos", "recognitions", "participation_percent"), tuple(trend[0]["headline"])
    columns = [Column("month", words.COLUMNS["month"][locale], "text")]
    columns += [Column(code, label(words.FIGURES, code, locale), "decimal") for code in (*totals, *headline)]
    rows: list[list[Value]] = [
        [
            each["month"],
            *(each["totals"][code] for code in totals),
            *(each["headline"][code]["value"] for code in headline),
        ]
        for each in trend
    ]
    return Table("trend", words.SECTIONS["trend"][locale], columns, rows)


def _width(column: Column, values: list[Value]) -> int:
    longest = max((len(str(value)) for value in values if value is not None), default=0)
    return min(max(longest + 2, len(column.label) // 2 + 4, 11), 60)


def free_name(name: str, workbook: xlsxwriter.Workbook) -> str:
    """Sheets have names of at most 31 characters, without some signs, and no two the same."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in name).strip("' ")[:SHEET_NAME_CHARACTERS]
    taken = {each.lower() for each in workbook.sheetnames}
    found, number = plain or "–", 1
    while found.lower() in taken:
        number += 1
        found = f"{plain[: SHEET_NAME_CHARACTERS - 4]} {number}"
    return found
