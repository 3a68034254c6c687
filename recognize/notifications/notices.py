"""The kinds of notifications: each says of itself whom an event tells of what. A new kind is one function and one line in
NOTICES. An event without an audience is of history or of a made-up past, and tells nobody."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

from recognize.log.events import Event

RECOGNISED, BOOSTED, REACTED, COMMENTED, MENTION = "recognised", "boosted", "reacted", "commented", "mention"
HELPER = "helper"
BADGE, LEVEL, CHALLENGE, WIN, CELEBRATION = "badge", "level", "challenge", "win", "celebration"
MONTH = "month"
KINDS = (RECOGNISED, HELPER, BOOSTED, REACTED, COMMENTED, MENTION, BADGE, LEVEL, CHALLENGE, WIN, CELEBRATION, MONTH)
PERMISSIONS = {MONTH: "reports.read"}  # who is never told of a kind has nothing to turn off


class Notice(NamedTuple):
    """`people` None: everybody whom the item names. `without` hear of it otherwise; who did it is never told."""

    kind: str
    subject: UUID
    item: UUID | None = None
    actor: UUID | None = None
    people: list[UUID] | None = None
    without: tuple[UUID, ...] = ()
    facts: dict[str, Any] = {}


Tell = Callable[[Event], Iterator[Notice]]


def notices_of(event: Event) -> list[Notice]:
    tell = NOTICES.get(event.kind)
    return list(tell(event)) if tell and event.audience else []


def retracted_by(event: Event) -> list[tuple[str, UUID, UUID]]:
    """What is no longer so: kind, item and whose it was."""
    if event.kind == "item.uncommented" or (event.kind == "item.reacted" and not event.payload.get("made", True)):
        kinds = (COMMENTED, MENTION) if event.kind == "item.uncommented" else (REACTED,)
        return [(kind, UUID(event.payload["item"]), UUID(event.payload["author"])) for kind in kinds]
    return []


def _given(event: Event) -> Iterator[Notice]:
    giver, recipients = UUID(event.payload["giver"]), _ids(event, "recipients")
    yield Notice(RECOGNISED, event.subject, event.subject, giver, recipients)
    yield Notice(MENTION, event.subject, event.subject, giver, _ids(event, "mentions"), tuple(recipients))


def _joined(event: Event) -> Iterator[Notice]:
    yield Notice(
        RECOGNISED, event.subject, event.subject, UUID(event.payload["giver"]), [UUID(event.payload["person"])]
    )


def _helper_named(event: Event) -> Iterator[Notice]:
    giver, namer = UUID(event.payload["giver"]), UUID(event.payload["named_by"])
    yield Notice(HELPER, event.subject, event.subject, namer, [giver])


def _edited(event: Event) -> Iterator[Notice]:
    """Only whom the earlier text did not mention stands in `mentions`."""
    giver = UUID(event.payload["giver"])
    yield Notice(
        MENTION, event.subject, event.subject, giver, _ids(event, "mentions"), tuple(_ids(event, "recipients"))
    )


def _boosted(event: Event) -> Iterator[Notice]:
    yield Notice(BOOSTED, event.subject, event.subject, UUID(event.payload["booster"]))


def _reacted(event: Event) -> Iterator[Notice]:
    if not event.payload.get("made", True):
        return
    item = UUID(event.payload["item"])
    yield Notice(REACTED, item, item, UUID(event.payload["author"]))


def _commented(event: Event) -> Iterator[Notice]:
    item, author, mentions = UUID(event.payload["item"]), UUID(event.payload["author"]), _ids(event, "mentions")
    yield Notice(COMMENTED, item, item, author, without=tuple(mentions))
    yield Notice(MENTION, item, item, author, mentions)


def _of_person(kind: str, *facts: str) -> Tell:
    """For events about one `person` who did nothing themselves but earned it."""

    def tell(event: Event) -> Iterator[Notice]:
        told = {name: event.payload[name] for name in facts if name in event.payload}
        yield Notice(kind, event.subject, people=[UUID(event.payload["person"])], facts=told)

    return tell


def _shared(event: Event) -> Iterator[Notice]:
    author, participants = UUID(event.payload["author"]), _ids(event, "participants")
    yield Notice(WIN, event.subject, event.subject, author, participants)
    yield Notice(MENTION, event.subject, event.subject, author, _ids(event, "mentions"), tuple(participants))


def _retold(event: Event) -> Iterator[Notice]:
    author, participants = UUID(event.payload["author"]), _ids(event, "participants")
    yield Notice(MENTION, event.subject, event.subject, author, _ids(event, "mentions"), tuple(participants))


def _celebrated(event: Event) -> Iterator[Notice]:
    facts = {name: event.payload[name] for name in ("celebration", "years")}
    yield Notice(CELEBRATION, event.subject, event.subject, people=[UUID(event.payload["person"])], facts=facts)


def _delivered(event: Event) -> Iterator[Notice]:
    """They are the event's audience."""
    people = [UUID(topic.removeprefix("person:")) for topic in event.audience]
    yield Notice(MONTH, event.subject, people=people, facts={"month": event.payload["month"]})


def _ids(event: Event, name: str) -> list[UUID]:
    return [UUID(each) for each in event.payload.get(name, ())]


NOTICES: dict[str, Tell] = {
    "kudos.given": _given,
    "kudos.edited": _edited,
    "kudos.joined": _joined,
    "kudos.helper_named": _helper_named,
    "kudos.boosted": _boosted,
    "item.reacted": _reacted,
    "item.commented": _commented,
    "award.granted": _of_person(BADGE, "badge"),
    "level.reached": _of_person(LEVEL, "level"),
    "challenge.done": _of_person(CHALLENGE, "challenge"),
    "win.shared": _shared,
    "win.edited": _retold,
    "celebration.made": _celebrated,
    "month.delivered": _delivered,
}
