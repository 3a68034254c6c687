"""A report's figures as tables with typed columns, whatever sections it has: those of later are drawn as they come."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Literal

from msgspec import Struct

from recognize.reports.exports import words
from recognize.reports.exports.cells import Value
from recognize.reports.exports.words import label

Json = Mapping[str, Any]
Kind = Literal["text", "whole", "decimal", "percent"]

FIRST_COLUMNS = (
    "pairs", "dimension", "stage", "code", "behaviour", "badge", "kind", "key", "giver_department", "receiver_department",
    "department", "kudos", "recognitions", "people", "reached",
)  # fmt: skip
DEPARTMENTS = {"giver_department", "receiver_department", "department"}


class Names(Struct, frozen=True, kw_only=True):
    """By code, in the language of the file."""

    departments: dict[str, str] = {}
    behaviours: dict[str, str] = {}
    badges: dict[str, str] = {}


class Column(Struct, frozen=True):
    code: str
    label: str
    kind: Kind


class Table(Struct, frozen=True):
    code: str
    title: str
    columns: list[Column]
    rows: list[list[Value]]


class Figures(Struct, frozen=True):
    """`json`: a report as its canonical JSON says it."""

    json: dict[str, Any]
    names: Names
    locale: str

    def tables(self) -> list[Table]:
        fixed = [
            self._of_figures("totals"),
            self._headline(),
            self._table("stages", self.json["stages"]),
            self._table("groups", self.json["groups"]),
            self._table("pairs", list(_pairs(self.json["pairs"]))),
            self._table("behaviours", [_renamed(row, "code", "behaviour") for row in self.json["behaviours"]]),
            self._table("matrix", self.json["matrix"]),
            self._of_figures("directions"),
        ]
        return [*fixed, *self.section_tables()]

    def section_tables(self) -> list[Table]:
        return [self._table(name, rows) for name, rows in self.json.get("sections", {}).items()]

    def crossed(self) -> tuple[list[str | None], Counter[tuple[str | None, str | None]]]:
        """The areas, those with most recognitions on either side first, and the recognitions from one to another."""
        cells = Counter(
            {
                (row["giver_department"], row["receiver_department"]): row["recognitions"]
                for row in self.json["matrix"]
                if row["stage"] == "any"
            }
        )
        weights: Counter[str | None] = Counter()
        for (giver, receiver), count in cells.items():
            weights[giver] += count
            weights[receiver] += count
        return sorted(weights, key=lambda area: (-weights[area], area or "")), cells

    def _of_figures(self, section: str) -> Table:
        rows: list[list[Value]] = [
            [label(words.FIGURES, code, self.locale), value] for code, value in self.json[section].items()
        ]
        return self._made(section, [("figure", "text"), ("value", "decimal")], rows)

    def _headline(self) -> Table:
        columns: list[tuple[str, Kind]] = [
            ("figure", "text"), ("value", "decimal"), ("numerator", "whole"), ("denominator", "whole"),
        ]  # fmt: skip
        rows: list[list[Value]] = [
            [label(words.FIGURES, code, self.locale), figure["value"], figure["numerator"], figure["denominator"]]
            for code in words.FIGURES
            if (figure := self.json["headline"].get(code))
        ]
        return self._made("headline", columns, rows)

    def _table(self, section: str, rows: list[dict[str, Value]]) -> Table:
        codes = sorted({code: None for row in rows for code in row}, key=_place)
        kinds = {code: _kind(code, [row.get(code) for row in rows]) for code in codes}
        shown = [(code, kinds[code]) for code in codes]
        return self._made(section, shown, [[self.said(code, row.get(code)) for code in codes] for row in rows])

    def _made(self, section: str, columns: list[tuple[str, Kind]], rows: list[list[Value]]) -> Table:
        title = label(words.SECTIONS, section, self.locale)
        labelled = [Column(code, label(words.COLUMNS, code, self.locale), kind) for code, kind in columns]
        return Table(section, title, labelled, rows)

    def said(self, column: str, value: Value) -> Value:
        """A value as people read it: the name of what the code stands for."""
        if column in DEPARTMENTS and value is None:
            return words.ALL_AREAS[self.locale] if column == "department" else words.NO_AREA[self.locale]
        return self._name(column, value) if isinstance(value, str) else value

    def _name(self, column: str, code: str) -> str:
        if column == "stage":
            return label(words.STAGES, code, self.locale)
        if column in self._names:
            return self._names[column].get(code, code)
        return words.VALUES[code][self.locale] if code in words.VALUES else code

    @property
    def _names(self) -> dict[str, dict[str, str]]:
        areas = self.names.departments
        named = dict.fromkeys((*DEPARTMENTS, "key"), areas)
        return {**named, "behaviour": self.names.behaviours, "badge": self.names.badges}


def _pairs(pairs: Json) -> Iterator[dict[str, Value]]:
    for which in ("strongest", "silent"):
        for pair in pairs.get(which, []):
            yield {"pairs": which, **pair}


def _renamed(row: dict[str, Value], before: str, after: str) -> dict[str, Value]:
    return {after if code == before else code: value for code, value in row.items()}


def _place(code: str) -> tuple[int, str]:
    return (FIRST_COLUMNS.index(code) if code in FIRST_COLUMNS else len(FIRST_COLUMNS), code)


def _kind(code: str, values: list[Value]) -> Kind:
    present = [value for value in values if value is not None]
    if not present or any(isinstance(value, str) for value in present):
        return "text"
    if code.endswith("percent"):
        return "percent"
    return "whole" if all(isinstance(value, int) for value in present) else "decimal"
