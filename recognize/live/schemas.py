from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta, Struct

Instant = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


class Event(Struct, frozen=True, omit_defaults=True):
    """`kudos.given` carries the whole feed `item` as it is now; `item.removed` only the `id` of what is gone."""

    position: int
    kind: str
    at: Instant
    item: dict[str, Any] | None = None
    id: UUID | None = None


class EventsPage(Struct, frozen=True):
    """In order of `position`, which only grows and may skip what is not the reader's. `head` is the log's end."""

    epoch: UUID
    head: int
    events: list[Event]
