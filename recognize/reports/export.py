"""A month report as bytes: the same figures are the same bytes, wherever and whenever they are written."""

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from typing import NamedTuple

import msgspec
from msgspec import Struct, structs

from recognize.reports.errors import UnknownFormatError
from recognize.reports.schemas import Figures, MonthReport, SectionRow
from recognize.reports.sections import SECTIONS, Section

KEY_COLUMNS = ("code", "stage", "giver_department", "receiver_department")
CSV_COLUMNS = ("section", *KEY_COLUMNS, "figure", "value")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | float | None
Row = dict[str, Value]

_canonical = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder(MonthReport).decode


class Format(NamedTuple):
    """`encode` takes the report's canonical JSON."""

    encode: Callable[[bytes], bytes]
    media_type: str


def sealed(figures: Figures) -> MonthReport:
    """The figures with their checksum."""
    return MonthReport(**structs.asdict(figures), checksum=hashlib.sha256(_canonical(figures)).hexdigest())


def seal_of(report: bytes) -> str:
    """The checksum that a report's JSON must name, whatever figures it has."""
    figures: dict[str, object] = msgspec.json.decode(report)
    figures.pop("checksum")
    return hashlib.sha256(_canonical(figures)).hexdigest()


def as_json(report: MonthReport) -> bytes:
    """Canonical: sorted keys, no spaces, UTF-8 without escapes, no line break at the end."""
    return _canonical(report)


def as_csv(report: MonthReport) -> bytes:
    """One tidy table, a figure a line. Text that a spreadsheet would take for a formula gets an apostrophe in front."""
    table = io.StringIO(newline="")
    writer = csv.DictWriter(table, CSV_COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in _rows(report))
    return table.getvalue().encode()


FORMATS = {
    "json": Format(bytes, "application/json"),
    "csv": Format(lambda report: as_csv(_decode(report)), "text/csv"),
}


def format_named(name: str) -> Format:
    """Raises UnknownFormatError."""
    if name not in FORMATS:
        raise UnknownFormatError(f"{name!r} is not one of {', '.join(FORMATS)}")
    return FORMATS[name]


def _rows(report: MonthReport) -> Iterator[Row]:
    for name in ("definition_version", "month", "time_zone", "department", "checksum"):
        yield {"section": "report", "figure": name, "value": getattr(report, name)}
    yield from _figures("totals", report.totals)
    for name, figure in structs.asdict(report.headline).items():
        yield from _figures("headline", figure, code=name)
    for stage in report.stages:
        yield from _figures("stages", stage)
    for group in report.groups:
        yield from _figures(f"groups.{group.dimension}", group, code=group.key)
    for which, pairs in structs.asdict(report.pairs).items():
        for pair in pairs:
            yield from _figures(f"pairs.{which}", pair)
    for behaviour in report.behaviours:
        yield from _figures("behaviours", behaviour)
    for cell in report.matrix:
        yield from _figures("matrix", cell)
    yield from _figures("directions", report.directions)
    for section in SECTIONS:
        for row in report.sections.get(section.name, []):
            yield from _of_section(section, row)


def _figures(section: str, figures: Struct, **key: Value) -> Iterator[Row]:
    """What is a column of its own says which figures these are; each number is a figure."""
    fields = structs.asdict(figures)
    key |= {name: fields.pop(name) for name in KEY_COLUMNS if name in fields}
    for name, value in fields.items():
        if not isinstance(value, str):
            yield {"section": section, **key, "figure": name, "value": value}


def _of_section(section: Section, row: SectionRow) -> Iterator[Row]:
    key = {name if name in KEY_COLUMNS else "code": value for name, value in row.items() if name not in section.figures}
    for figure in section.figures:
        yield {"section": f"sections.{section.name}", **key, "figure": figure, "value": row[figure]}


def _harmless(value: Value) -> Value:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
