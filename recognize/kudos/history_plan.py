"""What a file of past recognitions means for the people and behaviours there are. Writes nothing.

The rules of today do not judge the past: no allowance, no number of recipients, no length of a message, no leaving.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
from msgspec import Struct

from recognize.errors import InvalidInputError, Words
from recognize.feed.audience import Party
from recognize.kudos.rules import MAX_POINTS
from recognize.kudos.schemas import KnownBehaviour
from recognize.lib.clock import parse_instant
from recognize.lib.csv import BadLine, Columns, Line, no_such_file
from recognize.lib.text import normal_spelling, unusable, without_hidden
from recognize.people.fields import FieldError, quoted

COLUMNS = Columns(
    required=("sent_at", "sender", "recipients", "kind", "message", "ref"),
    optional=("points",),
    others_are_ignored=True,
)
MAX_REF_CHARACTERS = 500  # more would not fit into the index that keeps them unique

CLOCKS_DIFFER = timedelta(days=1)
_SHAPE = Words(
    'it takes [behaviours] with lines such as "helped" = "ownership"',
    'lleva [behaviours] con líneas como "helped" = "ownership"',
)
_INSTANT = "2019-12-31T18:30:00-05:00"
_POINTS = re.compile(r"[0-9]{1,9}")


class MappingError(InvalidInputError):
    code = "invalid_mapping"
    title = {"en": "The mapping cannot be used.", "es": "La correspondencia no se puede usar."}


class MappingFile(Struct, frozen=True):
    behaviours: dict[str, str]


class Someone(Party, frozen=True, kw_only=True):
    handle: str
    kind: Literal["employee", "external"]


class Entry(NamedTuple):
    """A line understood. `points` are for each recipient who can hold some."""

    at: datetime
    giver: Someone
    recipients: list[Someone]
    behaviour: KnownBehaviour
    message: str
    ref: str
    points: int

    def points_of(self, recipient: Someone) -> int:
        return self.points if recipient.kind == "employee" else 0


def read_mapping(path: Path, known: Sequence[KnownBehaviour]) -> dict[str, KnownBehaviour]:
    """Behaviours by kind, retired ones too: history keeps its meaning. Raises MappingError."""
    codes = _table(path)
    by_code = {each.code: each for each in known}
    if unknown := ", ".join(f"{kind} = {code}" for kind, code in codes.items() if code not in by_code):
        raise MappingError(
            Words(f"{path}: no such behaviour: {unknown}", f"{path}: no existe el comportamiento: {unknown}")
        )
    return {kind: by_code[code] for kind, code in codes.items()}


def _table(path: Path) -> dict[str, str]:
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8-sig")), MappingFile).behaviours
    except OSError as refusal:
        raise MappingError(no_such_file(path, refusal).words) from refusal
    except msgspec.ValidationError as refusal:
        raise MappingError(_SHAPE.about(str(path))) from refusal
    except ValueError as refusal:
        raise MappingError(Words(f"{path}: not TOML: {refusal}", f"{path}: no es TOML: {refusal}")) from refusal


@dataclass
class Judge:
    """Goes through the lines of one file and remembers what it has met. `people` are by handle."""

    people: Mapping[str, Someone]
    behaviours: Mapping[str, KnownBehaviour]
    already_there: int = 0
    bad_lines: list[BadLine] = field(default_factory=list)
    _first_lines: dict[str, int] = field(default_factory=dict)

    def entries(self, lines: Iterable[Line | BadLine], refs_there: Collection[str]) -> Iterator[Entry]:
        """The good lines whose `ref` is not there yet. A line already there is not judged anew."""
        for line in lines:
            if isinstance(line, BadLine):
                self.bad_lines.append(line)
                continue
            try:
                if entry := self._entry(line, refs_there):
                    yield entry
            except FieldError as refusal:
                self.bad_lines.append(BadLine(line.number, refusal.words))

    def _entry(self, line: Line, refs_there: Collection[str]) -> Entry | None:
        ref = self._ref(line)
        if ref in refs_there:
            self.already_there += 1
            return None
        giver = self._person("sender", line.fields["sender"])
        return Entry(
            at=_instant(line.fields["sent_at"]),
            giver=giver,
            recipients=self._recipients(giver, line.fields["recipients"]),
            behaviour=self._behaviour(line.fields["kind"]),
            message=_message(line.fields["message"]),
            ref=ref,
            points=_points(line.fields.get("points", "")),
        )

    def _ref(self, line: Line) -> str:
        ref = _filled("ref", line.fields["ref"])
        if len(ref) > MAX_REF_CHARACTERS:
            raise FieldError(
                f"ref: {len(ref)} characters, the limit is {MAX_REF_CHARACTERS}",
                f"ref: {len(ref)} caracteres, el límite es {MAX_REF_CHARACTERS}",
            )
        if (first := self._first_lines.setdefault(ref, line.number)) != line.number:
            raise FieldError(
                f"ref: {quoted(ref)} is already on line {first}", f"ref: {quoted(ref)} ya está en la línea {first}"
            )
        return ref

    def _person(self, column: str, handle: str) -> Someone:
        if found := self.people.get(normal_spelling(_filled(column, handle))):
            return found
        raise FieldError(f"{column}: {quoted(handle)} is not known", f"{column}: {quoted(handle)} no existe")

    def _recipients(self, giver: Someone, handles: str) -> list[Someone]:
        named = _filled("recipients", handles).split()
        recipients = {each.id: each for each in (self._person("recipients", handle) for handle in named)}
        if giver.id in recipients:
            raise FieldError(
                "recipients: the sender is among them; nobody recognises themselves",
                "recipients: quien envía está entre ellos; nadie se reconoce a sí mismo",
            )
        return list(recipients.values())

    def _behaviour(self, kind: str) -> KnownBehaviour:
        if kind not in self.behaviours:
            raise FieldError(
                f"kind: {quoted(kind)} is not in the mapping", f"kind: {quoted(kind)} no está en la correspondencia"
            )
        return self.behaviours[kind]


def _filled(column: str, text: str) -> str:
    if not text:
        raise FieldError(f"{column}: it is empty", f"{column}: está vacío")
    return text


def _message(text: str) -> str:
    message = _filled("message", without_hidden(text).strip())
    if fault := unusable(message):
        raise FieldError(f"message: {fault.en}", f"message: {fault.es}")
    return message


def _instant(text: str) -> datetime:
    """A year at the end of the calendar is refused: in some zones its days have no date."""
    try:
        instant = parse_instant(text)
    except (ValueError, OverflowError):
        instant = None
    if instant is None or not MINYEAR < instant.year < MAXYEAR:
        raise FieldError(
            f"sent_at: {quoted(text)} is not a time with its offset, such as {_INSTANT}",
            f"sent_at: {quoted(text)} no es una hora con su desfase, como {_INSTANT}",
        )
    if instant > datetime.now(UTC) + CLOCKS_DIFFER:
        raise FieldError(f"sent_at: {quoted(text)} is in the future", f"sent_at: {quoted(text)} está en el futuro")
    return instant


def _points(text: str) -> int:
    if not text:
        return 0
    if not _POINTS.fullmatch(text) or int(text) > MAX_POINTS:
        raise FieldError(
            f"points: {quoted(text)} is not a whole number from 0 to {MAX_POINTS:,}",
            f"points: {quoted(text)} no es un número entero de 0 a {MAX_POINTS}",
        )
    return int(text)
