"""A display as administrators see it: its settings from PostgreSQL beside its presence from Redis."""

from collections.abc import Mapping
from uuid import UUID

from asyncpg import Record

from recognize.displays.presence import health_of
from recognize.displays.queries import display_row, display_rows
from recognize.displays.schemas import DisplayView, Presence
from recognize.errors import NotFoundError


async def display_views(heard: Mapping[UUID, Presence], build: str) -> list[DisplayView]:
    return [_view(row, heard, build) for row in await display_rows()]


async def display_view(display: UUID, heard: Mapping[UUID, Presence], build: str) -> DisplayView:
    row = await display_row(display)
    if row is None:
        raise NotFoundError
    return _view(row, heard, build)


def _view(row: Record, heard: Mapping[UUID, Presence], build: str) -> DisplayView:
    values = dict(row)
    presence = _newest(heard.get(row["id"]), values.pop("unseen_seconds"))
    values["health"] = health_of(presence.seconds) if presence else row["health"]
    return DisplayView(**values, heard=presence, is_current=bool(presence and presence.client == build))


def _newest(told: Presence | None, unseen_seconds: float | None) -> Presence | None:
    """While Redis was away PostgreSQL noted that the screen was there, and nothing else of it."""
    if unseen_seconds is None or (told and told.seconds <= unseen_seconds):
        return told
    return Presence(unseen_seconds)
