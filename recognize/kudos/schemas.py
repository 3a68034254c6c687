from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct, field

from recognize.feed.audience import Party, Visibility
from recognize.points.schemas import Allowance

Instant = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


class NewKudos(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`recipients`: handles or ids; `teams`: codes of teams or departments; `behaviours`: one to three codes, the first
    is the primary one. `points` are for each named recipient; whoever is reached through a team gets none.
    `points_if_possible`: where the allowance does not reach, send without points instead of refusing."""

    recipients: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    behaviours: list[str] = field(default_factory=list)
    message: str
    points: int = 0
    points_if_possible: bool = False
    visibility: Visibility = "public"
    reached_customer: bool | None = None


class PersonInItem(Struct, frozen=True):
    """`department` is the code of the present one."""

    id: UUID
    handle: str
    name: str
    department: str | None


class RecipientInItem(PersonInItem, frozen=True):
    """`named`: chosen by name, not only reached through one of the item's teams."""

    named: bool


class TeamInItem(Struct, frozen=True):
    code: str
    name: str


class KudosItem(Struct, frozen=True, kw_only=True):
    """The item of the feed and of the socket: neither viewer nor language changes it, only whom the viewer may see
    among `recipients`. `behaviours` are codes; `message` is as it was written, to be rendered by the client."""

    id: UUID
    kind: Literal["kudos"] = "kudos"
    given_at: Instant
    giver: PersonInItem
    recipients: list[RecipientInItem]
    teams: list[TeamInItem]
    behaviours: list[str]
    message: str
    visibility: Visibility
    reached_customer: bool | None


class Mine(Struct, frozen=True):
    """`points`: given in all, for the giver; received, for a recipient. `quiet`: the recipients whose names others do
    not see, all of them for the giver, oneself for a recipient."""

    points: int
    may_withdraw: bool
    quiet: list[UUID]


class KudosView(KudosItem, frozen=True, kw_only=True):
    """An item and, in `mine`, what depends on the viewer; null for who neither gave nor received it."""

    mine: Mine | None


class Person(Party, frozen=True, kw_only=True):
    """A giver or possible recipient with all that giving needs to know. `given_this_month`: points from this giver."""

    handle: str
    name: str
    department: str | None
    kind: Literal["employee", "external"]
    status: Literal["active", "on_leave", "left"]
    given_this_month: int


class Team(Struct, frozen=True):
    code: str
    name: str
    members: list[Person]


class KnownBehaviour(Struct, frozen=True):
    code: str
    stage: str
    retired: bool


class Situation(Struct, frozen=True):
    """What the database knows of the names in a NewKudos, in one read, at `moment`.

    `allowance` is that of the moment's month, null where no points are given.
    """

    moment: Instant
    giver: Person
    allowance: Allowance | None
    people: list[Person]
    teams: list[Team]
    behaviours: list[KnownBehaviour]


class Recipient(Struct, frozen=True):
    """`named`: chosen by name, not only reached through a team."""

    person: Person
    named: bool


class Moderation(Struct, frozen=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(min_length=3, max_length=500)]


class HiddenKudos(Struct, frozen=True):
    """`hidden_by` is a handle of that time. `message` is null for a private one: its words stay between the two."""

    id: UUID
    given_at: datetime
    hidden_at: datetime
    giver: str
    message: str | None
    hidden_by: str
    reason: str


class HiddenPage(Struct, frozen=True):
    """The newest first; `next` is the `before` of the following page."""

    items: list[HiddenKudos]
    next: str | None
