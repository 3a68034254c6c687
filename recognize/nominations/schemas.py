from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Stage = Literal["nominating", "judging", "decided", "announced"]
WorkingDay = Annotated[int, Meta(ge=1, le=20)]
Weekday = Annotated[int, Meta(ge=1, le=7)]
LocalTime = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
HolidayName = Annotated[str, Meta(min_length=1, max_length=100)]
Reason = Annotated[str, Meta(min_length=3, max_length=500)]


class Holiday(Struct, frozen=True):
    day: date
    name: str


class NewHoliday(Struct, frozen=True, forbid_unknown_fields=True):
    name: HolidayName


class Calendar(Struct, frozen=True):
    """The template of each month's cycle: until which working day of the month that follows one nominates and the jury judges,
    and on which, at `announce_at` (HH:MM), the winners are announced; all by the organisation's clock. `workdays` count from 1,
    Monday. `holidays` are those from the first day of last year on."""

    nominate_days: int
    judge_days: int
    announce_days: int
    announce_at: str
    workdays: list[int]
    holidays: list[Holiday]


class CalendarChange(Struct, frozen=True, forbid_unknown_fields=True):
    """Only what is given changes, from the next cycle on: the dates of one that runs stay."""

    nominate_days: WorkingDay | UnsetType = UNSET
    judge_days: WorkingDay | UnsetType = UNSET
    announce_days: WorkingDay | UnsetType = UNSET
    announce_at: LocalTime | UnsetType = UNSET
    workdays: Annotated[list[Weekday], Meta(min_length=1, max_length=7)] | UnsetType = UNSET


class Cycle(Struct, frozen=True):
    """`month` is the month that is judged. One nominates from `opens_at` to `nominations_until`, the jury judges until
    `judging_until`, and at `announces_at` everybody hears; `time_zone` is the organisation's when the dates were set."""

    month: str
    stage: Stage
    time_zone: str
    opens_at: datetime
    nominations_until: datetime
    judging_until: datetime
    announces_at: datetime
    version: int


class CycleChange(Struct, frozen=True, forbid_unknown_fields=True):
    """Dates that have not come yet, as ISO 8601 with their offset. `version` is the one that was read."""

    reason: Reason
    version: int
    nominations_until: datetime | UnsetType = UNSET
    judging_until: datetime | UnsetType = UNSET
    announces_at: datetime | UnsetType = UNSET
