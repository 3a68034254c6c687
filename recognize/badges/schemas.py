from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Meta, Struct

from recognize.badges.definitions import BadgeTexts, Count, GrantingRole
from recognize.badges.medal import Shape
from recognize.badges.palette import Tier
from recognize.behaviours.schemas import Stage

Reason = Annotated[str, Meta(min_length=3, max_length=300)]
PngSize = Annotated[int, Meta(ge=64, le=1024)]


class ConditionView(Struct, frozen=True):
    """`count` says what is counted, `key` narrows it (`behaviour:<code>`, `stage:<stage>`, `direction:<direction>`, or
    empty). `reached` is how far somebody is, and never more than `at_least`."""

    count: Count
    key: str
    at_least: int
    reached: int


class OwnAward(Struct, frozen=True):
    id: UUID
    earned_on: date


class BadgeView(Struct, frozen=True):
    """`family` is the code that all tiers share, `after` the badge that must be held first, `holders` how many people
    show it. A badge without conditions is given by hand by `granted_by`, at most `monthly_cap` by one person in a month.
    `award` is the caller's own."""

    code: str
    family: str
    tier: Tier | None
    shape: Shape
    icon: str
    stage: Stage
    texts: BadgeTexts
    after: str | None
    granted_by: GrantingRole | None
    monthly_cap: int | None
    holders: int
    conditions: list[ConditionView]
    award: OwnAward | None

    @property
    def share(self) -> float:
        return min((each.reached / each.at_least for each in self.conditions), default=0.0)


class BadgeList(Struct, frozen=True):
    """All badges in use, and those that the caller lost nothing by their retirement; `next` are the codes of those that
    the caller is nearest to."""

    badges: list[BadgeView]
    next: list[str]


class AwardGiver(Struct, frozen=True):
    handle: str
    name: str


class AwardView(Struct, frozen=True):
    """`earned_on` is the day on which the rule was met, in the organisation's zone. `giver` and `reason` are of a badge
    given by hand. `evidence_withdrawn`: a kudos that carried it was withdrawn later than a day after."""

    id: UUID
    badge: str
    earned_on: date
    granted_at: datetime
    giver: AwardGiver | None
    reason: str | None
    evidence_withdrawn: bool


class AwardHolder(Struct, frozen=True):
    id: UUID
    handle: str
    name: str


class AwardWhy(Struct, frozen=True):
    """Why somebody has a badge. `evidence` holds the kudos and wins that earned it, oldest first, for their owner alone; others
    see in `conditions` how many public ones there are."""

    award: AwardView
    person: AwardHolder
    conditions: list[ConditionView]
    evidence: list[dict[str, Any]] | None


class NewAward(Struct, frozen=True, forbid_unknown_fields=True):
    """`person` is a handle or an id."""

    person: str
    reason: Reason


Locale = Literal["es", "en"]
