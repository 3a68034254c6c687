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

from recognize.errors import InvalidInputError
from recognize.feed.audience import Party
from recognize.kudos.rules import MAX_POINTS
from recognize.kudos.schemas import KnownBehaviour
from recognize.lib.clock import parse_instant
from recognize.lib.csv import BadLine, Columns, Line
from recognize.lib.text import normal_spelling
from recognize.people.fields import quoted

COLUMNS = Columns(
    required=("sent_at", "sender", "recipients", "kind", "message", "ref"),
    optional=("points",),
    others_are_ignored=True,
)
MAX_REF_CHARACTERS = 500  # more would not fit into the index that keeps them unique

CLOCKS_DIFFER = timedelta(days=1)
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
    if unknown := [f"{kind} = {code}" for kind, code in codes.items() if code not in by_code]:
        raise MappingError(f"{path}: no such behaviour: {', '.join(unknown)}")
    return {kind: by_code[code] for kind, code in codes.items()}


def _table(path: Path) -> dict[str, str]:
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8-sig")), MappingFile).behaviours
    except OSError as refusal:
        raise MappingError(f"{path}: {refusal.strerror}") from refusal
    except msgspec.ValidationError as refusal:
        raise MappingError(f'{path}: it takes [behaviours] with lines such as "helped" = "ownership"') from refusal
    except ValueError as refusal:
        raise MappingError(f"{path}: not TOML: {refusal}") from refusal


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
            try:
                if entry := self._entry(line, refs_there):
                    yield entry
            except ValueError as refusal:
                self.bad_lines.append(BadLine(line.number, str(refusal)))

    def _entry(self, line: Line | BadLine, refs_there: Collection[str]) -> Entry | None:
        if isinstance(line, BadLine):
            raise ValueError(line.reason)
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
        ref = line.fields["ref"]
        if not ref:
            raise ValueError("ref: it is empty")
        if len(ref) > MAX_REF_CHARACTERS:
            raise ValueError(f"ref: {len(ref)} characters, the limit is {MAX_REF_CHARACTERS}")
        if (first := self._first_lines.setdefault(ref, line.number)) != line.number:
            raise ValueError(f"ref: {quoted(ref)} is already on line {first}")
        return ref

    def _person(self, column: str, handle: str) -> Someone:
        if found := self.people.get(normal_spelling(handle)):
            return found
        raise ValueError(f"{column}: {quoted(handle)} is not known" if handle else f"{column}: it is empty")

    def _recipients(self, giver: Someone, handles: str) -> list[Someone]:
        recipients = {each.id: each for each in (self._person("recipients", handle) for handle in handles.split())}
        if not recipients:
            raise ValueError("recipients: it is empty")
        if giver.id in recipients:
            raise ValueError("recipients: the sender is among them; nobody recognises themselves")
        return list(recipients.values())

    def _behaviour(self, kind: str) -> KnownBehaviour:
        if kind not in self.behaviours:
            raise ValueError(f"kind: {quoted(kind)} is not in the mapping")
        return self.behaviours[kind]


def _instant(text: str) -> datetime:
    """A year at the end of the calendar is refused: in some zones its days have no date."""
    try:
        instant = parse_instant(text)
    except (ValueError, OverflowError):
        instant = None
    if instant is None or not MINYEAR < instant.year < MAXYEAR:
        raise ValueError(f"sent_at: {quoted(text)} is not a time with its offset, such as 2019-12-31T18:30:00-05:00")
    if instant > datetime.now(UTC) + CLOCKS_DIFFER:
        raise ValueError(f"sent_at: {quoted(text)} is in the future")
    return instant


def _message(text: str) -> str:
    if not text:
        raise ValueError("message: it is empty")
    return text


def _points(text: str) -> int:
    if not text:
        return 0
    if not _POINTS.fullmatch(text) or int(text) > MAX_POINTS:
        raise ValueError(f"points: {quoted(text)} is not a whole number from 0 to {MAX_POINTS:,}")
    return int(text)
