from typing import Any
from uuid import UUID

from msgspec import Struct


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
