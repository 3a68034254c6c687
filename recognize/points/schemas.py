from datetime import date
from typing import Annotated

from msgspec import Meta, Struct

MAX_POINTS = 1_000_000

Reason = Annotated[str, Meta(min_length=3, max_length=500)]


class Allowance(Struct, frozen=True):
    """Points one may give in a calendar month of the organisation's zone; `month` is its first day, `granted` is refills
    too.

    `version` changes with every change of the row in the database; None while there is no row.
    """

    month: date
    granted: int
    spent: int
    one_person_limit: int
    version: int | None

    @property
    def left(self) -> int:
        return self.granted - self.spent


class AllowanceView(Struct, frozen=True):
    """`one_person_limit`: how many of `granted` may go to one person, boosts included."""

    month: date
    granted: int
    spent: int
    left: int
    one_person_limit: int


class Refill(Struct, frozen=True, forbid_unknown_fields=True):
    """`reason` stands in the audit log."""

    points: Annotated[int, Meta(ge=1, le=MAX_POINTS)]
    reason: Reason


class Correction(Struct, frozen=True, forbid_unknown_fields=True):
    """With a minus it takes back what awards and earlier corrections gave. `reason` stands in the audit log."""

    points: Annotated[int, Meta(ge=-MAX_POINTS, le=MAX_POINTS)]
    reason: Reason


class Balance(Struct, frozen=True):
    """All points that somebody holds."""

    received: int
