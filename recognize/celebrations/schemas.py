from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from recognize.feed.schemas import Face, FaceCount, PersonInItem

Occasion = Literal["birthday", "anniversary", "newcomer"]
Instant = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


class CelebrationItem(Struct, frozen=True, kw_only=True):
    """The item of feed and socket. `day` is the date itself; `again`: celebrated on the working day after a weekend.
    `years` are those of an anniversary, null for anything else: nobody's age is told."""

    id: UUID
    kind: Literal["celebration"] = "celebration"
    given_at: Instant
    celebration: Occasion
    person: PersonInItem
    day: date
    again: bool
    years: int | None
    reactions: list[FaceCount]
    comments: int


class MyCelebration(Struct, frozen=True):
    reactions: list[Face]


class CelebrationView(CelebrationItem, frozen=True, kw_only=True):
    """An item and, in `mine`, what depends on the viewer; null for who made no face."""

    mine: MyCelebration | None


class Dated(Struct, frozen=True, kw_only=True):
    """A date of somebody's that will be or was celebrated on `on`. `item` is null until its morning has come."""

    on: date
    celebration: Occasion
    person: PersonInItem
    day: date
    again: bool
    years: int | None
    item: UUID | None


class Dates(Struct, frozen=True):
    """In the order of their days; `paused` are those of them on which nothing is celebrated."""

    on: date
    until: date
    dates: list[Dated]
    paused: list[date]


class OwnCelebrations(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody wants celebrated of theirs; only what is given changes. `never` outdoes the others, newcomers too."""

    birthday: bool | UnsetType = UNSET
    anniversary: bool | UnsetType = UNSET
    never: bool | UnsetType = UNSET


class Stop(Struct, frozen=True, forbid_unknown_fields=True):
    """What the office decides for somebody: whether they are not to be celebrated. `reason` stands in the audit log."""

    never: bool
    reason: Annotated[str, Meta(min_length=3, max_length=300)]


class Stopped(Struct, frozen=True):
    never: bool


class Pause(Struct, frozen=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(min_length=3, max_length=500)]
