"""Native charts of a report's workbook: they stay charts, and follow their cells."""

from collections.abc import Iterator
from typing import Any

import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.worksheet import Worksheet

from recognize.reports.exports import words
from recognize.reports.exports.tables import Table

STAGE_COLOURS = {"opening": "#dd6a22", "performing": "#2f6fdc", "closing": "#2f8a57", "every-moment": "#7d4bbd"}
BRAND = "#5b3fc4"
MOST_BARS = 18
MOST_GROUPS = 14
MOST_AREAS = 10
TREND_SHOWN = ("reach", "gave", "between_areas")
SIZE = {"width": 560, "height": 340}

Tables = dict[str, Table]
Sheets = dict[str, Worksheet]


def of_report(
    workbook: xlsxwriter.Workbook, tables: Tables, sheets: Sheets, crossed: int, locale: str
) -> Iterator[Chart]:
    """Those of which there is something to show. `crossed`: the areas of the crossed table."""
    if tables["behaviours"].rows:
        yield _behaviours(workbook, tables["behaviours"], sheets["behaviours"], locale)
    if tables["stages"].rows:
        yield _bars(
            workbook,
            tables["stages"],
            sheets["stages"],
            "recognitions",
            "column",
            _stage_points(tables["stages"], locale),
        )
    if tables["groups"].rows:
        yield _bars(workbook, tables["groups"], sheets["groups"], "reach_percent", "bar")
    if tables["directions"].rows:
        yield _bars(workbook, tables["directions"], sheets["directions"], "value", "column")
    if areas := min(crossed, MOST_AREAS):
        yield _matrix(workbook, sheets["crossed"], areas, locale)
    if "trend" in tables:
        yield _trend(workbook, tables["trend"], sheets["trend"])


def _behaviours(workbook: xlsxwriter.Workbook, table: Table, sheet: Worksheet, locale: str) -> Chart:
    chart = _bars(workbook, table, sheet, "recognitions", "bar", _stage_points(table, locale))
    chart.set_size({"width": 560, "height": 340 + 8 * min(len(table.rows), MOST_BARS)})
    return chart


def _bars(
    workbook: xlsxwriter.Workbook,
    table: Table,
    sheet: Worksheet,
    figure: str,
    shape: str,
    points: list[dict[str, Any]] | None = None,
) -> Chart:
    last = min(len(table.rows), MOST_GROUPS if shape == "bar" and table.code == "groups" else MOST_BARS)
    chart = workbook.add_chart({"type": shape})
    series = {
        "categories": [sheet.get_name(), 1, _label_column(table), last, _label_column(table)],
        "values": [sheet.get_name(), 1, _column(table, figure), last, _column(table, figure)],
        "fill": {"color": BRAND},
        "gap": 45,
        "data_labels": {"value": True, "font": {"size": 8}},
    }
    chart.add_series({**series, "points": points[:last]} if points else series)
    _dress(chart, table.title)
    if shape == "bar":
        chart.set_y_axis({"reverse": True, "num_font": {"size": 8}, "line": {"none": True}})
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    else:
        chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}})
    return chart


def _matrix(workbook: xlsxwriter.Workbook, sheet: Worksheet, areas: int, locale: str) -> Chart:
    """A bar for each of the first areas that were served, in parts by who served them."""
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    for place in range(1, areas + 1):
        chart.add_series(
            {
                "name": [sheet.get_name(), 0, place],
                "categories": [sheet.get_name(), 1, 0, areas, 0],
                "values": [sheet.get_name(), 1, place, areas, place],
                "gap": 40,
            }
        )
    _dress(chart, words.SECTIONS["matrix"][locale])
    chart.set_legend({"position": "right", "font": {"size": 8}})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 8}, "line": {"none": True}})
    chart.set_x_axis({"major_gridlines": {"visible": False}})
    return chart


def _trend(workbook: xlsxwriter.Workbook, table: Table, sheet: Worksheet) -> Chart:
    chart = workbook.add_chart({"type": "line"})
    for code, colour in zip(TREND_SHOWN, STAGE_COLOURS.values(), strict=False):
        place = _column(table, code)
        chart.add_series(
            {
                "name": [sheet.get_name(), 0, place],
                "categories": [sheet.get_name(), 1, 0, len(table.rows), 0],
                "values": [sheet.get_name(), 1, place, len(table.rows), place],
                "line": {"color": colour, "width": 2.25},
                "marker": {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"color": colour}},
            }
        )
    _dress(chart, table.title)
    chart.set_legend({"position": "bottom"})
    chart.set_y_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#e9e3da"}}})
    return chart


def _dress(chart: Chart, title: str) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "color": "#241f35"}})
    chart.set_legend({"none": True})
    chart.set_size(SIZE)
    chart.set_chartarea({"border": {"color": "#e9e3da"}})


def _stage_points(table: Table, locale: str) -> list[dict[str, Any]]:
    colours = {words.STAGES[code][locale]: colour for code, colour in STAGE_COLOURS.items()}
    place = _column(table, "stage")
    return [{"fill": {"color": colours.get(str(row[place]), BRAND)}} for row in table.rows]


def _label_column(table: Table) -> int:
    codes = [column.code for column in table.columns]
    return next(codes.index(code) for code in ("behaviour", "key", "figure", "stage") if code in codes)


def _column(table: Table, code: str) -> int:
    return [column.code for column in table.columns].index(code)
