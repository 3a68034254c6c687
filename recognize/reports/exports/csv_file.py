"""A report as one tidy table, a figure a line."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from recognize.reports.exports import words
from recognize.reports.exports.about import About
from recognize.reports.exports.cells import BOM, Delimiter, Value, decimal, harmless

KEY_COLUMNS = ("code", "stage", "giver_department", "receiver_department")
COLUMNS = ("section", *KEY_COLUMNS, "figure", "value")
# A report that was kept has its names in the order of the alphabet.
ORDER = (
    *words.FIGURES,
    "wins",
    "participants",
    "areas",
    "reached",
    "reach_percent",
    "percent",
    "value",
    "numerator",
    "denominator",
)

Row = dict[str, Value]


class Dialect(Struct, frozen=True):
    delimiter: Delimiter = ","
    bom: bool = False


PLAIN = Dialect()


def report_csv(report: Mapping[str, Any], about: About | None = None, dialect: Dialect = PLAIN) -> bytes:
    """Its first lines say what it is of, and `about` when and by whom it was made."""
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, COLUMNS, restval="", lineterminator="\r\n", delimiter=dialect.delimiter)
    writer.writeheader()
    writer.writerows({name: _written(value, dialect) for name, value in row.items()} for row in _rows(report, about))
    return (BOM if dialect.bom else b"") + table.getvalue().encode()


def _written(value: Value, dialect: Dialect) -> Value:
    return decimal(value, dialect.delimiter) if isinstance(value, float) else harmless(value)


def _rows(report: Mapping[str, Any], about: About | None) -> Iterator[Row]:
    for name in ("definition_version", "month", "time_zone", "department", "checksum"):
        yield {"section": "report", "figure": name, "value": report[name]}
    if about:
        yield {"section": "report", "figure": "made_at", "value": about.made_at.isoformat(timespec="seconds")}
        yield {"section": "report", "figure": "made_by", "value": about.made_by}
    yield from _figures("totals", report["totals"], {})
    for name in sorted(report["headline"], key=_place):
        yield from _figures("headline", report["headline"][name], {"code": name})
    yield from _of_rows("stages", report["stages"])
    for group in report["groups"]:
        numbers = {name: value for name, value in group.items() if not isinstance(value, str)}
        yield from _figures(f"groups.{group['dimension']}", numbers, {"code": group["key"]})
    for which in sorted(report["pairs"], reverse=True):
        yield from _of_rows(f"pairs.{which}", report["pairs"][which])
    for name in ("behaviours", "matrix"):
        yield from _of_rows(name, report[name])
    yield from _figures("directions", report["directions"], {})
    for name, rows in report.get("sections", {}).items():
        yield from _of_rows(f"sections.{name}", rows)


def _of_rows(section: str, rows: list[Row]) -> Iterator[Row]:
    """Text says which figures a row has; of a row without figures, the text is one itself."""
    texts = {"department"}.union(name for row in rows for name, value in row.items() if isinstance(value, str))
    for row in rows:
        key = {name: row[name] for name in row if name in KEY_COLUMNS}
        others = [name for name in row if name in texts and name not in key]
        figures = {name: value for name, value in row.items() if name not in texts and name not in key}
        if figures and others:
            key["code"] = row[others[0]]
        yield from _figures(section, figures or {name: row[name] for name in others}, key)


def _figures(section: str, figures: Row, key: Row) -> Iterator[Row]:
    for name in sorted(figures, key=_place):
        yield {"section": section, **key, "figure": name, "value": figures[name]}


def _place(figure: str) -> tuple[int, str]:
    return (ORDER.index(figure) if figure in ORDER else len(ORDER), figure)
