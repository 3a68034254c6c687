"""Rows without end on as many sheets as they need, written as they come."""

from collections.abc import Callable
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from recognize.reports.exports.about import About
from recognize.reports.exports.cells import as_text
from recognize.reports.exports.raw import Column, Kind
from recognize.reports.exports.workbook import HEADER_POINTS, free_name, header_format, write_about

SHEET_ROWS = 1_048_576
WIDTHS: dict[Kind, int] = {"text": 24, "plain": 16, "time": 19, "date": 12, "truth": 10}
NUMBER_FORMATS: dict[Kind, str] = {
    "text": "@",
    "plain": "@",
    "time": "yyyy-mm-dd hh:mm:ss",
    "date": "yyyy-mm-dd",
    "truth": "General",
}
WIDE = {"message": 80, "kudos": 38, "behaviour_names": 36}

Writer = Callable[[int, int, Any], object]


class Sheets:
    """Rows below a frozen header, on a new sheet wherever one is full."""

    def __init__(self, workbook: xlsxwriter.Workbook, columns: dict[str, Column], about: About) -> None:
        self.workbook, self.columns, self.about = workbook, columns, about
        self.header = header_format(workbook)
        self.formats = {kind: workbook.add_format({"num_format": each}) for kind, each in NUMBER_FORMATS.items()}
        self._begin()

    def _begin(self) -> None:
        self.sheet: Worksheet = self.workbook.add_worksheet(free_name(self.about.contents, self.workbook))
        self.sheet.freeze_panes(1, 0)
        self.sheet.set_row(0, HEADER_POINTS)
        for place, (code, column) in enumerate(self.columns.items()):
            self.sheet.set_column(place, place, WIDE.get(code, WIDTHS[column.kind]), self.formats[column.kind])
            self.sheet.write_string(0, place, column.label[self.about.locale], self.header)
        self.row = 0
        self.writers = [self._writer(column.kind) for column in self.columns.values()]

    def _writer(self, kind: Kind) -> Writer:
        sheet = self.sheet
        as_they_are: dict[Kind, Writer] = {
            "time": sheet.write_datetime,
            "date": sheet.write_datetime,
            "truth": sheet.write_boolean,
        }
        return as_they_are.get(kind, lambda row, column, text: sheet.write_string(row, column, as_text(text)))

    def write(self, rows: list[Any]) -> None:
        for values in rows:
            if self.row == SHEET_ROWS - 1:
                self._end()
                self._begin()
            self.row += 1
            for place, value in enumerate(values):
                if value is not None:
                    self.writers[place](self.row, place, value)

    def _end(self) -> None:
        self.sheet.autofilter(0, 0, max(self.row, 1), len(self.columns) - 1)

    def finish(self) -> None:
        self._end()
        write_about(self.workbook, self.about, self.header)
