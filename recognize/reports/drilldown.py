"""The kudos behind a figure: what the breakdowns count, so nothing private and nothing quiet."""

from typing import Any, get_args

from msgspec import Struct

from recognize.behaviours.schemas import Stage
from recognize.kudos.items import ITEM
from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.lib.pagination import Cursor
from recognize.lib.text import unusable
from recognize.reports.days import IN_MONTH, LOCAL_DAY
from recognize.reports.errors import (
    UnknownBehaviourError,
    UnknownDepartmentError,
    UnknownDirectionError,
    UnknownFigureError,
    UnknownStageError,
)
from recognize.reports.queries import MONTH, STANDINGS

ANY_STAGE = "any"
_STAGES = (*get_args(Stage), ANY_STAGE)
_NO_AREA = ""

_NAMES = """
exists (select from kudos_behaviours named join behaviours b on b.code = named.behaviour
        where named.kudos_id = k.id and {which})
"""
_BETWEEN_AREAS = "giver.department_id <> receiver.department_id"
_OTHER_AREA = "giver.department_id is distinct from receiver.department_id"
# What a figure is of, by the beginning of its name: conditions on the kudos, and on who stood where.
FIGURES: dict[str, tuple[str, str]] = {
    "totals": ("true", "true"),
    "behaviours": (_NAMES.format(which="true"), "true"),
    "stages": (_NAMES.format(which="b.stage <> 'every-moment'"), "true"),
    "matrix": ("true", "true"),
    "pairs": ("true", _BETWEEN_AREAS),
    "directions": ("true", "true"),
    "headline.between_areas": ("true", _BETWEEN_AREAS),
    "headline.stage_tagged": (_NAMES.format(which="b.stage <> 'every-moment'"), "true"),
    "sections.front_line": (
        "true",
        f"giver.department_id in (select id from departments where front_line) and {_OTHER_AREA}",
    ),
    "sections.customers": ("k.reached_customer", "true"),
}
# As the report tells them apart: the first that holds.
DIRECTIONS = {
    "up": "up.above is not null",
    "down": "up.above is null and down.above is not null",
    "sideways": "up.above is null and down.above is null and giver.manager_id = receiver.manager_id",
    "across": "up.above is null and down.above is null and (giver.manager_id = receiver.manager_id) is not true",
}
_STANDING_JOINS = """
join standings giver on giver.id = r.giver_id and giver.day = r.day
join standings receiver on receiver.id = r.receiver_id and receiver.day = r.day
"""
_CHAIN_JOINS = """
left join chains up on up.id = r.giver_id and up.day = r.day and up.above = r.receiver_id
left join chains down on down.id = r.receiver_id and down.day = r.day and down.above = r.giver_id
"""
# Names that are not quiet have one of these in their audience, and quiet ones none.
_SHOWN_TO = "array(select 'org' union all select 'department:' || id from departments)"
PAGE = f"""
with recursive {MONTH}, recognitions as materialized (
    select k.id as kudos_id, k.given_at, k.giver_id, r.person_id as receiver_id, local.day
    from month m
    join kudos k on k.given_at >= m.earliest and k.given_at < m.latest and k.withdrawn_at is null and k.hidden_at is null
                and k.visibility <> 'private'
    {LOCAL_DAY.format(at="k.given_at")}
    join kudos_recipients r on r.kudos_id = k.id and not r.quiet
    where {IN_MONTH} and {{of_kudos}}
), {STANDINGS}, found as materialized (
    select r.kudos_id, r.given_at from recognitions r {{joins}} where {{of_people}}
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
        of_kudos, of_people = FIGURES[_group(behind.figure)]
        self.values: list[Any] = [month.first_day, behind.department, limit, *(before or (None, None))]
        self.of_kudos, self.of_people = [of_kudos], [of_people]

    def place(self, value: str) -> str:
        self.values.append(value)
        return f"${len(self.values)}"


async def kudos_behind(month: Month, behind: Behind, limit: int, before: Cursor | None) -> bytes:
    """The JSON of a KudosBehind. Raises UnknownFigureError, UnknownBehaviourError, UnknownStageError,
    UnknownDirectionError and UnknownDepartmentError."""
    await _check(behind)
    conditions = _conditions(month, behind, limit, before)
    row = await DB.fetch_row(_page_sql(conditions), *conditions.values)
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
        found.of_kudos.append(_NAMES.format(which=f"b.code = {found.place(behind.behaviour)}"))
    if behind.stage not in (None, ANY_STAGE):
        found.of_kudos.append(_NAMES.format(which=f"b.stage = {found.place(str(behind.stage))}"))
    for side, code in (("giver", behind.giver_department), ("receiver", behind.receiver_department)):
        if code == _NO_AREA:
            found.of_people.append(f"{side}.department_id is null")
        elif code is not None:
            found.of_people.append(
                f"{side}.department_id = (select id from departments where code = {found.place(code)})"
            )
    if behind.department is not None:
        area = "(select id from area)"
        found.of_people.append(f"(giver.department_id in {area} or receiver.department_id in {area})")
    found.of_people += [DIRECTIONS[each] for each in _directions(behind)]
    return found


def _page_sql(conditions: _Conditions) -> str:
    of_people = " and ".join(conditions.of_people)
    joins = _STANDING_JOINS if "giver." in of_people else ""
    joins += _CHAIN_JOINS if "above" in of_people else ""
    return PAGE.format(of_kudos=" and ".join(conditions.of_kudos), of_people=of_people, joins=joins)
