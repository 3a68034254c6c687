from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

Locale = Literal["es", "en"]
Theme = Literal["dark", "light"]
Instant = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


class DisplayToken(Struct, frozen=True, forbid_unknown_fields=True):
    token: Annotated[str, Meta(max_length=300)]


class DisplaySettings(Struct, frozen=True):
    """`time_zone` is the display's own or else the organisation's."""

    name: str
    locale: Locale
    theme: Theme
    time_zone: str


class WallBehaviour(Struct, frozen=True):
    """As the display's language names it."""

    code: str
    stage: str
    icon: str
    name: str


class Wall(Struct, frozen=True):
    """What a display shows: items made for walls, newest first. `now` is the server's clock; `epoch` and `position` are
    the log's of the same moment: a socket that resumes there misses nothing. `csrf_token` is null without a cookie."""

    organisation: str
    display: DisplaySettings
    behaviours: list[WallBehaviour]
    items: list[dict[str, Any]]
    now: Instant
    epoch: UUID
    position: int
    csrf_token: str | None
