from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Name = Annotated[str, Meta(min_length=1, max_length=200)]
AllowancePoints = Annotated[int, Meta(ge=0, le=1_000_000)]
Percent = Annotated[int, Meta(ge=1, le=100)]
EditMinutes = Annotated[int, Meta(ge=0, le=1_440)]
DayOfMonth = Annotated[int, Meta(ge=1, le=28)]
ZoneName = Annotated[str, Meta(max_length=100)]
Locale = Literal["es", "en"]


class OrganisationSettings(Struct, frozen=True):
    """What administrators decide. `allowance_points` is per person and month of `time_zone`; `one_person_percent` is
    the share of it that may go to one person, boosts included; `usual_points` is what the dialog offers for each person;
    for `edit_minutes` a giver may change the text. `boards_received` and `boards_departments` turn on boards by what people
    received, and of areas: off by default, as recognition is no contest. On `close_day` of the next month a month closes by
    itself, and on `deliver_day` HR is told; null: never by itself. `celebrations_paused`: somebody has paused them for today."""

    name: str
    time_zone: str
    locale: str
    allowance_points: int
    one_person_percent: int
    boards_received: bool
    boards_departments: bool
    usual_points: int
    edit_minutes: int
    close_day: int | None
    deliver_day: int | None
    celebrations_paused: bool


class OrganisationChange(Struct, frozen=True, forbid_unknown_fields=True):
    """Only what is given changes. A new allowance counts from the next month, or at once for who has not given yet."""

    name: Name | UnsetType = UNSET
    time_zone: ZoneName | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    allowance_points: AllowancePoints | UnsetType = UNSET
    one_person_percent: Percent | UnsetType = UNSET
    boards_received: bool | UnsetType = UNSET
    boards_departments: bool | UnsetType = UNSET
    usual_points: AllowancePoints | UnsetType = UNSET
    edit_minutes: EditMinutes | UnsetType = UNSET
    close_day: DayOfMonth | UnsetType | None = UNSET
    deliver_day: DayOfMonth | UnsetType | None = UNSET


class AuditEntry(Struct, frozen=True):
    """`actor` is a handle of that time, or `command line`; `subject` what it was done to."""

    at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any]


class AuditPage(Struct, frozen=True):
    """Newest first; `next` goes into `before`."""

    entries: list[AuditEntry]
    next: str | None
