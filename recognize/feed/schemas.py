from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

Instant = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
Face = Literal["glad", "love", "wow", "inspired", "moved"]  # drawn by the client: no screen needs a font for them


class FeedFilter(Struct, frozen=True):
    """All given conditions must hold. `department` and `person` match the giver's side and the recipients' side."""

    behaviour: str | None = None
    stage: str | None = None
    department: str | None = None
    person: str | None = None
    kind: str | None = None
    search: str | None = None


class FeedPage(Struct, frozen=True):
    """Newest first. `mine` holds, by item id, what depends on the viewer. `next` goes into `before` for the next page.

    `epoch` and `position` are the log's of the same moment: a socket that resumes there misses nothing.
    """

    items: list[dict[str, Any]]
    mine: dict[str, dict[str, Any]]
    next: str | None
    epoch: UUID
    position: int


class PersonInItem(Struct, frozen=True):
    """`department` is the code of the present one."""

    id: UUID
    handle: str
    name: str
    department: str | None


class PictureInItem(Struct, frozen=True):
    """At `/api/media/{hash}/{size}.webp`; `width` and `height` of the largest, in pixels."""

    hash: str
    width: int
    height: int


class FaceCount(Struct, frozen=True):
    face: Face
    count: int


class NewReaction(Struct, frozen=True, forbid_unknown_fields=True):
    face: Face


class Reaction(Struct, frozen=True):
    face: Face
    person: PersonInItem


class NewComment(Struct, frozen=True, forbid_unknown_fields=True):
    """In the same Markdown as a message; `@handle` tells whoever it names, where they may see the item."""

    text: str


class Comment(Struct, frozen=True):
    """`text` is as it was written, `text_html` the same as HTML that is safe to show. `mine`: the reader wrote it and may
    remove it."""

    id: UUID
    written_at: Instant
    author: PersonInItem
    text: str
    text_html: str
    mine: bool


class CommentPage(Struct, frozen=True):
    """The newest first; `next` goes into `before` for the earlier ones."""

    comments: list[Comment]
    next: str | None
