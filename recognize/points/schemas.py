from datetime import date

from msgspec import Struct


class Allowance(Struct, frozen=True):
    """Points one may give in a calendar month of the organisation's zone; `month` is its first day.

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
    """`one_person_limit`: how many of `granted` may go to one person."""

    month: date
    granted: int
    spent: int
    left: int
    one_person_limit: int
