from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from recognize.feed.parties import KnownParty
from recognize.feed.schemas import Face, FaceCount, PersonInItem, PictureInItem

WinKind = Literal["result", "improvement", "joint_activity"]
WinVisibility = Literal["public", "department"]
Instant = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


class NewWin(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`participants` are handles or ids, whoever shares it among them where they took part. `department`: seen by the
    areas of who took part. `picture`: the hash of one that its author has uploaded."""

    win: WinKind
    title: str
    story: str
    participants: list[str]
    picture: Annotated[str, Meta(max_length=64)] | None = None
    visibility: WinVisibility = "public"


class WinChange(Struct, frozen=True, forbid_unknown_fields=True):
    """Only what is given changes."""

    title: str | UnsetType = UNSET
    story: str | UnsetType = UNSET


class WinItem(Struct, frozen=True, kw_only=True):
    """The item of feed and socket: neither viewer nor language changes it, only whom the viewer may see among
    `participants`. `story` is as it was written, `story_html` the same as HTML that is safe to show."""

    id: UUID
    kind: Literal["win"] = "win"
    given_at: Instant
    win: WinKind
    author: PersonInItem
    participants: list[PersonInItem]
    title: str
    story: str
    story_html: str
    visibility: WinVisibility
    edited_at: Instant | None
    picture: PictureInItem | None
    reactions: list[FaceCount]
    comments: int


class MyWin(Struct, frozen=True):
    """`quiet`: the participants whose names others do not see, all of them for the author, oneself for a participant.
    `may_edit_until` is null for whoever did not write it."""

    may_withdraw: bool
    may_edit_until: Instant | None
    quiet: list[UUID]
    reactions: list[Face]


class WinView(WinItem, frozen=True, kw_only=True):
    """An item and, in `mine`, what depends on the viewer; null for who had no part in it."""

    mine: MyWin | None


class WinSituation(Struct, frozen=True):
    """What the database knows of the names in a NewWin, in one read, at `moment`. `picture` is null where its author has not
    uploaded it."""

    moment: Instant
    author: KnownParty
    people: list[KnownParty]
    picture: PictureInItem | None
    may_edit_until: Instant


class HiddenWin(Struct, frozen=True):
    """`hidden_by` is a handle of that time."""

    id: UUID
    given_at: datetime
    hidden_at: datetime
    author: str
    title: str
    story_html: str
    hidden_by: str
    reason: str


class HiddenWins(Struct, frozen=True):
    """The newest first; `next` is the `before` of the following page."""

    items: list[HiddenWin]
    next: str | None
