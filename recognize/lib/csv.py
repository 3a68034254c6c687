"""Reading the CSV files that people have: BOM or not, commas or semicolons, a bad line here and there.

A line that cannot be used never stops the reading: it is a `BadLine` with its number, and the caller decides.
"""

import csv
import io
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from recognize.errors import WordedError, Words

MAX_FIELD_CHARACTERS = 1_000_000
_BOM = "\ufeff"


class CsvError(WordedError):
    """The file as a whole cannot be read; the words say why in one line."""


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
    reason: Words

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
        raise no_such_file(path, refusal) from refusal
    yield from parse_lines(text, columns)


def no_such_file(path: Path, refusal: OSError) -> CsvError:
    return CsvError(f"{path}: {refusal.strerror}", f"{path}: no se puede abrir ({refusal.strerror})")


def parse_lines(text: str, columns: Columns) -> Iterator[Line | BadLine]:
    """As `read_lines`; bytes that are not UTF-8 are expected as lone surrogates (`errors="surrogateescape"`)."""
    if "\x00" in text.split("\n", 1)[0]:
        raise CsvError(
            "the file is not UTF-8 text, rather UTF-16: save it as “CSV UTF-8”",
            "el archivo no es texto UTF-8, más bien UTF-16: guárdalo como «CSV UTF-8»",
        )
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


def _unreadable(refusal: csv.Error, first: int, last: int) -> Words:
    words = _not_csv(refusal)
    if last == first:
        return words
    return Words(
        f"{words.en} (a quote that swallows the lines up to {last}?)",
        f"{words.es} (¿una comilla que se traga las líneas hasta la {last}?)",
    )


def _not_csv(refusal: csv.Error) -> Words:
    """Python's csv speaks English only; nearly always it means these two."""
    return Words(
        f"not CSV: {refusal}",
        f"no es CSV: comillas mal cerradas, o un campo de más de {MAX_FIELD_CHARACTERS} caracteres",
    )


def _header(rows: Iterator[list[str]], columns: Columns) -> list[str]:
    try:
        header = [name.strip().lower() for name in next(rows)]
    except StopIteration:
        raise CsvError(
            "line 1: the file is empty; its first line names the columns",
            "línea 1: el archivo está vacío; su primera línea nombra las columnas",
        ) from None
    except csv.Error as refusal:
        words = _not_csv(refusal)
        raise CsvError(f"line 1: {words.en}", f"línea 1: {words.es}") from refusal
    _check_header(header, columns)
    return header


def _check_header(header: list[str], columns: Columns) -> None:
    if missing := ", ".join(name for name in columns.required if name not in header):
        raise CsvError(f"line 1: missing column {missing}", f"línea 1: falta la columna {missing}")
    known = {*columns.required, *columns.optional}
    unknown = ", ".join(repr(name) for name in header if name not in known)
    if unknown and not columns.others_are_ignored:
        listed = ", ".join(sorted(known))
        raise CsvError(
            f"line 1: unknown column {unknown}; known are {listed}",
            f"línea 1: columna desconocida {unknown}; se conocen {listed}",
        )
    if len(set(header)) < len(header):
        raise CsvError("line 1: a column appears twice", "línea 1: una columna aparece dos veces")


def _line(number: int, header: list[str], row: list[str]) -> Line | BadLine:
    if len(row) != len(header):
        return BadLine(number, _miscounted(len(row), len(header)))
    for name, value in zip(header, row, strict=True):
        if any("\udc80" <= character <= "\udcff" for character in value):
            return BadLine(number, Words(f"{name} is not UTF-8 text", f"{name} no es texto UTF-8"))
        if "\x00" in value:
            return BadLine(number, Words(f"{name} holds a NUL character", f"{name} contiene un carácter NUL"))
    return Line(number, {name: value.strip() for name, value in zip(header, row, strict=True)})


def _miscounted(fields: int, columns: int) -> Words:
    return Words(
        f"{fields} fields where the header has {columns} columns",
        f"{fields} campos, y el encabezado tiene {columns} columnas",
    )
