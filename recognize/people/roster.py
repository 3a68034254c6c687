"""Who and what there is, as facts by their names, and what a verb or a file would change about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, NamedTuple, TypeVar
from uuid import UUID

from msgspec import Struct

from recognize.lib.text import fold, sort_key

TRACKED = ("department", "manager", "status")  # with a history by date, and an event when they change
COUNTED = ("hired_on", "kind", "seniority_on", "shift", "site")  # figures and badges ask for them, and nobody is told


class DepartmentFacts(Struct, frozen=True):
    """`parent` is a code."""

    id: UUID
    code: str
    name: str
    parent: str | None = None
    front_line: bool = False

    @property
    def key(self) -> str:
        return self.code


class PersonFacts(Struct, frozen=True):
    """`department` is a code and `manager` a handle: what files say and people read."""

    id: UUID
    handle: str
    name: str
    preferred_name: str | None = None
    email: str | None = None
    department: str | None = None
    site: str | None = None
    manager: str | None = None
    job_title: str | None = None
    shift: str | None = None
    kind: str = "employee"
    status: str = "active"
    hired_on: date | None = None
    seniority_on: date | None = None
    birthday: str | None = None
    locale: str | None = None
    time_zone: str | None = None

    @property
    def key(self) -> str:
        return self.handle

    @property
    def sort_key(self) -> str:
        return sort_key(self.preferred_name or self.name)

    @property
    def folded(self) -> str:
        """What search looks through. Who types on a keyboard without ñ finds nuñez as nunez too."""
        words = fold(f"{self.name} {self.preferred_name or ''} {self.handle}")
        without_tilde = words.replace("ñ", "n")
        return words if without_tilde == words else f"{words} {without_tilde}"


Facts = TypeVar("Facts", bound=DepartmentFacts | PersonFacts)


@dataclass(frozen=True, slots=True)
class Change(Generic[Facts]):
    """`before` is None for what is new."""

    before: Facts | None
    after: Facts

    def old(self, name: str) -> Any:
        return getattr(self.before, name, None)

    def fields_of(self, names: Iterable[str]) -> list[str]:
        """Those of the fields that change."""
        return [name for name in names if self.old(name) != getattr(self.after, name)]


@dataclass(frozen=True, slots=True)
class Plan:
    """Only true changes; `unchanged` counts the lines that ask for none."""

    departments: list[Change[DepartmentFacts]] = field(default_factory=list)
    people: list[Change[PersonFacts]] = field(default_factory=list)
    unchanged: int = 0


class Roster(NamedTuple):
    """Everybody, those who left included, by handle, and the departments by code."""

    people: dict[str, PersonFacts]
    departments: dict[str, DepartmentFacts]

    def after(self, plan: Plan) -> "Roster":
        return Roster(
            people=self.people | {change.after.handle: change.after for change in plan.people},
            departments=self.departments | {change.after.code: change.after for change in plan.departments},
        )


def changes_only(candidates: Iterable[Change[Facts]]) -> list[Change[Facts]]:
    return [change for change in candidates if change.before != change.after]
