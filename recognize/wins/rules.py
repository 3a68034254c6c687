"""What a win may be, decided without the database."""

from collections.abc import Sequence
from uuid import UUID

from recognize.errors import InvalidInputError
from recognize.feed.parties import KnownParty
from recognize.lib.ids import parse_uuid
from recognize.lib.text import normal_spelling, unusable, visible_length
from recognize.wins.errors import (
    NoParticipantError,
    ParticipantLeftError,
    TooManyParticipantsError,
    UnknownParticipantError,
    WinStoryError,
    WinTitleError,
)
from recognize.wins.schemas import NewWin

TITLE_CHARACTERS = range(5, 121)
STORY_CHARACTERS = range(10, 2_001)
MAX_PARTICIPANTS = 50
MAX_NAME_SHOWN = 80  # of a name that nobody has, in the refusal


def check_words(title: str, story: str) -> None:
    """Raises WinTitleError and WinStoryError."""
    _check(title, TITLE_CHARACTERS, WinTitleError)
    _check(story, STORY_CHARACTERS, WinStoryError)


def _check(text: str, characters: range, error: type[InvalidInputError]) -> None:
    if fault := unusable(text):
        raise error(fault)
    if len(text.strip()) not in characters or visible_length(text) * 2 < characters.start:
        raise error


def check_names(new: NewWin) -> None:
    """Raises NoParticipantError, TooManyParticipantsError and UnknownParticipantError."""
    if not new.participants:
        raise NoParticipantError
    if len(new.participants) > MAX_PARTICIPANTS:
        raise TooManyParticipantsError
    for name in new.participants:
        if unusable(name):
            raise UnknownParticipantError(repr(name[:MAX_NAME_SHOWN]))


def chosen_participants(new: NewWin, people: Sequence[KnownParty]) -> list[KnownParty]:
    """In the order of the request, nobody twice."""
    by_name: dict[str | UUID, KnownParty] = {each.handle: each for each in people} | {each.id: each for each in people}
    chosen: dict[UUID, KnownParty] = {}
    for name in new.participants:
        person = by_name.get(parse_uuid(name) or normal_spelling(name))
        if person is None:
            raise UnknownParticipantError(name[:MAX_NAME_SHOWN])
        if person.status == "left":
            raise ParticipantLeftError(name)
        chosen[person.id] = person
    return list(chosen.values())
