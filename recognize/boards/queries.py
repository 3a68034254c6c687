"""Boards are read from totals that a reader keeps, so a read costs the same however long the history is."""

from collections.abc import Collection
from uuid import UUID

import msgspec

from recognize.boards.errors import BoardOffError, UnknownBoardFilterError
from recognize.boards.schemas import Choice, Leaderboard
from recognize.lib.database import DB
from recognize.lib.text import unusable

PLACES = 5
MOST_NAMES = 20  # of people who share places; a group that does not fit is counted and not named

# Wants `organisation o`. The database's clock and the organisation's zone say which day it is.
STARTS = """
lateral (values ('week', date_trunc('week', now() at time zone o.time_zone)::date),
        ('month', date_trunc('month', now() at time zone o.time_zone)::date),
        ('quarter', date_trunc('quarter', now() at time zone o.time_zone)::date),
        ('year', date_trunc('year', now() at time zone o.time_zone)::date),
        ('all', null)) as start (period, day)
"""
BOARD = "concat_ws(' ', {measure}, start.period, start.day, nullif({behaviour}, ''))"
IS_LISTED = "p.on_boards and p.kind = 'employee' and p.status <> 'left' and p.preference is distinct from 'quiet'"

_BEST = f"""
select b.person_id, b.count from board_totals b join people p on p.id = b.person_id
where b.board = (select board from chosen) and b.listed and {IS_LISTED} {{within}}
order by b.count desc, b.person_id limit {MOST_NAMES + 1}
"""
_IN_EACH_AREA = f"""
select each.* from here cross join lateral ({_BEST.format(within="and b.department_id = here.id")}) each
order by each.count desc, each.person_id limit {MOST_NAMES + 1}
"""
_AHEAD = """
select count(*) from board_totals b
where b.board = (select board from chosen) and b.listed and b.count > {mine} {within}
"""
# $1 measure, $2 period, $3 behaviour, $4 who asks, $5 an area's code, where there is one.
_LEADERBOARD = f"""
with recursive chosen as (
    select start.day, {BOARD.format(measure="$1::text", behaviour="$3::text")} as board
    from organisation o cross join {STARTS} where start.period = $2
), here as (
    select id from departments where code = $5::text
    union select d.id from departments d join here on d.parent_id = here.id
), best as ({{best}}
), placed as (
    select best.*, rank() over (order by best.count desc) as place from best
), named as (
    select * from placed where place <= {PLACES}
       and ((select count(*) from best) <= {MOST_NAMES} or count > (select min(count) from best))
), own as (
    select coalesce(b.count, 0) as count, coalesce(b.listed, false) as counts, {IS_LISTED} as listed
    from people p left join board_totals b on b.person_id = p.id and b.board = (select board from chosen)
    where p.id = $4::uuid
)
select json_build_object(
    'period', $2::text, 'by', $1::text, 'starts_on', (select day from chosen),
    'entries', array_to_json(array(
        select json_build_object('place', n.place, 'count', n.count, 'who', json_build_object(
            'id', p.id, 'handle', p.handle, 'name', coalesce(p.preferred_name, p.name), 'department', d.code))
        from named n join people p on p.id = n.person_id left join departments d on d.id = p.department_id
        order by n.place, p.sort_key, p.id)),
    'shared', (select json_build_object('place', place, 'count', count) from placed
               where place <= {PLACES} and person_id not in (select person_id from named) limit 1),
    'mine', (select json_build_object('count', own.count, 'listed', own.listed,
                 'place', case when own.counts and own.listed then 1 + ({{ahead}}) end) from own))::text
"""
LEADERBOARD = _LEADERBOARD.format(best=_BEST.format(within=""), ahead=_AHEAD.format(mine="own.count", within=""))
LEADERBOARD_OF_AREA = _LEADERBOARD.format(
    best=_IN_EACH_AREA,
    ahead=_AHEAD.format(mine="own.count", within="and b.department_id in (select id from here)"),
)
# Of areas, where an administrator has turned that on: read from the recognitions of the period, by the areas of their day.
_COUNT_OF_AREA = {
    "reach": ("giver_department_id", "count(distinct r.recipient_id) filter (where r.is_named)"),
    "areas": ("giver_department_id", "count(distinct r.recipient_department_id) filter (where r.is_named)"),
    "given": ("giver_department_id", "count(*) filter (where r.is_named)"),
    "received": ("recipient_department_id", "count(*)"),
}
LEADERBOARD_OF_AREAS = f"""
with recursive chosen as (
    select start.day from organisation o cross join {STARTS} where start.period = $2
), here as (
    select id from departments where $4::text is null or code = $4
    union select d.id from departments d join here on d.parent_id = here.id
), placed as (
    select d.code, d.name, {{count}} as count, rank() over (order by {{count}} desc) as place
    from recognitions r join departments d on d.id = r.{{area}} join here using (id)
    where r.day >= coalesce((select day from chosen), '-infinity') and ($3::text = '' or $3 = any(r.behaviours))
    group by d.id having {{count}} > 0
)
select json_build_object(
    'period', $2::text, 'by', $1::text, 'starts_on', (select day from chosen),
    'entries', array_to_json(array(
        select json_build_object('place', place, 'count', count, 'who', json_build_object(
            'id', null, 'handle', null, 'name', name, 'department', code))
        from placed where place <= {PLACES} order by place, code collate "C" limit {MOST_NAMES})),
    'shared', null, 'mine', null)::text
"""
KNOWN = """
select o.boards_received, o.boards_departments,
       $1::text is null or exists (select from departments where code = $1) as area_known,
       $2::text = '' or exists (select from behaviours where code = $2) as behaviour_known
from organisation o
"""

# What the boards count of these people, each measure by period and behaviour. Who was thanked last on a day of a period was
# thanked in it, so one pass counts the distinct ones of all periods.
TOTALS = f"""
with starts as (
    select max(day) filter (where period = 'week') as week, max(day) filter (where period = 'month') as month,
           max(day) filter (where period = 'quarter') as quarter, max(day) filter (where period = 'year') as year
    from organisation o cross join {STARTS}
), given as materialized (
    select r.giver_id as person_id, r.recipient_id, r.recipient_department_id as area_id, r.day, named.behaviour
    from recognitions r cross join lateral unnest(r.behaviours || ''::text) as named (behaviour)
    where r.is_named and r.giver_id {{these}}
), counted as (
    select person_id, 'reach' as measure, behaviour, max(day) as day
    from given group by person_id, behaviour, recipient_id
    union all
    select person_id, 'areas', behaviour, max(day) from given where area_id is not null group by person_id, behaviour, area_id
    union all
    select person_id, 'given', behaviour, day from given
    union all
    select r.recipient_id, 'received', named.behaviour, r.day
    from organisation o join recognitions r on o.boards_received
    cross join lateral unnest(r.behaviours || ''::text) as named (behaviour) where r.recipient_id {{these}}
), summed as (
    select person_id, measure, behaviour,
           count(*) filter (where day >= week) as week, count(*) filter (where day >= month) as month,
           count(*) filter (where day >= quarter) as quarter, count(*) filter (where day >= year) as year, count(*) as always
    from counted cross join starts group by 1, 2, 3
)
select p.id as person_id, {BOARD.format(measure="s.measure", behaviour="s.behaviour")} as board, it.count, p.department_id,
       {IS_LISTED} as listed
from summed s join people p on p.id = s.person_id
cross join organisation o cross join {STARTS} cross join lateral (
    select case start.period when 'week' then s.week when 'month' then s.month when 'quarter' then s.quarter
           when 'year' then s.year else s.always end as count) it
where it.count > 0 and p.kind = 'employee'
"""
TOTALS_OF, TOTALS_OF_ALL = TOTALS.format(these="= any($1::uuid[])"), TOTALS.format(these="is not null")

# Whose totals may have changed: givers and recipients of $1, the people $2, and whoever has thanked somebody of $3, as these
# are in another area now.
TOUCHED = """
select giver_id as id from kudos where id = any($1::uuid[])
union select person_id from kudos_recipients where kudos_id = any($1::uuid[])
union select unnest($2::uuid[])
union select giver_id from pairs where recipient_id = any($3::uuid[])
"""

_decode = msgspec.json.Decoder(Leaderboard).decode


async def leaderboard(reader: UUID, chosen: Choice) -> Leaderboard:
    """Raises BoardOffError and UnknownBoardFilterError."""
    await _refuse_what_is_not_there(chosen)
    filters = (chosen.by, chosen.period, chosen.behaviour)
    if chosen.of == "departments":
        area, count = _COUNT_OF_AREA[chosen.by]
        statement = LEADERBOARD_OF_AREAS.format(area=area, count=count)
        return _decode(await DB.fetch_value(statement, *filters, chosen.department))
    statement = LEADERBOARD_OF_AREA if chosen.department else LEADERBOARD
    return _decode(await DB.fetch_value(statement, *filters, reader, chosen.department))


async def _refuse_what_is_not_there(chosen: Choice) -> None:
    if unusable(chosen.department or "") or unusable(chosen.behaviour):
        raise UnknownBoardFilterError
    known = await DB.fetch_row(KNOWN, chosen.department, chosen.behaviour)
    if known is None:
        raise RuntimeError("the database has no organisation yet; run `recognize migrate`")
    if chosen.by == "received" and not known["boards_received"]:
        raise BoardOffError
    if chosen.of == "departments" and not known["boards_departments"]:
        raise BoardOffError
    if not (known["area_known"] and known["behaviour_known"]):
        raise UnknownBoardFilterError


async def touched(kudos: Collection[UUID], people: Collection[UUID], moved: Collection[UUID]) -> list[UUID]:
    return [row["id"] for row in await DB.fetch(TOUCHED, list(kudos), list(people), list(moved))]
