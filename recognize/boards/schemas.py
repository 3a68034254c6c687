from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

Period = Literal["week", "month", "quarter", "year", "all"]
Measure = Literal["reach", "areas", "given", "received"]


class Choice(Struct, frozen=True):
    """`department`: an area's code, for its people and those of all areas below; `behaviour`: a code, "" for all of them."""

    period: Period = "month"
    by: Measure = "reach"
    of: Literal["people", "departments"] = "people"
    department: str | None = None
    behaviour: str = ""


class OnBoard(Struct, frozen=True):
    """`department` is the code of the present one; of an area's own entry all but `name` and `department` is null."""

    id: UUID | None
    handle: str | None
    name: str
    department: str | None


class Entry(Struct, frozen=True):
    """Who has as many shares the place, and the next place is as many further on."""

    place: int
    count: int
    who: OnBoard


class SharedPlace(Struct, frozen=True):
    """More than a board holds share this place, so it names none of them."""

    place: int
    count: int


class OwnPlace(Struct, frozen=True):
    """For the reader alone. `place` is among those on the board: null for who is not on it, or has nothing to count."""

    count: int
    place: int | None
    listed: bool


class Leaderboard(Struct, frozen=True):
    """The first five places of the organisation's present week, month, quarter, year, or of all time.

    `reach` counts distinct people thanked, `areas` distinct areas thanked; `given` and `received` count recognitions. Only
    what everybody may see counts. On a board is who has asked to be: `on_boards` of `PATCH /api/me`. `starts_on` is null of
    all time.
    """

    period: Period
    by: Measure
    starts_on: date | None
    entries: list[Entry]
    shared: SharedPlace | None
    mine: OwnPlace | None
