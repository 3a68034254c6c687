"""The figures of a month, counted from the raw rows in one statement, so that all of them are of one moment."""

from datetime import date

import msgspec

from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.lib.text import unusable
from recognize.reports.errors import UnknownDepartmentError
from recognize.reports.export import sealed
from recognize.reports.headline import (
    BASE,
    FIGURES,
    GROUPS,
    INDIVIDUAL,
    SILENT,
    STAGES,
    STRONGEST,
    Group,
    Ratios,
    StageCount,
    headline,
    percent,
)
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

# $1 the month's first day, $2 a department's code or null for the whole organisation. `earliest` leaves a day to who looks back by
# local days.
MONTH = """
month as (
    select b.time_zone, $1::date as first_day, ($1::date + interval '1 month')::date as next_first_day,
           b.starts_at, b.starts_at - interval '1 day' as earliest, b.ends_at as latest
    from month_bounds($1) b
), area as (
    select id from departments where code = $2
    union select d.id from departments d join area on d.parent_id = area.id
)
"""
# `discreet`: counts in the totals of the organisation only.
RECOGNITIONS = f"""
recognitions as (
    select k.id as kudos_id, k.giver_id, r.person_id as receiver_id, local.day, r.points,
           k.visibility = 'private' or r.quiet as discreet, {INDIVIDUAL} as is_individual
    from month m
    join kudos k on k.given_at >= m.starts_at and k.given_at < m.latest and k.withdrawn_at is null and k.hidden_at is null
    cross join lateral (
        select greatest(m.first_day, least(m.next_first_day - 1, (k.given_at at time zone m.time_zone)::date)) as day) local
    join kudos_recipients r on r.kudos_id = k.id
)
"""
# Where people stood on the days that concern them, and everybody above them. A circle of managers ends by `union`.
STANDINGS = """
standings as (
    select p.id, p.day,
           (select h.department_id from department_history h
            where h.person_id = p.id and h.since <= p.day order by h.since desc limit 1) as department_id,
           (select h.manager_id from manager_history h
            where h.person_id = p.id and h.since <= p.day order by h.since desc limit 1) as manager_id
    from (select giver_id as id, day from recognitions union select receiver_id, day from recognitions) p
), chains as (
    select id, day, manager_id as above from standings where manager_id is not null
    union
    select c.id, c.day, m.manager_id
    from chains c cross join lateral (
        select h.manager_id from manager_history h
        where h.person_id = c.above and h.since <= c.day order by h.since desc limit 1) m
    where m.manager_id is not null
)
"""
COUNTED = """
counted as materialized (
    select r.*, giver.department_id as giver_department_id, receiver.department_id as receiver_department_id,
           case when up.above is not null then 'up'
                when down.above is not null then 'down'
                when giver.manager_id = receiver.manager_id then 'sideways'
                else 'across' end as direction
    from recognitions r
    join standings giver on giver.id = r.giver_id and giver.day = r.day
    join standings receiver on receiver.id = r.receiver_id and receiver.day = r.day
    left join chains up on up.id = r.giver_id and up.day = r.day and up.above = r.receiver_id
    left join chains down on down.id = r.receiver_id and down.day = r.day and down.above = r.giver_id
    where $2::text is null
       or not r.discreet and (giver.department_id in (select id from area)
                              or receiver.department_id in (select id from area))
), open as (
    select * from counted where not discreet
)
"""
# Employed is from being hired, or else from the first appearance, to the day before having left; `last_day` is the last
# such day of the month. Discreet recognitions must not show in an area's report, not even as somebody's appearance. The
# appearances take a look at all that was ever given, so nobody looks where everybody's day of hiring is known.
EMPLOYED = """
appearances as (
    select who.id, min(k.given_at) as first_at
    from month m
    join kudos k on k.given_at < m.latest and k.withdrawn_at is null and k.hidden_at is null
    join kudos_recipients r on r.kudos_id = k.id
    cross join lateral (values (k.giver_id), (r.person_id)) who (id)
    where ($2::text is null or not (k.visibility = 'private' or r.quiet))
      and exists (select from people where hired_on is null and kind = 'employee')
    group by who.id
), starts as (
    select p.id, coalesce(p.hired_on, (a.first_at at time zone m.time_zone)::date) as day
    from month m cross join people p left join appearances a on a.id = p.id
    where p.kind = 'employee'
), spans as (
    select person_id, status, since, lead(since, 1, 'infinity') over (partition by person_id order by since) as until
    from status_history
), employed as (
    select s.id, max(least(span.until, m.next_first_day)) - 1 as last_day
    from month m join starts s on s.day < m.next_first_day
    left join spans span on span.person_id = s.id
    where span.status is distinct from 'left'
      and greatest(s.day, span.since, m.first_day) < least(span.until, m.next_first_day)
    group by s.id
), members as (
    select e.id from employed e
    where $2::text is null or exists (
        select from (select h.department_id from department_history h
                     where h.person_id = e.id and h.since <= e.last_day order by h.since desc limit 1) d
        join area on area.id = d.department_id)
)
"""
# By the month of the boost. Of an area: what its people gave or received, and nothing discreet.
BOOSTED = """
boosted as (
    select l.points from month m
    join ledger l on l.month = m.first_day and l.reason = 'boost'
    join kudos k on k.id = l.kudos_id and k.withdrawn_at is null and k.hidden_at is null
    join kudos_recipients r on r.kudos_id = k.id and r.person_id = l.recipient_id
    where $2::text is null or not (k.visibility = 'private' or r.quiet) and exists (
        select from (values (l.giver_id), (l.recipient_id)) who (id)
        cross join lateral (
            select h.department_id from department_history h
            where h.person_id = who.id and h.since <= (l.at at time zone m.time_zone)::date order by h.since desc limit 1) d
        join area on area.id = d.department_id)
)
"""
TOTALS = """
select count(distinct kudos_id) as kudos, count(*) as recognitions,
       count(distinct giver_id) as givers, count(distinct receiver_id) as receivers,
       (select count(*) from members) as people,
       (select count(*) from members where id in (select giver_id from counted union select receiver_id from counted))
           as participants,
       coalesce(sum(points), 0) as points, (select coalesce(sum(points), 0) from boosted) as boost_points
from counted
"""
BEHAVIOURS = """
select b.code, b.stage, count(distinct o.kudos_id) as kudos, count(*) as recognitions
from open o join kudos_behaviours named on named.kudos_id = o.kudos_id join behaviours b on b.code = named.behaviour
group by b.code order by b.code collate "C"
"""
MATRIX = """
select giver.code as giver_department, receiver.code as receiver_department, staged.stage, count(*) as recognitions
from (
    select distinct o.kudos_id, o.receiver_id, o.giver_department_id, o.receiver_department_id, b.stage
    from open o join kudos_behaviours named on named.kudos_id = o.kudos_id join behaviours b on b.code = named.behaviour
    where b.stage <> 'every-moment'
    union all
    select kudos_id, receiver_id, giver_department_id, receiver_department_id, 'any' from open
) staged
left join departments giver on giver.id = staged.giver_department_id
left join departments receiver on receiver.id = staged.receiver_department_id
group by giver.code, receiver.code, staged.stage
order by giver.code collate "C" nulls first, receiver.code collate "C" nulls first, staged.stage collate "C"
"""
DIRECTIONS = """
select count(*) filter (where direction = 'up') as up,
       count(*) filter (where direction = 'down') as down,
       count(*) filter (where direction = 'sideways') as sideways,
       count(*) filter (where direction = 'across') as across
from open
"""
COUNTS = f"""
with recursive {MONTH}, {RECOGNITIONS}, {STANDINGS}, {COUNTED}, {EMPLOYED}, {BOOSTED}, {BASE}
select json_build_object(
    'time_zone', m.time_zone,
    'department_known', $2::text is null or exists (select from area),
    'totals', (select row_to_json(it) from ({TOTALS}) it),
    'ratios', (select row_to_json(it) from ({FIGURES}) it),
    'stages', array_to_json(array(select row_to_json(it) from ({STAGES}) it)),
    'groups', array_to_json(array(select row_to_json(it) from ({GROUPS}) it)),
    'strongest', array_to_json(array(select row_to_json(it) from ({STRONGEST}) it)),
    'silent', array_to_json(array(select row_to_json(it) from ({SILENT}) it)),
    'behaviours', array_to_json(array(select row_to_json(it) from ({BEHAVIOURS}) it)),
    'matrix', array_to_json(array(select row_to_json(it) from ({MATRIX}) it)),
    'directions', (select row_to_json(it) from ({DIRECTIONS}) it),
    'sections', {COUNTED_SECTIONS})::text
from month m
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


class Counts(msgspec.Struct, frozen=True):
    time_zone: str
    department_known: bool
    totals: Sums
    ratios: Ratios
    stages: list[StageCount]
    groups: list[Group]
    strongest: list[PairRow]
    silent: list[PairRow]
    behaviours: list[BehaviourRow]
    matrix: list[MatrixRow]
    directions: Directions
    sections: dict[str, list[SectionRow]]


_decode = msgspec.json.Decoder(Counts).decode


async def month_report(month: Month, department: str | None = None) -> MonthReport:
    """The figures as the database has them now; `wait_until_read` first. `department`: an area's code, for what that
    area and all below it gave or received. Raises UnknownDepartmentError."""
    if department is not None and unusable(department):
        raise _unknown(department)
    counts = await _counts(month.first_day, department)
    if not counts.department_known:
        raise _unknown(department)
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


async def _counts(first_day: date, department: str | None) -> Counts:
    row = await DB.fetch_value(COUNTS, first_day, department)
    if row is None:
        raise RuntimeError("the database has no organisation yet; run `recognize migrate`")
    return _decode(row)


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
