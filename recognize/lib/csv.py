"""Reading the CSV files that people have: BOM or not, commas or semicolons, a bad line here and there.

A line that cannot be used never stops the reading: it is a `BadLine` with its number, and the caller decides.
"""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

MAX_FIELD_CHARACTERS = 1_000_000
_BOM = "\ufeff"


class CsvError(Exception):
    """The file as a whole cannot be read; the message says why in one line."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Unknown columns are refused by default: a mistyped header must not lose a column in silence."""

    required: Collection[str]
    optional: Collection[str] = ()
    others_are_ignored: bool = False


@dataclass(frozen=True, slots=True)
class BadLine:
    """`number` counts lines of the file from 1, the header included; of a quoted field over lines, the first."""

    number: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.number}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    fields: dict[str, str]


def read_lines(path: Path, columns: Columns) -> Iterator[Line | BadLine]:
    """The file's lines as dictionaries of stripped text. Raises CsvError for an unreadable file or header."""
    try:
        text = path.read_bytes().decode("utf-8", errors="surrogateescape").removeprefix(_BOM)
    except OSError as refusal:
        raise CsvError(f"{path}: {refusal.strerror}") from refusal
    yield from parse_lines(text, columns)


def parse_lines(text: str, columns: Columns) -> Iterator[Line | BadLine]:
    """As `read_lines`; bytes that are not UTF-8 are expected as lone surrogates (`errors="surrogateescape"`)."""
    csv.field_size_limit(MAX_FIELD_CHARACTERS)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    header = _header(rows, columns)
    while True:
        number = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as refusal:
            yield BadLine(number, _unreadable(refusal, number, rows.line_num))
            continue
        if row:
            yield _line(number, header, row)


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return ";" if first.count(";") > first.count(",") else ","


def _unreadable(refusal: csv.Error, first: int, last: int) -> str:
    reach = f" (a quote that swallows the lines up to {last}?)" if last > first else ""
    return f"not CSV: {refusal}{reach}"


def _header(rows: Iterator[list[str]], columns: Columns) -> list[str]:
    try:
        header = [name.strip().lower() for name in next(rows)]
    except StopIteration:
        raise CsvError("line 1: the file is empty; its first line names the columns") from None
    except csv.Error as refusal:
        raise CsvError(f"line 1: not CSV: {refusal}") from refusal
    known = {*columns.required, *columns.optional}
    if missing := [name for name in columns.required if name not in header]:
        raise CsvError(f"line 1: missing column {', '.join(missing)}")
    unknown = [name for name in header if name not in known]
    if unknown and not columns.others_are_ignored:
        raise CsvError(f"line 1: unknown column {', '.join(map(repr, unknown))}; known are {', '.join(sorted(known))}")
    if len(set(header)) < len(header):
        raise CsvError("line 1: a column appears twice")
    return header


def _line(number: int, header: list[str], row: list[str]) -> Line | BadLine:
    if len(row) != len(header):
        return BadLine(number, f"{len(row)} fields where the header has {len(header)} columns")
    for name, value in zip(header, row, strict=True):
        if any("\udc80" <= character <= "\udcff" for character in value):
            return BadLine(number, f"{name} is not UTF-8 text")
        if "\x00" in value:
            return BadLine(number, f"{name} holds a NUL character")
    return Line(number, {name: value.strip() for name, value in zip(header, row, strict=True)})
