from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct, field

DEFINITION_VERSION = 1  # grows when a figure comes to mean something else


class Totals(Struct, frozen=True, kw_only=True):
    """The only figures that private and quiet recognitions enter, and only in the report of the whole organisation."""

    kudos: int
    recognitions: int
    givers: int
    receivers: int
    people: int
    participation_percent: float | None
    points: int
    boost_points: int


class BehaviourRow(Struct, frozen=True, kw_only=True):
    code: str
    stage: str
    kudos: int
    recognitions: int


class MatrixRow(Struct, frozen=True, kw_only=True):
    """Departments by code, null for people without one. `stage`: `opening`, `performing`, `closing` or `any`."""

    giver_department: str | None
    receiver_department: str | None
    stage: str
    recognitions: int


class Directions(Struct, frozen=True, kw_only=True):
    up: int
    down: int
    sideways: int
    across: int


class Figure(Struct, frozen=True, kw_only=True):
    """`value` is 100 × numerator / denominator with one decimal; null of nothing. The reach gap is a difference and has neither."""

    value: float | None
    numerator: int | None
    denominator: int | None


class Headline(Struct, frozen=True, kw_only=True):
    """The ten figures on their base; see `docs/reports.md`."""

    reach: Figure
    gave: Figure
    nobody_in_90_days: Figure
    leaders_who_recognised: Figure
    recognitions_per_100: Figure
    concentration: Figure
    between_areas: Figure
    stage_tagged: Figure
    reach_gap: Figure
    newcomers: Figure


class StageRow(Struct, frozen=True, kw_only=True):
    """`percent` of the recognitions that name a behaviour of any stage; one may name several, so they may add up to more."""

    stage: str
    recognitions: int
    percent: float


Dimension = Literal["area", "shift", "site"]


class GroupRow(Struct, frozen=True, kw_only=True):
    """Of the eligible people of an area, a shift or a site, if they are ten or more: how many were individually recognised."""

    dimension: Dimension
    key: str
    people: int
    reached: int
    reach_percent: float


class PairRow(Struct, frozen=True, kw_only=True):
    """Who is served (giver's area) and who serves (receiver's), two different ones."""

    giver_department: str
    receiver_department: str
    recognitions: int


class Pairs(Struct, frozen=True, kw_only=True):
    """`silent`: without a recognition in the month, by those of the three months before."""

    strongest: list[PairRow]
    silent: list[PairRow]


SectionRow = dict[str, str | int | float | None]


class Figures(Struct, frozen=True, kw_only=True):
    """A month's figures. `department` is the code of the area they are limited to; `sections` are what stands beyond the
    figures, by name, as flat rows: see `reports/sections.py`."""

    definition_version: int
    month: str
    time_zone: str
    department: str | None
    totals: Totals
    headline: Headline
    stages: list[StageRow]
    groups: list[GroupRow]
    pairs: Pairs
    behaviours: list[BehaviourRow]
    matrix: list[MatrixRow]
    directions: Directions
    sections: dict[str, list[SectionRow]]


class MonthReport(Figures, frozen=True, kw_only=True):
    """`checksum`: SHA-256, in hexadecimal, of the figures' canonical JSON without it."""

    checksum: str


class Words(Struct, frozen=True):
    name: str
    text: str


class Definition(Struct, frozen=True):
    """What a figure means. `figure` is its path in the report, `version` the `definition_version` from which on it means that."""

    figure: str
    version: int
    es: Words
    en: Words


class KudosBehind(Struct, frozen=True):
    """The kudos behind a figure, newest first, as items of the feed. `total` are all of them, `recognitions` what they count for;
    `next` goes into `before` for the next page."""

    items: list[dict[str, Any]]
    next: str | None
    total: int
    recognitions: int


class ListedPerson(Struct, frozen=True):
    """`department` (a code) and `manager` (a handle) are of the month's last day."""

    id: UUID
    handle: str
    name: str
    department: str | None
    manager: str | None
    manager_name: str | None


class ListedPeople(Struct, frozen=True):
    """By name; `next` goes into `before` for the next page. `total` are all of them."""

    people: list[ListedPerson]
    next: str | None
    total: int


class Received(Struct, frozen=True):
    code: str
    stage: str
    recognitions: int


class TeamMonth(Struct, frozen=True, kw_only=True):
    """A manager's own people, at any height below, as of the month's last day. `reach` is of those of them who are eligible;
    `unrecognised` are the first of the list of that name."""

    month: str
    time_zone: str
    people: int
    reach: Figure
    recognitions: int
    behaviours: list[Received]
    unrecognised: list[ListedPerson]


class OwnBehaviour(Struct, frozen=True):
    """Recognitions that name it: given by oneself, and received."""

    code: str
    stage: str
    given: int
    received: int


class Side(Struct, frozen=True):
    """`people`: to how many one gave, or from how many one received."""

    kudos: int
    recognitions: int
    people: int


class OwnMonth(Struct, frozen=True, kw_only=True):
    """One's own, private ones too: nobody else is told."""

    month: str
    time_zone: str
    given: Side
    received: Side
    behaviours: list[OwnBehaviour]


class TrendMonth(Struct, frozen=True, kw_only=True):
    month: str
    is_closed: bool
    totals: Totals
    headline: Headline


class Trend(Struct, frozen=True):
    """The oldest first."""

    months: list[TrendMonth]


class MonthLine(Struct, frozen=True, kw_only=True):
    """Of a closed month the figures as they were closed. `reach_percent` is null where nobody is eligible."""

    month: str
    closed_at: datetime | None
    kudos: int
    recognitions: int
    reach_percent: float | None
    adjustments: int


class Months(Struct, frozen=True, kw_only=True):
    """Newest first, from the month of the first kudos to the present one. `time_zone` is that of the months still open."""

    time_zone: str
    months: list[MonthLine]


class ClosedBy(Struct, frozen=True):
    handle: str
    name: str


class Cause(Struct, frozen=True):
    """An event's kind, and the id of what it happened to."""

    kind: str
    id: UUID


class Change(Struct, frozen=True):
    """`figure` is a path, `totals.kudos` or `behaviours.courtesy.every-moment.kudos`; null is a figure that is not there."""

    figure: str
    before: int | float | None = field(name="from")
    after: int | float | None = field(name="to")


class Adjustment(Struct, frozen=True, kw_only=True):
    """`at`: when the last of its causes happened."""

    at: datetime
    position: int
    causes: list[Cause]
    changes: list[Change]


Obstacle = Literal["month_running", "too_early", "readers_behind"]


class MonthState(Struct, frozen=True, kw_only=True):
    """`closed_by` is null for what the schedule or the command line closed, `closes_at` where the month does not close by itself;
    `position` is where the log ended when the month was closed. `obstacle`: why it cannot be closed just now."""

    month: str
    time_zone: str
    is_over: bool
    is_closed: bool
    closed_at: datetime | None
    closed_by: ClosedBy | None
    checksum: str | None
    definition_version: int | None
    position: int | None
    closes_at: datetime | None
    obstacle: Obstacle | None
    adjustments: list[Adjustment]
