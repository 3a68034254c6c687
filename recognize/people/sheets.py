"""A file of named things while it is judged, line by line and then as a whole.

Lines of people name managers and lines of departments name parents, in the file or in the database. So a line that
goes may take others with it, and judging goes on until no rule has anything to say.
"""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from recognize.errors import Words
from recognize.lib.csv import BadLine, Columns, Line, no_such_file, parse_lines
from recognize.lib.text import normal_spelling
from recognize.people.fields import FieldError, Reader

BOM = "\ufeff"

_WORD = re.compile(r"[\w.-]+")
_ESCAPED_BYTE = re.compile("[\udc80-\udcff]")
_ESCAPE = 0xDC00


@dataclass(frozen=True)
class Layout:
    """The columns of a file. An empty cell takes its value from `cleared`, or None; an empty name is the key."""

    key: str
    read_key: Reader
    readers: Mapping[str, Reader]
    cleared: Mapping[str, Any]

    @property
    def columns(self) -> Columns:
        return Columns(required=[self.key], optional=list(self.readers))


class Entry(NamedTuple):
    """A line understood: `given` holds a value for each column that the file has."""

    number: int
    key: str
    given: dict[str, Any]


Reasons = Mapping[int, Words]  # by the number of the line
Rule = Callable[[], Reasons]


@dataclass
class Sheet:
    good: dict[str, Entry] = field(default_factory=dict)
    bad: dict[int, Words] = field(default_factory=dict)
    _first_lines: dict[str, int] = field(default_factory=dict)
    _unread_words: set[str] = field(default_factory=set)

    @property
    def bad_lines(self) -> list[BadLine]:
        return [BadLine(number, reason) for number, reason in sorted(self.bad.items())]

    def speaks_of(self, key: str) -> bool:
        """On a good line or a bad one; a line that cannot be read speaks of each word on it."""
        return key.lower() in self._first_lines or key in self._unread_words

    def enter(self, entry: Entry, problems: list[Words]) -> None:
        first = self._first_lines.setdefault(entry.key.lower(), entry.number)
        if first != entry.number:
            twice = Words(f"{entry.key} is already on line {first}", f"{entry.key} ya está en la línea {first}")
            problems = [*problems, twice]
        if problems:
            self.bad[entry.number] = Words.joined(problems)
        else:
            self.good[entry.key] = entry

    def enter_unread(self, number: int, reason: Words, raw: str) -> None:
        self.bad[number] = reason
        as_latin_1 = _ESCAPED_BYTE.sub(lambda escaped: chr(ord(escaped[0]) - _ESCAPE), raw)
        self._unread_words.update(normal_spelling(word) for word in _WORD.findall(as_latin_1))

    def drop(self, reasons: Reasons) -> bool:
        self.bad.update(reasons)
        self.good = {key: entry for key, entry in self.good.items() if entry.number not in reasons}
        return bool(reasons)

    def drop_until_content(self, *rules: Rule) -> None:
        while any(self.drop(rule()) for rule in rules):
            pass


def text_of(path: Path) -> str:
    """Bytes that are not UTF-8 become lone surrogates and a bad line later. Raises CsvError where no file is."""
    try:
        return decoded(path.read_bytes())
    except OSError as refusal:
        raise no_such_file(path, refusal) from refusal


def decoded(file: bytes) -> str:
    return file.decode("utf-8", errors="surrogateescape")


def read_sheet(text: str, layout: Layout) -> Sheet:
    """Each line judged by itself and against those above it. Raises CsvError for a header that cannot be used."""
    text = text.removeprefix(BOM)
    raw = list(io.StringIO(text, newline=""))
    lines = list(parse_lines(text, layout.columns))
    starts = [line.number - 1 for line in lines] + [len(raw)]
    sheet = Sheet()
    for line, (start, end) in zip(lines, pairwise(starts), strict=True):
        _enter(sheet, layout, line, "".join(raw[start:end]))
    return sheet


def sheet_of_one(fields: Mapping[str, str], layout: Layout) -> Sheet:
    """As if a file held only this line; its number is 0."""
    if unknown := fields.keys() - {layout.key, *layout.readers}:
        raise TypeError(f"no such field: {', '.join(sorted(unknown))}")
    sheet = Sheet()
    _enter(sheet, layout, Line(0, {name: text.strip() for name, text in fields.items()}), "")
    return sheet


def _enter(sheet: Sheet, layout: Layout, line: Line | BadLine, raw: str) -> None:
    entered = line if isinstance(line, BadLine) else _entry(line, layout)
    if isinstance(entered, BadLine):
        sheet.enter_unread(entered.number, entered.reason, raw)
    else:
        sheet.enter(*entered)


def _entry(line: Line, layout: Layout) -> tuple[Entry, list[Words]] | BadLine:
    try:
        key = layout.read_key(line.fields[layout.key])
    except FieldError as refusal:
        return BadLine(line.number, refusal.words.about(layout.key))
    given, problems = _values(line, layout, key)
    return Entry(line.number, key, given), problems


def _values(line: Line, layout: Layout, key: str) -> tuple[dict[str, Any], list[Words]]:
    cleared = {"name": key, **layout.cleared}
    given: dict[str, Any] = {}
    problems: list[Words] = []
    for name, read in layout.readers.items():
        if text := line.fields.get(name):
            try:
                given[name] = read(text)
            except FieldError as refusal:
                problems.append(refusal.words.about(name))
        elif name in line.fields:
            given[name] = cleared.get(name)
    return given, problems
