"""What a report's files say beside its figures: names, stories, earlier months, adjustments and definitions."""

from typing import Any

from msgspec import Struct

from recognize.reports.exports.tables import Names


class Story(Struct, frozen=True, kw_only=True):
    """One sentence that walls say. `recipients` are people who want to be celebrated there."""

    stage: str
    message: str
    recipients: list[str]
    giver_department: str | None
    receiver_department: str | None


class Definition(Struct, frozen=True):
    """`figure` is its path in the report."""

    figure: str
    name: str
    text: str


class Material(Struct, frozen=True, kw_only=True):
    """`trend`: earlier months, oldest first, each `{month, totals, headline}`; `adjustments`: `{at, changes}` since the close,
    of a month that `is_closed`."""

    organisation: str
    names: Names
    stories: list[Story] = []
    trend: list[dict[str, Any]] = []
    adjustments: list[dict[str, Any]] = []
    is_closed: bool = False
    definitions: list[Definition] = []
