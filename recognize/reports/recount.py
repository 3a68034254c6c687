"""A month counted from its raw rows in one statement: what the roll-ups must agree with, and the reports of areas."""

from recognize.reports.days import MONTH
from recognize.reports.headline import (
    HIRE_DAYS,
    LONG_TENURE_DAYS,
    PAIRS_SHOWN,
    SILENT_DAYS,
    SMALLEST_GROUP,
    TENURE_DAYS,
)
from recognize.reports.sections import COUNTED_SECTIONS
from recognize.tallies.queries import MOST_NAMED

EARLIER_MONTHS = 3  # when a pair of areas was heard that is silent now
_LOOK_BACK_DAYS = HIRE_DAYS + 32  # to the hiring of who reaches that day on the month's first; more than SILENT_DAYS
# In UTC a day wider than the month, for the index. Of $1 itself, so that the planner knows how much lies between them.
_EARLIEST = "($1::date::timestamp at time zone 'UTC' - interval '1 day')"
_LATEST = "(($1::date + interval '1 month') at time zone 'UTC' + interval '1 day')"

INDIVIDUAL = f"""
r.named and (select count(*) from kudos_recipients n where n.kudos_id = k.id and n.named) <= {MOST_NAMED}
"""
# `discreet`: counts in the totals of the organisation only.
RECOGNITIONS = f"""
recognitions as (
    select k.id as kudos_id, k.giver_id, r.person_id as receiver_id, local.day, r.points,
           k.visibility = 'private' or r.quiet as discreet, {INDIVIDUAL} as is_individual
    from month m
    join kudos k on k.given_at >= {_EARLIEST} and k.given_at < {_LATEST} and k.given_at >= m.begins and k.given_at < m.ends
                and k.withdrawn_at is null and k.hidden_at is null
    cross join lateral (select greatest(least((k.given_at at time zone m.time_zone)::date, m.until - 1), m.since) as day) local
    join kudos_recipients r on r.kudos_id = k.id
    where local.day >= m.first_day and local.day < m.next_first_day
)
"""
# Where people stood on the days that concern them, and everybody above them span by span of their managers. A circle of managers ends by `union`.
STANDINGS = """
standings as (
    select p.id, p.day,
           (select h.department_id from department_history h
            where h.person_id = p.id and h.since <= p.day order by h.since desc limit 1) as department_id,
           (select h.manager_id from manager_history h
            where h.person_id = p.id and h.since <= p.day order by h.since desc limit 1) as manager_id
    from (select giver_id as id, day from recognitions union select receiver_id, day from recognitions) p
), bosses as materialized (
    select s.person_id as id, s.manager_id as above, greatest(s.since, m.first_day) as since, least(s.until, m.next_first_day) as until
    from month m join manager_spans s on s.since < m.next_first_day and s.until > m.first_day where s.manager_id is not null
), chains as (
    select * from bosses where id in (select giver_id from recognitions union select receiver_id from recognitions)
    union
    select c.id, b.above, greatest(c.since, b.since), least(c.until, b.until)
    from chains c join bosses b on b.id = c.above and b.since < c.until and b.until > c.since
), up as (
    select distinct r.kudos_id, r.receiver_id from recognitions r
    join chains c on c.id = r.giver_id and c.above = r.receiver_id and r.day >= c.since and r.day < c.until
), down as (
    select distinct r.kudos_id, r.receiver_id from recognitions r
    join chains c on c.id = r.receiver_id and c.above = r.giver_id and r.day >= c.since and r.day < c.until
)
"""
COUNTED = """
counted as materialized (
    select r.*, giver.department_id as giver_department_id, receiver.department_id as receiver_department_id,
           case when up.kudos_id is not null then 'up'
                when down.kudos_id is not null then 'down'
                when giver.manager_id = receiver.manager_id then 'sideways'
                else 'across' end as direction
    from recognitions r
    join standings giver on giver.id = r.giver_id and giver.day = r.day
    join standings receiver on receiver.id = r.receiver_id and receiver.day = r.day
    left join up on up.kudos_id = r.kudos_id and up.receiver_id = r.receiver_id
    left join down on down.kudos_id = r.kudos_id and down.receiver_id = r.receiver_id
    where $2::text is null
       or not r.discreet and (giver.department_id in (select id from area)
                              or receiver.department_id in (select id from area))
), open as (
    select * from counted where not discreet
)
"""
# Employed is from being hired, or else from the first appearance, to the day before having left; `last_day` is the last
# such day of the month. Discreet recognitions must not show in an area's report, not even as somebody's appearance. Appearances
# are kept, so that nobody looks through all that was ever given; `doctor` counts them from it.
EMPLOYED = """
appeared as (
    select person_id as id, case when $2::text is null then first_on else first_openly_on end as day from appearances
), starts as (
    select p.id, coalesce(p.hired_on, a.day) as day from people p left join appeared a on a.id = p.id where p.kind = 'employee'
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
# `present` are the employees who are active on the month's last day. Without a day of hiring they have been here since their first
# appearance, or since somebody entered them.
BASE = f"""
present as materialized (
    select p.id, case when kept.month is null then p.site else kept.site end as site,
           case when kept.month is null then p.shift else kept.shift end as shift,
           d.department_id, boss.manager_id, m.next_first_day - 1 - since.day as tenure_days
    from month m join people p on p.kind = 'employee'
    left join month_places kept on kept.month = m.first_day and kept.person_id = p.id
    left join appeared a on a.id = p.id
    join zone_spans z on p.created_at >= z.begins and p.created_at < z.ends
    cross join lateral (select coalesce(
        p.hired_on, least(a.day, greatest(least((p.created_at at time zone z.time_zone)::date, z.until - 1), z.since))) as day) since
    left join spans s on s.person_id = p.id and s.since < m.next_first_day and s.until >= m.next_first_day
    left join department_spans d on d.person_id = p.id and d.since < m.next_first_day and d.until >= m.next_first_day
    left join manager_spans boss on boss.person_id = p.id and boss.since < m.next_first_day and boss.until >= m.next_first_day
    where since.day < m.next_first_day and coalesce(s.status, 'active') = 'active'
      and ($2::text is null or d.department_id in (select id from area))
), eligible as materialized (
    select * from present where tenure_days >= {TENURE_DAYS}
), leaders as (
    select id from present where id in (select manager_id from present)
), hires as (
    select p.id, p.hired_on from month m join people p on p.kind = 'employee'
    left join spans s on s.person_id = p.id and s.since <= p.hired_on + {HIRE_DAYS} and s.until > p.hired_on + {HIRE_DAYS}
    where p.hired_on + {HIRE_DAYS} >= m.first_day and p.hired_on + {HIRE_DAYS} < m.next_first_day
      and s.status is distinct from 'left'
      and ($2::text is null or p.id in (select id from members))
), thanked as materialized (
    select r.person_id as id, local.day
    from month m
    join kudos k on k.given_at >= {_EARLIEST} - interval '{_LOOK_BACK_DAYS} days' and k.given_at < {_LATEST}
                and k.withdrawn_at is null and k.hidden_at is null
    join zone_spans z on k.given_at >= z.begins and k.given_at < z.ends
    cross join lateral (select greatest(least((k.given_at at time zone z.time_zone)::date, z.until - 1), z.since) as day) local
    join kudos_recipients r on r.kudos_id = k.id and {INDIVIDUAL}
    where local.day < m.next_first_day and ($2::text is null or not (k.visibility = 'private' or r.quiet))
), held as (
    select e.id, count(c.kudos_id) as recognitions
    from eligible e left join counted c on c.receiver_id = e.id and c.is_individual group by e.id
), staged as (
    select c.kudos_id, c.receiver_id, bool_or(b.stage <> 'every-moment') as is_staged
    from counted c left join kudos_behaviours named on named.kudos_id = c.kudos_id
    left join behaviours b on b.code = named.behaviour
    group by c.kudos_id, c.receiver_id
)
"""
# Each is a numerator and a denominator.
FIGURES = f"""
select array[(select count(*) from held where recognitions > 0), (select count(*) from held)] as reach,
       array[(select count(*) from eligible where id in (select giver_id from counted)), (select count(*) from eligible)] as giving,
       (select array[count(*) filter (where e.id not in (
                        select t.id from thanked t cross join month m where t.day >= m.next_first_day - {SILENT_DAYS})), count(*)]
        from eligible e where tenure_days >= {LONG_TENURE_DAYS}) as silence,
       (select array[count(*) filter (where l.id in (
                        select c.giver_id from counted c
                        join standings s on s.id = c.receiver_id and s.day = c.day and s.manager_id = c.giver_id)), count(*)]
        from leaders l) as leaders,
       array[(select coalesce(sum(recognitions), 0) from held), (select count(*) from held)] as density,
       (select array[coalesce(sum(recognitions) filter (where place <= (people + 9) / 10), 0), coalesce(sum(recognitions), 0)]
        from (select recognitions, row_number() over (order by recognitions desc) as place, count(*) over () as people
              from held) ranked) as concentration,
       (select array[count(*) filter (where giver_department_id <> receiver_department_id), count(*)]
        from counted where giver_department_id is not null and receiver_department_id is not null) as between_areas,
       (select array[count(*) filter (where is_staged), count(*)] from staged) as stages,
       (select array[count(*) filter (where h.id in (
                        select t.id from thanked t join hires new on new.id = t.id
                        where t.day >= new.hired_on and t.day <= new.hired_on + {HIRE_DAYS})), count(*)] from hires h) as newcomers
"""
GROUPS = f"""
select kind as dimension, key, count(*) as people, count(*) filter (where is_reached) as reached
from (
    select e.*, d.code, e.id in (select receiver_id from open where is_individual) as is_reached
    from eligible e left join departments d on d.id = e.department_id
) member
cross join lateral (values ('area', code), ('shift', shift), ('site', site)) grouped (kind, key)
where key is not null
group by kind, key having count(*) >= {SMALLEST_GROUP}
order by kind collate "C", key collate "C"
"""
STAGES = """
with tagged as (
    select distinct o.kudos_id, o.receiver_id, b.stage
    from open o join kudos_behaviours named on named.kudos_id = o.kudos_id
    join behaviours b on b.code = named.behaviour and b.stage <> 'every-moment'
)
select stage, count(*) as recognitions, (select count(distinct (kudos_id, receiver_id)) from tagged) as tagged
from tagged group by stage order by stage collate "C"
"""
_BETWEEN = """
select giver.code as giver_department, receiver.code as receiver_department, count(*) as recognitions
from {rows} join departments giver on giver.id = giver_department_id join departments receiver on receiver.id = receiver_department_id
where giver.id <> receiver.id group by 1, 2
"""
_BETWEEN_NOW, _BETWEEN_EARLIER = (_BETWEEN.format(rows=rows) for rows in ("open", "earlier"))
STRONGEST = f"""
select * from ({_BETWEEN_NOW}) pair
order by recognitions desc, giver_department collate "C", receiver_department collate "C" limit {PAIRS_SHOWN}
"""
# What they were heard with in the months before.
SILENT = f"""
with now as ({_BETWEEN_NOW}),
earlier as (
    select giver.department_id as giver_department_id, receiver.department_id as receiver_department_id
    from month m
    join kudos k on k.given_at >= {_EARLIEST} - interval '{EARLIER_MONTHS} months' and k.given_at < {_LATEST}
                and k.withdrawn_at is null and k.hidden_at is null and k.visibility <> 'private'
    join zone_spans z on k.given_at >= z.begins and k.given_at < z.ends
    cross join lateral (select greatest(least((k.given_at at time zone z.time_zone)::date, z.until - 1), z.since) as day) local
    join kudos_recipients r on r.kudos_id = k.id and not r.quiet
    join department_spans giver on giver.person_id = k.giver_id and local.day >= giver.since and local.day < giver.until
    join department_spans receiver on receiver.person_id = r.person_id and local.day >= receiver.since and local.day < receiver.until
    where local.day >= m.first_day - interval '{EARLIER_MONTHS} months' and local.day < m.first_day
      and ($2::text is null or giver.department_id in (select id from area) or receiver.department_id in (select id from area))
)
select * from ({_BETWEEN_EARLIER}) pair
where (giver_department, receiver_department) not in (select giver_department, receiver_department from now)
order by recognitions desc, giver_department collate "C", receiver_department collate "C" limit {PAIRS_SHOWN}
"""
RECOUNT = f"""
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
