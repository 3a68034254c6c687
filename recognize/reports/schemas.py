from msgspec import Struct

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


class Figures(Struct, frozen=True, kw_only=True):
    """A month's figures. `department` is the code of the area they are limited to."""

    definition_version: int
    month: str
    time_zone: str
    department: str | None
    totals: Totals
    behaviours: list[BehaviourRow]
    matrix: list[MatrixRow]
    directions: Directions


class MonthReport(Figures, frozen=True, kw_only=True):
    """`checksum`: SHA-256, in hexadecimal, of the figures' canonical JSON without it."""

    checksum: str
