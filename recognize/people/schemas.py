from datetime import date
from typing import Literal, TypedDict
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType

Kind = Literal["employee", "external"]
Status = Literal["active", "on_leave", "left"]
Preference = Literal["fanfare", "feed_only", "quiet"]


class DepartmentLabel(Struct, frozen=True):
    code: str
    name: str


class DepartmentView(Struct, frozen=True):
    """`parent` is a code; a front-line department serves customers of the organisation."""

    code: str
    name: str
    parent: str | None
    front_line: bool


class TeamView(Struct, frozen=True):
    code: str
    name: str


class QuietMember(Struct, frozen=True):
    handle: str
    name: str
    full_name: str


class PersonView(Struct, frozen=True, kw_only=True):
    """What everybody may know. `name` is what the person is called, `manager` a handle. `quiet`: their name will be
    absent from what others see of a kudos; whoever thanks them should know before sending."""

    id: UUID
    handle: str
    name: str
    full_name: str
    department: DepartmentLabel | None
    job_title: str | None
    site: str | None
    manager: str | None
    kind: Kind
    status: Status
    quiet: bool


class PrivateFacts(Struct, frozen=True, kw_only=True):
    """For the person alone. `birthday` is MM-DD; no preference means that they have not chosen yet."""

    email: str | None
    shift: str | None
    hired_on: date | None
    seniority_on: date | None
    birthday: str | None
    locale: str | None
    time_zone: str | None
    preference: Preference | None


class PersonPage(Struct, frozen=True):
    """`next` is the `before` of the following page."""

    items: list[PersonView]
    next: str | None


class PersonProfile(PersonView, frozen=True, kw_only=True):
    """`manager_name` is what the manager is called."""

    manager_name: str | None
    private: PrivateFacts | None


class GivenFacts(TypedDict, total=False):
    """A person's fields as a file would give them: `department` a code, `manager` a handle, None or "" for none."""

    preferred_name: str | None
    email: str | None
    department: str | None
    site: str | None
    manager: str | None
    job_title: str | None
    shift: str | None
    kind: Kind
    status: Status
    hired_on: date | str | None
    seniority_on: date | str | None
    birthday: str | None
    locale: Literal["es", "en"] | None
    time_zone: str | None


class ChangedFacts(GivenFacts, total=False):
    name: str | None


class OwnSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """What a person decides for themselves; only what is given changes. null takes the organisation's language or
    zone again; a preference, once chosen, can only be changed. `on_boards`: may stand on leaderboards."""

    preference: Preference | UnsetType = UNSET
    locale: Literal["es", "en"] | UnsetType | None = UNSET
    time_zone: str | UnsetType | None = UNSET
    on_boards: bool | UnsetType = UNSET
