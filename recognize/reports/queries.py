"""The figures of a month: of the organisation from its roll-ups, of an area from its raw rows."""

import msgspec

from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.lib.text import unusable
from recognize.reports.errors import UnknownDepartmentError
from recognize.reports.export import sealed
from recognize.reports.headline import (
    PAIRS_SHOWN,
    SMALLEST_GROUP,
    Group,
    Ratios,
    StageCount,
    headline,
    held_by_the_most_recognised,
    percent,
)
from recognize.reports.recount import EARLIER_MONTHS, RECOUNT
from recognize.reports.schemas import (
    DEFINITION_VERSION,
    BehaviourRow,
    Directions,
    Figures,
    MatrixRow,
    MonthReport,
    PairRow,
    Pairs,
    SectionRow,
    Totals,
)
from recognize.reports.sections import COUNTED_SECTIONS, sections

# $1 the month's first day, $2 null. A month that has not begun has no roll-ups, and neither has one before the first recognition.
KNOWN = """
known as (
    select c.month, z.time_zone from counted_months c join zone_spans z on z.since <= c.month and z.until > c.month where c.month = $1
), of_people as materialized (
    select measure, key, amount from month_sums where month = $1 and amount > 0
), of_recognitions as materialized (
    select measure, key, amount, giver.code as giver_department, receiver.code as receiver_department,
           giver.id <> receiver.id as is_between
    from recognition_sums s
    left join departments giver on giver.id = s.giver_department_id
    left join departments receiver on receiver.id = s.recipient_department_id
    where month = $1 and amount > 0
)
"""
SINGLE = """
select measure, amount from of_people where key = ''
union all
select measure, amount from of_recognitions where key = '' and measure <> 'pair'
"""
GROUPS = f"""
select s.measure as dimension, coalesce(d.code, s.key) as key, s.amount as people, coalesce(reached.amount, 0) as reached
from of_people s
left join of_people reached on reached.measure = s.measure || ' reached' and reached.key = s.key
left join departments d on s.measure = 'area' and d.id::text = s.key
where s.measure in ('area', 'shift', 'site') and s.amount >= {SMALLEST_GROUP}
order by s.measure collate "C", coalesce(d.code, s.key) collate "C"
"""
STAGES = """
select key as stage, sum(amount) as recognitions, (select amount from of_recognitions where measure = 'tagged') as tagged
from of_recognitions where measure = 'stage' group by key order by key collate "C"
"""
STRONGEST = f"""
select giver_department, receiver_department, amount as recognitions
from of_recognitions where measure = 'pair' and is_between
order by amount desc, giver_department collate "C", receiver_department collate "C" limit {PAIRS_SHOWN}
"""
SILENT = f"""
select giver.code as giver_department, receiver.code as receiver_department, sum(s.amount) as recognitions
from recognition_sums s
join departments giver on giver.id = s.giver_department_id
join departments receiver on receiver.id = s.recipient_department_id and receiver.id <> giver.id
where s.month >= ($1::date - interval '{EARLIER_MONTHS} months')::date and s.month < $1 and s.measure = 'pair' and s.amount > 0
  and (giver.code, receiver.code) not in (
      select giver_department, receiver_department from of_recognitions where measure = 'pair' and is_between)
group by giver.code, receiver.code
order by recognitions desc, giver.code collate "C", receiver.code collate "C" limit {PAIRS_SHOWN}
"""
BEHAVIOURS = """
select b.code, b.stage, kudos.amount as kudos, r.amount as recognitions
from of_recognitions r join of_recognitions kudos on kudos.measure = 'kudos of behaviour' and kudos.key = r.key
join behaviours b on b.code = r.key
where r.measure = 'behaviour' order by b.code collate "C"
"""
MATRIX = """
select giver_department, receiver_department, stage, amount as recognitions
from of_recognitions cross join lateral (select case measure when 'pair' then 'any' else key end as stage) named
where measure in ('pair', 'stage')
order by giver_department collate "C" nulls first, receiver_department collate "C" nulls first, stage collate "C"
"""
DIRECTIONS = """
select coalesce(sum(amount) filter (where key = 'up'), 0) as up, coalesce(sum(amount) filter (where key = 'down'), 0) as down,
       coalesce(sum(amount) filter (where key = 'sideways'), 0) as sideways,
       coalesce(sum(amount) filter (where key = 'across'), 0) as across
from of_recognitions where measure = 'direction'
"""
ROLLED_UP = f"""
with {KNOWN}
select json_build_object(
    'time_zone', k.time_zone,
    'single', (select coalesce(json_object_agg(measure, amount), '{{}}') from ({SINGLE}) it),
    'held', array_to_json(array(select json_build_array(key::integer, amount) from of_people where measure = 'held')),
    'stages', array_to_json(array(select row_to_json(it) from ({STAGES}) it)),
    'groups', array_to_json(array(select row_to_json(it) from ({GROUPS}) it)),
    'strongest', array_to_json(array(select row_to_json(it) from ({STRONGEST}) it)),
    'silent', array_to_json(array(select row_to_json(it) from ({SILENT}) it)),
    'behaviours', array_to_json(array(select row_to_json(it) from ({BEHAVIOURS}) it)),
    'matrix', array_to_json(array(select row_to_json(it) from ({MATRIX}) it)),
    'directions', (select row_to_json(it) from ({DIRECTIONS}) it),
    'sections', {COUNTED_SECTIONS})::text
from known k
"""


class Sums(msgspec.Struct, frozen=True):
    """`participants`: who of `people` gave or received."""

    kudos: int
    recognitions: int
    givers: int
    receivers: int
    people: int
    participants: int
    points: int
    boost_points: int


class Breakdown(msgspec.Struct, frozen=True, kw_only=True):
    time_zone: str
    stages: list[StageCount]
    groups: list[Group]
    strongest: list[PairRow]
    silent: list[PairRow]
    behaviours: list[BehaviourRow]
    matrix: list[MatrixRow]
    directions: Directions
    sections: dict[str, list[SectionRow]]


class Recounted(Breakdown, frozen=True, kw_only=True):
    department_known: bool
    totals: Sums
    ratios: Ratios


class RolledUp(Breakdown, frozen=True, kw_only=True):
    """`single`: the sums without a key; `held`: how many individual recognitions how many eligible people received."""

    single: dict[str, int]
    held: list[tuple[int, int]]

    def total(self, measure: str) -> int:
        return self.single.get(measure, 0)

    @property
    def totals(self) -> Sums:
        total = self.total
        return Sums(
            kudos=total("kudos"),
            recognitions=total("recognitions"),
            givers=total("givers"),
            receivers=total("receivers"),
            people=total("people"),
            participants=total("participants"),
            points=total("points"),
            boost_points=total("boost points"),
        )

    @property
    def ratios(self) -> Ratios:
        total = self.total
        eligible, held = total("eligible"), sum(each * people for each, people in self.held)
        return Ratios(
            reach=(total("reached"), eligible),
            giving=(total("gave"), eligible),
            silence=(total("silent"), total("long here")),
            leaders=(total("leading"), total("leaders")),
            density=(held, eligible),
            concentration=(held_by_the_most_recognised(self.held, eligible), held),
            between_areas=(total("between"), total("placed")),
            stages=(total("staged"), total("recognitions")),
            newcomers=(total("welcomed"), total("newcomers")),
        )


_decode_recounted = msgspec.json.Decoder(Recounted).decode
_decode_rolled_up = msgspec.json.Decoder(RolledUp).decode


async def month_report(month: Month, department: str | None = None) -> MonthReport:
    """The figures as they are counted now; `wait_until_read` first. `department`: an area's code, for what that
    area and all below it gave or received. Raises UnknownDepartmentError."""
    if department is None and (rolled_up := await DB.fetch_value(ROLLED_UP, month.first_day, None)):
        return _report(month, None, _decode_rolled_up(rolled_up))
    return await recounted(month, department)


async def recounted(month: Month, department: str | None = None) -> MonthReport:
    """The same from the raw rows of the month."""
    if department is not None and unusable(department):
        raise _unknown(department)
    row = await DB.fetch_value(RECOUNT, month.first_day, department)
    if row is None:
        raise RuntimeError("the database has no organisation yet; run `recognize migrate`")
    counts = _decode_recounted(row)
    if not counts.department_known:
        raise _unknown(department)
    return _report(month, department, counts)


async def counted_months() -> list[Month]:
    """Those that have roll-ups, oldest first."""
    rows = await DB.fetch("select month from counted_months order by month")
    return [Month(row["month"].year, row["month"].month) for row in rows]


def _report(month: Month, department: str | None, counts: Recounted | RolledUp) -> MonthReport:
    figures = Figures(
        definition_version=DEFINITION_VERSION,
        month=str(month),
        time_zone=counts.time_zone,
        department=department,
        totals=_totals(counts.totals),
        headline=headline(counts.ratios, counts.groups),
        stages=[each.row() for each in counts.stages],
        groups=[each.row() for each in counts.groups],
        pairs=Pairs(strongest=counts.strongest, silent=counts.silent),
        behaviours=counts.behaviours,
        matrix=counts.matrix,
        directions=counts.directions,
        sections=sections(counts.sections, counts.matrix),
    )
    return sealed(figures)


def _unknown(department: str | None) -> UnknownDepartmentError:
    return UnknownDepartmentError(f"no department has the code {department!r}")


def _totals(sums: Sums) -> Totals:
    return Totals(
        kudos=sums.kudos,
        recognitions=sums.recognitions,
        givers=sums.givers,
        receivers=sums.receivers,
        people=sums.people,
        participation_percent=percent(sums.participants, sums.people),
        points=sums.points,
        boost_points=sums.boost_points,
    )
