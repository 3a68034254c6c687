from datetime import datetime
from typing import Annotated, Literal, NamedTuple
from uuid import UUID

from msgspec import Meta, Struct, field

from recognize.feed.audience import Party, Visibility
from recognize.feed.schemas import Face, FaceCount, Instant, PersonInItem, PictureInItem
from recognize.points.schemas import Allowance


class NewKudos(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`recipients`: handles or ids; `teams`: codes of teams or departments; `behaviours`: one to three codes, the first
    is the primary one. `points` are for each named recipient; whoever is reached through a team gets none.
    `points_if_possible`: where the allowance does not reach, send without points instead of refusing. `picture`: the
    `hash` of one that the giver has uploaded."""

    recipients: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    behaviours: list[str] = field(default_factory=list)
    message: str
    points: int = 0
    points_if_possible: bool = False
    visibility: Visibility = "public"
    reached_customer: bool | None = None
    picture: Annotated[str, Meta(max_length=64)] | None = None


class RecipientInItem(PersonInItem, frozen=True):
    """`named`: chosen by name, not only reached through one of the item's teams."""

    named: bool


class TeamInItem(Struct, frozen=True):
    code: str
    name: str


class Boosts(Struct, frozen=True):
    """How many joined in with points of their own; `people` are the last few of them. `reaches`: to how many recipients a boost
    gives points. With none of them nobody may join in; nor may the giver, a recipient, and who has done so already."""

    count: int
    people: list[PersonInItem]
    reaches: int


class KudosItem(Struct, frozen=True, kw_only=True):
    """The item of the feed and of the socket: neither viewer nor language changes it, only whom the viewer may see
    among `recipients`. `behaviours` are codes; `message` is as it was written, `message_html` the same as HTML that is safe to
    show. Of `reactions` and `comments` the viewer's copy counts what the viewer may see."""

    id: UUID
    kind: Literal["kudos"] = "kudos"
    given_at: Instant
    giver: PersonInItem
    recipients: list[RecipientInItem]
    teams: list[TeamInItem]
    behaviours: list[str]
    message: str
    message_html: str
    visibility: Visibility
    reached_customer: bool | None
    edited_at: Instant | None
    picture: PictureInItem | None
    reactions: list[FaceCount]
    comments: int
    boosts: Boosts


class Mine(Struct, frozen=True, kw_only=True):
    """What depends on the viewer.

    `points`: given in all, for the giver; received, for a recipient; `boost_points`: what boosts added to that, and what the
    viewer's own boost gave to each. `quiet`: the recipients whose names others do not see, all of them for the giver,
    oneself for a recipient; `hidden_by_me`: the viewer hid the own name. `helpers`: who helped too, as recipients say, and
    the giver has not added yet; for the giver.
    """

    points: int
    boost_points: int
    boosted: bool
    may_withdraw: bool
    may_edit_until: Instant | None
    quiet: list[UUID]
    hidden_by_me: bool
    helpers: list[PersonInItem]
    reactions: list[Face]


class KudosView(KudosItem, frozen=True, kw_only=True):
    """An item and, in `mine`, what depends on the viewer; null for who has no part in it yet."""

    mine: Mine | None


class Edit(Struct, frozen=True, forbid_unknown_fields=True):
    message: str


class EarlierText(Struct, frozen=True):
    """What the message said until then."""

    until: datetime
    message: str


class Boost(Struct, frozen=True, forbid_unknown_fields=True):
    """`points` for each named recipient whom the booster sees, out of the booster's own allowance."""

    points: int


class AlsoHelped(Struct, frozen=True, forbid_unknown_fields=True):
    """`person`: handle or id. `points` are the giver's to give; a recipient only says who was forgotten."""

    person: str
    points: int = 0


class Person(Party, frozen=True, kw_only=True):
    """A giver or possible recipient with all that giving needs to know. `given_this_month`: points from this giver."""

    handle: str
    name: str
    full_name: str
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


class WallNames(NamedTuple):
    """`unseen`: how the recipients are called whom no wall names; `shown`: the names of the others and of the giver, by
    handle."""

    unseen: list[str]
    shown: dict[str, str]


class Situation(Struct, frozen=True):
    """What the database knows of the names in a NewKudos, in one read, at `moment`.

    `allowance` is that of the moment's month, null where no points are given. `picture` is null where the giver has not
    uploaded it.
    """

    moment: Instant
    giver: Person
    allowance: Allowance | None
    people: list[Person]
    teams: list[Team]
    behaviours: list[KnownBehaviour]
    picture: PictureInItem | None
    may_edit_until: Instant


class Boostable(Struct, frozen=True):
    """What boosting has to know; `given_this_month`: points from the booster, by the recipients whom the boost reaches."""

    has_boosted: bool
    allowance: Allowance
    given_this_month: dict[UUID, int]


class Recipient(Struct, frozen=True):
    """`named`: chosen by name, not only reached through a team."""

    person: Person
    named: bool


class Moderation(Struct, frozen=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(min_length=3, max_length=500)]


class HiddenKudos(Struct, frozen=True):
    """`hidden_by` is a handle of that time. `message` and `message_html` are null for a private one: its words stay
    between the two."""

    id: UUID
    given_at: datetime
    hidden_at: datetime
    giver: str
    message: str | None
    message_html: str | None
    hidden_by: str
    reason: str


class HiddenPage(Struct, frozen=True):
    """The newest first; `next` is the `before` of the following page."""

    items: list[HiddenKudos]
    next: str | None
