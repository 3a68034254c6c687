"""How far people and areas are, counted from what they gave, and from the wins in which they took part, in a month."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple
from uuid import UUID

import msgspec
from asyncpg import Record

from recognize.challenges.schemas import ChallengePage
from recognize.kudos.items import WALL_NAME
from recognize.lib.database import DB

FEWEST_PEOPLE = 5  # of an area with goals: in a smaller one its count would tell who does not give

# What somebody has done already is not counted again.
_UNDONE = """and not exists (
        select from challenges_done d where d.challenge = c.code and d.month = m.first_day and d.person_id = who.id)"""
# What people of `who (id)` gave in the months of `month (first_day)`, once for each running challenge of the scope whose
# conditions it meets.
_MATCHED = """
tasks as materialized (
    select who.id as person_id, m.first_day, c.*
    from who cross join month m join challenges c on c.runs and c.scope = '{scope}' {open}
), matched as (
    select t.code, t.counts, t.first_day as month, r.giver_id, r.kudos_id, r.recipient_id, r.recipient_department_id, r.day,
           b.code as behaviour, nullif(b.stage, 'every-moment') as stage
    from tasks t
    join recognitions r on t.win is null and r.giver_id = t.person_id
        and (r.is_named or t.counts in ('stages', 'behaviours', 'weeks'))
        and r.day >= t.first_day and r.day < (t.first_day + interval '1 month')::date
        and (t.directions = '{{}}' or r.direction = any(t.directions))
        and (not t.other_area or r.recipient_department_id <> r.giver_department_id)
        and (t.not_thanked_days is null or not exists (
            select from recognitions e where e.recipient_id = r.recipient_id and e.giver_id = r.giver_id and e.is_named
            and e.day < r.day and e.day >= r.day - t.not_thanked_days))
    join behaviours b on b.code = any(r.behaviours)
        and (t.behaviours = '{{}}' or b.code = any(t.behaviours)) and (t.stages = '{{}}' or b.stage = any(t.stages))
)
"""
# Wins that everybody may see, in which somebody took part and, where it is asked for, somebody of another area of that day.
_AREA_OF_DAY = """(
    select h.department_id from department_history h
    where h.person_id = {person} and h.since <= at.day order by h.since desc limit 1)"""
_TOOK_PART_IN_WINS = f"""
select t.code, t.first_day, t.person_id, count(*)
from tasks t join win_participants own on own.person_id = t.person_id and not own.quiet
join wins w on w.id = own.win_id and w.kind = t.win and w.visibility = 'public' and w.withdrawn_at is null and w.hidden_at is null
cross join organisation o
cross join lateral (select (w.shared_at at time zone o.time_zone)::date as day) at
where at.day >= t.first_day and at.day < (t.first_day + interval '1 month')::date
and (not t.other_area or exists (
    select from win_participants other
    where other.win_id = w.id and {_AREA_OF_DAY.format(person="other.person_id")} <> {_AREA_OF_DAY.format(person="own.person_id")}))
group by t.code, t.first_day, t.person_id
"""
_COUNTED = """
{matched}, counted as (
    select code, month, giver_id as person_id, case counts
        when 'recognitions' then count(distinct (kudos_id, recipient_id)) when 'people' then count(distinct recipient_id)
        when 'areas' then count(distinct recipient_department_id) when 'stages' then count(distinct stage)
        when 'behaviours' then count(distinct behaviour) else count(distinct date_trunc('week', day)) end as count
    from matched group by code, counts, month, giver_id
    union all
    {wins}
)
"""
# Who of an area has done their part at least once.
_MEMBERS = """
select p.id, p.department_id from people p
where p.department_id in ({areas}) and p.kind = 'employee' and p.status = 'active'
"""
_TOOK_PART = f"""
{_MATCHED.format(scope="area", open="")}, sizes as (
    select department_id, count(*) as people from who group by 1 having count(*) >= {FEWEST_PEOPLE}
), counted as (
    select m.code, m.month, w.department_id, count(distinct m.giver_id) as count
    from matched m join who w on w.id = m.giver_id group by 1, 2, 3
)
"""
DUE = f"""
with month as (select unnest($2::date[]) as first_day), who as (select unnest($1::uuid[]) as id), {_COUNTED.format(wins=_TOOK_PART_IN_WINS, matched=_MATCHED.format(scope="person", open=_UNDONE))}
select k.code, k.month, k.person_id from counted k join challenges c using (code) where k.count >= c.goal
"""
# Of areas that still have a challenge to do.
_BUSY_AREAS = """
select g.department_id from people g join month m on true join challenges c on c.runs and c.scope = 'area'
where g.id = any($1::uuid[]) and not exists (
    select from area_challenges_done t
    where t.challenge = c.code and t.month = m.first_day and t.department_id = g.department_id)
"""
AREAS_DUE = f"""
with month as (select unnest($2::date[]) as first_day),
who as ({_MEMBERS.format(areas=_BUSY_AREAS)}), {_TOOK_PART}
select k.code, k.month, k.department_id from counted k join challenges c using (code) join sizes s using (department_id)
where k.count * 100 >= c.goal * s.people
"""
# Givers of these kudos and participants of these wins with the month of each, where it is this month or the one before.
ACTED = """
select distinct did.person_id, date_trunc('month', did.at at time zone o.time_zone)::date as month
from organisation o cross join (
    select giver_id as person_id, given_at as at from kudos where id = any($1::uuid[])
    union all
    select t.person_id, w.shared_at from wins w join win_participants t on t.win_id = w.id where w.id = any($1::uuid[])) did
where did.at at time zone o.time_zone >= date_trunc('month', now() at time zone o.time_zone) - interval '1 month'
"""
ACTED_THIS_MONTH = """
with month as (select date_trunc('month', now() at time zone time_zone)::date as first_day, time_zone from organisation)
select r.giver_id, m.first_day from month m join recognitions r on r.day >= m.first_day
union
select t.person_id, m.first_day
from month m join wins w on w.shared_at >= m.first_day::timestamp at time zone m.time_zone join win_participants t on t.win_id = w.id
"""
# $1 who asks, $2 whether they see those that do not run.
PAGE = f"""
with month as (
    select date_trunc('month', now() at time zone time_zone)::date as first_day, (now() at time zone time_zone)::date as today
    from organisation
), own as (
    with who as (select $1::uuid as id), {_COUNTED.format(wins=_TOOK_PART_IN_WINS, matched=_MATCHED.format(scope="person", open=""))} select code, count from counted
), area as (
    with who as ({_MEMBERS.format(areas="select department_id from people where id = $1::uuid")}), {_TOOK_PART}
    select c.code, s.people, coalesce(k.count, 0) as count
    from sizes s cross join challenges c left join counted k on k.code = c.code and k.department_id = s.department_id
    where c.scope = 'area'
)
select json_build_object(
    'month', to_char(m.first_day, 'YYYY-MM'), 'ends_on', last.day, 'days_left', last.day - m.today,
    'area', (select d.name from people p join departments d on d.id = p.department_id where p.id = $1),
    'challenges', array_to_json(array(
        select json_build_object('code', c.code, 'scope', c.scope, 'icon', c.icon, 'texts', c.texts, 'runs', c.runs,
            'count', case when c.runs and c.scope = 'person' then coalesce(own.count, 0) when c.runs then area.count end,
            'goal', case when c.runs and c.scope = 'person' then c.goal
                         when c.runs then (c.goal * area.people + 99) / 100 end,
            'done_at', case c.scope when 'person' then (
                    select done_at from challenges_done t
                    where t.challenge = c.code and t.month = m.first_day and t.person_id = $1)
                else (
                    select done_at from area_challenges_done t join people p on p.department_id = t.department_id
                    where t.challenge = c.code and t.month = m.first_day and p.id = $1) end)
        from challenges c left join own using (code) left join area using (code)
        where c.runs and (c.scope = 'person' or area.people is not null) or $2 order by c.runs desc, c.place, c.code)))::text
from month m cross join lateral (select (m.first_day + interval '1 month')::date - 1 as day) last
"""

# A scene for walls: who wants fanfare, or whose area, has done a challenge in the last days; the newest first.
WALL_DAYS = 7
WALL_CARDS = 6
_HERE = """
{{topics}} && array(
    with recursive up as (
        select d.id, d.parent_id from departments d where d.id = {area}
        union all select d.id, d.parent_id from departments d join up on d.id = up.parent_id)
    select 'walls:' || id from up union all select 'walls')
"""
CHALLENGES_DONE = f"""
select json_build_object('done', json_agg(json_build_object(
    'name', newest.name, 'is_area', newest.is_area, 'icon', c.icon,
    'challenge', json_build_object('es', c.texts -> 'es' ->> 'name', 'en', c.texts -> 'en' ->> 'name'))
    order by newest.done_at desc, newest.challenge, newest.name))
from (
    select * from (
        select {WALL_NAME.format(p="p")} as name, false as is_area, t.challenge, t.done_at
        from challenges_done t join people p on p.id = t.person_id
        where not t.silent and p.status = 'active' and p.preference = 'fanfare' and {_HERE.format(area="p.department_id")}
        union all
        select d.name, true, t.challenge, t.done_at from area_challenges_done t join departments d on d.id = t.department_id
        where not t.silent and {_HERE.format(area="t.department_id")}) of_both
    where done_at <= {{before}} and done_at > now() - interval '{WALL_DAYS} days'
    order by done_at desc, challenge, name limit {WALL_CARDS}) newest
join challenges c on c.code = newest.challenge
having count(*) > 0
"""

_decode = msgspec.json.Decoder(ChallengePage).decode


class Done(NamedTuple):
    """`who` is a person's or an area's id."""

    challenge: str
    month: date
    who: UUID


async def challenge_page(reader: UUID, *, with_all: bool) -> ChallengePage:
    return _decode(await DB.fetch_value(PAGE, reader, with_all))


async def acted(subjects: Collection[UUID]) -> dict[UUID, set[date]]:
    """Who gave these kudos or took part in these wins, with the months, of this one and the one before."""
    return _by_person(await DB.fetch(ACTED, list(subjects)))


async def acted_this_month() -> dict[UUID, set[date]]:
    return _by_person(await DB.fetch(ACTED_THIS_MONTH))


def _by_person(rows: list[Record]) -> dict[UUID, set[date]]:
    months: dict[UUID, set[date]] = {}
    for person, month in rows:
        months.setdefault(person, set()).add(month)
    return months


async def due(people: Collection[UUID], months: Collection[date]) -> tuple[list[Done], list[Done]]:
    """What these people, and what their areas, have reached."""
    personal = await DB.fetch(DUE, list(people), list(months))
    of_areas = await DB.fetch(AREAS_DUE, list(people), list(months))
    return [Done(*row) for row in personal], [Done(*row) for row in of_areas]
