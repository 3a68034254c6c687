from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from recognize.behaviours.schemas import Stage

Text = Annotated[str, Meta(min_length=1, max_length=200)]
Code = Annotated[str, Meta(pattern="^[a-z][a-z-]{1,40}$")]
Goal = Annotated[int, Meta(ge=1, le=100)]


class ChallengeText(Struct, frozen=True, forbid_unknown_fields=True):
    name: Text
    about: Text


class ChallengeTexts(Struct, frozen=True):
    es: ChallengeText
    en: ChallengeText


class SeedChallenge(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """As the catalogue's file explains it."""

    code: Code
    scope: Literal["person", "area"]
    counts: Literal["recognitions", "people", "areas", "stages", "behaviours", "weeks", "wins"]
    goal: Goal
    behaviours: list[str] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    directions: list[Literal["up", "down", "sideways", "across"]] = field(default_factory=list)
    other_area: bool = False
    not_thanked_days: Annotated[int, Meta(ge=1, le=3660)] | None = None
    win: Literal["result", "improvement", "joint_activity"] | None = None
    icon: Text
    runs: bool
    es: ChallengeText
    en: ChallengeText


class ChallengeView(Struct, frozen=True):
    """`count` of `goal`: of an area's challenge the people who have done their part, and how many it takes. Both are null
    of one that does not run, and of an area's where the reader has no area or it has fewer than five people."""

    code: str
    scope: Literal["person", "area"]
    icon: str
    texts: ChallengeTexts
    runs: bool
    count: int | None
    goal: int | None
    done_at: datetime | None


class ChallengePage(Struct, frozen=True):
    """Of the organisation's present month; those that do not run are for administrators alone."""

    month: str
    days_left: int
    ends_on: date
    area: str | None
    challenges: list[ChallengeView]


class ChallengeChange(Struct, frozen=True, forbid_unknown_fields=True):
    runs: bool
