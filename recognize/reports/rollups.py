"""What the figures of a month ask of each person, a row for each, and the sums of these rows. See decision 18.

Evaluated by state: whoever may count otherwise than the rows say is looked at, and the sums move by the difference.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from asyncpg import Record

from recognize.lib.database import DB
from recognize.reports.headline import HIRE_DAYS, LONG_TENURE_DAYS, SILENT_DAYS, TENURE_DAYS

Pair = tuple[date, UUID]

ROW = """
month, person_id, department_id, manager_id, held, is_employed, is_present, is_eligible, is_long_here, is_leader, is_newcomer,
has_given, has_received, has_led, is_reached, is_heard, is_welcomed, site, shift
"""
# Who was individually recognised on days of the 90 that end with the month, or up to their 60th day.
HEARD = f"""
exists (select from standing_recognitions r where r.recipient_id = {{person}}.id and r.is_individual
        and r.day > {{last_day}} - {SILENT_DAYS} and r.day <= {{last_day}})
"""
WELCOMED = f"""
exists (select from standing_recognitions r where r.recipient_id = {{person}}.id and r.is_individual
        and r.day >= {{person}}.hired_on and r.day <= {{person}}.hired_on + {HIRE_DAYS})
"""
# What people are in a month, whatever they gave and received. `present` are the employees who are active on its last day. Without
# a day of hiring they have been here since their first appearance, or since somebody entered them; employed they are from their
# appearance.
STANDING = f"""
select q.month, p.id, p.hired_on, case when kept.month is null then p.site else kept.site end as site,
       case when kept.month is null then p.shift else kept.shift end as shift, case when base.is_present then area.department_id end as department_id,
       case when base.is_present then boss.manager_id end as manager_id, base.is_employed, base.is_present,
       base.is_present and m.last_day - came.here_since >= {TENURE_DAYS} as is_eligible,
       base.is_present and m.last_day - came.here_since >= {LONG_TENURE_DAYS} as is_long_here,
       base.is_present and exists (
           select from manager_history h where h.manager_id = p.id and p.id = (
               select t.manager_id from month_people t where t.month = q.month and t.person_id = h.person_id)) as is_leader,
       coalesce(p.kind = 'employee' and p.hired_on + {HIRE_DAYS} between q.month and m.last_day
                and was.status_as_new is distinct from 'left', false) as is_newcomer
from pairs q
join people p on p.id = q.person_id
left join month_places kept on kept.month = q.month and kept.person_id = p.id
join zone_spans z on p.created_at >= z.begins and p.created_at < z.ends
left join appearances a on a.person_id = p.id
cross join lateral (select (q.month + interval '1 month')::date - 1 as last_day) m
cross join lateral (
    select coalesce(p.hired_on, a.first_on) as appeared_on,
           coalesce(p.hired_on, least(a.first_on, greatest(least((p.created_at at time zone z.time_zone)::date, z.until - 1), z.since))) as here_since
) came
cross join lateral (
    select coalesce(max(s.status) filter (where s.since <= m.last_day and s.until > m.last_day), 'active') as status,
           max(s.status) filter (where s.since <= p.hired_on + {HIRE_DAYS} and s.until > p.hired_on + {HIRE_DAYS}) as status_as_new,
           coalesce(bool_or(s.status <> 'left' and greatest(s.since, came.appeared_on, q.month) < least(s.until, m.last_day + 1)),
                    true) as has_worked
    from status_spans s where s.person_id = p.id
) was
cross join lateral (
    select coalesce(p.kind = 'employee' and came.appeared_on <= m.last_day and was.has_worked, false) as is_employed,
           p.kind = 'employee' and came.here_since <= m.last_day and was.status = 'active' as is_present
) base
left join department_spans area on area.person_id = p.id and area.since <= m.last_day and area.until > m.last_day
left join manager_spans boss on boss.person_id = p.id and boss.since <= m.last_day and boss.until > m.last_day
"""
# The same as it was counted: a kudos changes nothing of it.
STOOD = """
select t.month, p.id, p.hired_on, t.site, t.shift, t.department_id, t.manager_id, t.is_employed, t.is_present, t.is_eligible,
       t.is_long_here, t.is_leader, t.is_newcomer
from pairs q join month_people t using (month, person_id) join people p on p.id = t.person_id
"""
FACTS = f"""
select b.month, b.id as person_id, b.department_id, b.manager_id, received.held::integer, b.is_employed, b.is_present, b.is_eligible,
       b.is_long_here, b.is_leader, b.is_newcomer, given.has_given, received.has_received, given.has_led, received.is_reached,
       b.is_long_here and (received.held > 0 or {HEARD.format(person="b", last_day="m.last_day")}) as is_heard,
       b.is_newcomer and {WELCOMED.format(person="b")} as is_welcomed, b.site, b.shift
from base b
cross join lateral (select (b.month + interval '1 month')::date - 1 as last_day) m
cross join lateral (
    select count(*) > 0 as has_received, count(*) filter (where r.is_individual) as held,
           coalesce(bool_or(r.is_individual and not r.is_discreet), false) as is_reached
    from standing_recognitions r where r.recipient_id = b.id and r.day between b.month and m.last_day
) received
cross join lateral (
    select count(*) > 0 as has_given, coalesce(bool_or(r.is_of_report), false) as has_led
    from standing_recognitions r where r.giver_id = b.id and r.day between b.month and m.last_day
) given
where b.is_employed or b.is_present or b.is_newcomer or given.has_given or received.has_received
"""
# The one place that says in which sums of its month a row counts.
KEYS = """
select r.month, counted.measure, counted.key, {amount} as amount
from {rows} r
cross join lateral (values
    ('people', '', r.is_employed),
    ('participants', '', r.is_employed and (r.has_given or r.has_received)),
    ('givers', '', r.has_given),
    ('receivers', '', r.has_received),
    ('eligible', '', r.is_eligible),
    ('reached', '', r.is_eligible and r.held > 0),
    ('gave', '', r.is_eligible and r.has_given),
    ('long here', '', r.is_long_here),
    ('silent', '', r.is_long_here and not r.is_heard),
    ('leaders', '', r.is_leader),
    ('leading', '', r.is_leader and r.has_led),
    ('newcomers', '', r.is_newcomer),
    ('welcomed', '', r.is_welcomed),
    ('held', r.held::text, r.is_eligible and r.held > 0),
    ('area', r.department_id::text, r.is_eligible and r.department_id is not null),
    ('area reached', r.department_id::text, r.is_eligible and r.department_id is not null and r.is_reached),
    ('shift', r.shift, r.is_eligible and r.shift is not null),
    ('shift reached', r.shift, r.is_eligible and r.shift is not null and r.is_reached),
    ('site', r.site, r.is_eligible and r.site is not null),
    ('site reached', r.site, r.is_eligible and r.site is not null and r.is_reached)
) counted (measure, key, counts)
where counted.counts
"""
ADD_TO_SUMS = """
insert into month_sums as s (month, measure, key, amount)
select month, measure, key, sum(amount) from ({amounts}) difference group by 1, 2, 3 having sum(amount) <> 0
on conflict (month, measure, key) do update set amount = s.amount + excluded.amount
"""
# A manager of somebody who came, left or changed over may lead now, or no longer.
_KEEP = f"""
with pairs as materialized ({{pairs}}
), base as materialized ({{base}}
), facts as materialized ({FACTS}
), kept as materialized (
    select {ROW} from month_people join pairs using (month, person_id)
), fresh as materialized (
    select * from facts except select * from kept
), stale as materialized (
    select * from kept except select * from facts
), differing as materialized (
    select 1 as sign, * from fresh union all select -1, * from stale
), written as (
    insert into month_people as old ({ROW}) select * from fresh
    on conflict (month, person_id) do update set ({ROW}) = row(excluded.*)
), gone as (
    delete from month_people old using stale
    where (old.month, old.person_id) = (stale.month, stale.person_id)
      and not exists (select from fresh where (fresh.month, fresh.person_id) = (old.month, old.person_id))
), summed as (
    {ADD_TO_SUMS.format(amounts=KEYS.format(rows="differing", amount="r.sign"))}
)
select distinct month, manager_id from (
    select month, person_id, manager_id from differing where manager_id is not null group by 1, 2, 3 having sum(sign) <> 0) led
"""
_PAIRS = "select distinct month, person_id from unnest($1::date[], $2::uuid[]) as pair (month, person_id)"
KEEP = _KEEP.format(pairs=_PAIRS, base=STANDING)
KEEP_COUNTS = _KEEP.format(pairs=_PAIRS, base=STOOD)
# Who was not there yet has no row.
KEEP_EVERYBODY = _KEEP.format(
    pairs="""
    select $1::date as month, p.id as person_id from people p left join appearances a on a.person_id = p.id
    where least(p.hired_on, a.first_on, p.created_at::date - 1) < ($1::date + interval '1 month')::date
    """,
    base=STANDING,
)


async def keep(pairs: Collection[Pair]) -> None:
    """Count these people in these months as the facts have them now."""
    if pairs:
        await _keep_leaders(await DB.fetch(KEEP, *_columns(pairs)))


async def keep_counts(pairs: Collection[Pair]) -> None:
    """Who has a row, and has given or received otherwise."""
    if pairs:
        await DB.fetch(KEEP_COUNTS, *_columns(pairs))


async def keep_everybody(month: date) -> None:
    await _keep_leaders(await DB.fetch(KEEP_EVERYBODY, month))


async def _keep_leaders(leaders: list[Record]) -> None:
    """Whether somebody leads is read from the rows of the others, so it is looked at after these are written."""
    await DB.fetch(KEEP, *_columns([(row["month"], row["manager_id"]) for row in leaders]))


def _columns(pairs: Collection[Pair]) -> tuple[list[date], list[UUID]]:
    return [month for month, _ in pairs], [person for _, person in pairs]
