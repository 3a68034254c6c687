"""The kudos behind a figure: what the breakdowns count, so nothing private and nothing quiet."""

from typing import Any, get_args

from msgspec import Struct

from recognize.behaviours.schemas import Stage
from recognize.kudos.items import ITEM
from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.lib.pagination import Cursor
from recognize.lib.text import unusable
from recognize.reports.days import MONTH
from recognize.reports.errors import (
    UnknownBehaviourError,
    UnknownDepartmentError,
    UnknownDirectionError,
    UnknownFigureError,
    UnknownStageError,
)
from recognize.reports.sections import AT_FRONT_LINE

ANY_STAGE = "any"
_STAGES = (*get_args(Stage), ANY_STAGE)

_STAGED = "r.behaviours && array(select code from behaviours where stage <> 'every-moment')"
_BETWEEN_AREAS = "r.giver_department_id <> r.recipient_department_id"
# What a figure is of, by the beginning of its name.
FIGURES = {
    "totals": "true",
    "behaviours": "cardinality(r.behaviours) > 0",
    "stages": _STAGED,
    "matrix": "true",
    "pairs": _BETWEEN_AREAS,
    "directions": "true",
    "headline.between_areas": _BETWEEN_AREAS,
    "headline.stage_tagged": _STAGED,
    "sections.front_line": f"""
        r.giver_department_id in (select d.id from departments d where {AT_FRONT_LINE})
        and r.giver_department_id is distinct from r.recipient_department_id""",
    "sections.customers": "k.reached_customer",
}
DIRECTIONS = ("up", "down", "sideways", "across")
# Names that are not quiet have one of these in their audience, and quiet ones none.
_SHOWN_TO = "array(select 'org' union all select 'department:' || id from departments)"
PAGE = f"""
with recursive {MONTH}, found as materialized (
    select k.given_at, r.kudos_id
    from month m
    join standing_recognitions r on r.day >= m.first_day and r.day < m.next_first_day and not r.is_discreet
    join kudos k on k.id = r.kudos_id
    where {{conditions}}
), ahead as materialized (
    select distinct given_at, kudos_id from found
    where $4::timestamptz is null or (given_at, kudos_id) < ($4, $5::uuid)
    order by given_at desc, kudos_id desc limit $3 + 1
), page as (
    select * from ahead order by given_at desc, kudos_id desc limit $3
)
select (select count(distinct kudos_id) from found) as kudos, (select count(*) from found) as recognitions,
       array(select ({ITEM.format(id="page.kudos_id", topics=_SHOWN_TO)})::text
             from page order by given_at desc, kudos_id desc) as items,
       (select count(*) > $3 from ahead) as more,
       (select given_at from page order by given_at, kudos_id limit 1) as last_at,
       (select kudos_id from page order by given_at, kudos_id limit 1) as last_id
"""
KNOWN = """
select array(select code from departments where code = any($1::text[])) as departments,
       exists (select from behaviours where code = $2) as behaviour
"""


class Behind(Struct, frozen=True, kw_only=True):
    """Which of a month's recognitions: all that is given must hold. `figure` is one of the report's, `department` the area that
    the report is limited to. Of `giver_department` and `receiver_department` the empty one is of people without an area."""

    figure: str = "totals"
    department: str | None = None
    behaviour: str | None = None
    stage: str | None = None
    giver_department: str | None = None
    receiver_department: str | None = None
    direction: str | None = None


class _Conditions:
    """$1 the month's first day, $2 the area, $3 limit, $4 and $5 the cursor come first."""

    def __init__(self, month: Month, behind: Behind, limit: int, before: Cursor | None) -> None:
        self.values: list[Any] = [month.first_day, behind.department, limit, *(before or (None, None))]
        self.sql = [FIGURES[_group(behind.figure)]]

    def add(self, condition: str, value: str) -> None:
        """`?` stands for the value."""
        self.values.append(value)
        self.sql.append(condition.replace("?", f"${len(self.values)}"))


async def kudos_behind(month: Month, behind: Behind, limit: int, before: Cursor | None) -> bytes:
    """The JSON of a KudosBehind. Raises UnknownFigureError, UnknownBehaviourError, UnknownStageError,
    UnknownDirectionError and UnknownDepartmentError."""
    await _check(behind)
    conditions = _conditions(month, behind, limit, before)
    row = await DB.fetch_row(PAGE.format(conditions=" and ".join(conditions.sql)), *conditions.values)
    if row is None:
        raise RuntimeError("the database has no organisation yet; run `recognize migrate`")
    following = f'"{Cursor(row["last_at"], row["last_id"])}"' if row["more"] else "null"
    return (
        f'{{"items":[{",".join(row["items"])}],"next":{following},'
        f'"total":{row["kudos"]},"recognitions":{row["recognitions"]}}}'
    ).encode()


async def _check(behind: Behind) -> None:
    if _group(behind.figure) not in FIGURES:
        raise UnknownFigureError(f"{behind.figure!r} is not one of {', '.join(FIGURES)}")
    if behind.stage is not None and behind.stage not in _STAGES:
        raise UnknownStageError(f"{behind.stage!r} is not one of {', '.join(_STAGES)}")
    if unknown := [each for each in _directions(behind) if each not in DIRECTIONS]:
        raise UnknownDirectionError(f"{unknown[0]!r} is not one of {', '.join(DIRECTIONS)}")
    await _check_codes(behind)


async def _check_codes(behind: Behind) -> None:
    areas = [each for each in (behind.department, behind.giver_department, behind.receiver_department) if each]
    behaviour = behind.behaviour
    usable = [each for each in areas if not unusable(each)]
    known = await DB.fetch_row(KNOWN, usable, None if behaviour is None or unusable(behaviour) else behaviour)
    assert known is not None  # noqa: S101 — a select without a table has a row
    if unknown := set(areas) - set(known["departments"]):
        raise UnknownDepartmentError(f"no department has the code {min(unknown)!r}")
    if behaviour is not None and not known["behaviour"]:
        raise UnknownBehaviourError(f"no behaviour has the code {behaviour!r}")


def _group(figure: str) -> str:
    """`directions.up` is one of the `directions`, `headline.between_areas` a figure of its own."""
    return next((name for name in FIGURES if figure == name or figure.startswith(f"{name}.")), figure)


def _directions(behind: Behind) -> list[str]:
    _, _, named = behind.figure.partition("directions.")
    return [each for each in (named or None, behind.direction) if each is not None]


def _conditions(month: Month, behind: Behind, limit: int, before: Cursor | None) -> _Conditions:
    found = _Conditions(month, behind, limit, before)
    if behind.behaviour is not None:
        found.add("? = any(r.behaviours)", behind.behaviour)
    if behind.stage is not None and behind.stage != ANY_STAGE:
        found.add("r.behaviours && array(select code from behaviours where stage = ?)", behind.stage)
    for column, code in (("giver", behind.giver_department), ("recipient", behind.receiver_department)):
        if code is not None:
            area = f"r.{column}_department_id"
            found.add(f"{area} is not distinct from (select id from departments where code = ?)", code)
    if behind.department is not None:
        found.sql.append(
            "(r.giver_department_id in (select id from area) or r.recipient_department_id in (select id from area))"
        )
    for direction in _directions(behind):
        found.add("r.direction = ?", direction)
    return found
