"""What a kudos may be, decided without the database: the words of the request against the situation."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from recognize.errors import InvalidInputError
from recognize.kudos.errors import (
    BehaviourRequiredError,
    InvalidPointsError,
    MessageCharactersError,
    MessageTooLongError,
    MessageTooShortError,
    NoRecipientError,
    RecipientLeftError,
    RetiredBehaviourError,
    SelfRecognitionError,
    TooManyBehavioursError,
    TooManyRecipientsError,
    UnknownBehaviourError,
    UnknownRecipientError,
    UnknownTeamError,
)
from recognize.kudos.schemas import KnownBehaviour, NewKudos, Person, Recipient, Situation, Team
from recognize.lib.ids import parse_uuid
from recognize.lib.text import normal_spelling, unusable, visible_length

MIN_MESSAGE_CHARACTERS = 10
MAX_MESSAGE_CHARACTERS = 1_000
MAX_RECIPIENTS = 20  # people and teams together; a team counts once
MAX_BEHAVIOURS = 3
MAX_POINTS = 1_000_000
MAX_NAME_SHOWN = 80  # of a name that nobody has, in the refusal


def check_words(new: NewKudos) -> None:
    """What can be refused without asking the database."""
    check_points(new.points)
    if not new.recipients and not new.teams:
        raise NoRecipientError
    if len(new.recipients) + len(new.teams) > MAX_RECIPIENTS:
        raise TooManyRecipientsError
    if not new.behaviours:
        raise BehaviourRequiredError
    if len(new.behaviours) > MAX_BEHAVIOURS:
        raise TooManyBehavioursError
    check_message(new.message)
    check_names(new.recipients, UnknownRecipientError)
    check_names(new.teams, UnknownTeamError)
    check_names(new.behaviours, UnknownBehaviourError)


def check_points(points: int, *, least: int = 0) -> None:
    if not least <= points <= MAX_POINTS:
        raise InvalidPointsError


def check_names(names: Iterable[str], unknown: type[InvalidInputError]) -> None:
    """What cannot be stored cannot be anybody's name, and PostgreSQL would not even look."""
    for name in names:
        if unusable(name):
            raise unknown(repr(name[:MAX_NAME_SHOWN]))


def check_message(message: str) -> None:
    if len(message.strip()) < MIN_MESSAGE_CHARACTERS or visible_length(message) * 2 < MIN_MESSAGE_CHARACTERS:
        raise MessageTooShortError
    if len(message) > MAX_MESSAGE_CHARACTERS:
        raise MessageTooLongError
    if fault := unusable(message):
        raise MessageCharactersError(fault)


def chosen_behaviours(new: NewKudos, known: Sequence[KnownBehaviour]) -> list[KnownBehaviour]:
    """In the order of the request, each once; the first is the primary one."""
    by_code = {each.code: each for each in known}
    chosen = []
    for code in dict.fromkeys(new.behaviours):
        if code not in by_code:
            raise UnknownBehaviourError(code[:MAX_NAME_SHOWN])
        if by_code[code].retired:
            raise RetiredBehaviourError(code)
        chosen.append(by_code[code])
    return chosen


def chosen_recipients(new: NewKudos, situation: Situation) -> list[Recipient]:
    """The named first, then who is reached only through a team; nobody twice. Members who gave it are left out; naming
    oneself, or a team of nobody else, is refused."""
    giver = situation.giver.id
    named = list(_named(new.recipients, situation.people))
    if any(person.id == giver for person in named):
        raise SelfRecognitionError
    members = _members(new.teams, situation.teams)
    if not named and members and all(member.id == giver for member in members):
        raise SelfRecognitionError
    recipients = {person.id: Recipient(person, named=True) for person in named}
    for member in members:
        if member.id != giver:
            recipients.setdefault(member.id, Recipient(member, named=False))
    if not recipients:
        raise NoRecipientError
    return list(recipients.values())


def _named(names: Iterable[str], people: Sequence[Person]) -> Iterable[Person]:
    by_name: dict[str | UUID, Person] = {each.handle: each for each in people} | {each.id: each for each in people}
    for name in names:
        person = by_name.get(parse_uuid(name) or normal_spelling(name))
        if person is None:
            raise UnknownRecipientError(name[:MAX_NAME_SHOWN])
        if person.status == "left":
            raise RecipientLeftError(name)
        yield person


def _members(codes: Iterable[str], teams: Sequence[Team]) -> list[Person]:
    by_code = {each.code.lower(): each for each in teams}
    members: list[Person] = []
    for code in codes:
        if code.lower() not in by_code:
            raise UnknownTeamError(code[:MAX_NAME_SHOWN])
        members += by_code[code.lower()].members
    return members


def points_for(new: NewKudos, recipients: Iterable[Recipient]) -> dict[UUID, int]:
    """Points by recipient: for named employees; externals hold none."""
    return {each.person.id: new.points if holds_points(each) else 0 for each in recipients}


def holds_points(recipient: Recipient) -> bool:
    return recipient.named and recipient.person.kind == "employee"
