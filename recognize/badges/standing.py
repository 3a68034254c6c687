"""How far people are in all that badges count: CTEs that a query puts together. $1 are the people."""

from recognize.tallies.constancia import CONSTANCIA

PERSON = """today as (
    select (now() at time zone o.time_zone)::date as today from organisation o
), person as (
    select p.id, p.department_id, p.status, coalesce(p.seniority_on, p.hired_on) as since
    from people p where p.id = any($1::uuid[])
)"""
# Of `p`: those that everybody sees, and sees somebody else take part in.
SHARED_WINS = """
    select w.id, w.shared_at from win_participants t join wins w on w.id = t.win_id
    where t.person_id = p.id and not t.quiet and w.visibility = 'public' and w.withdrawn_at is null and w.hidden_at is null
    and exists (
        select from win_participants other where other.win_id = w.id and other.person_id <> p.id and not other.quiet)"""
# A year of service is full on the day of the same date; who came on 29 February has it on the 28th of other years.
YEARS = "extract(year from today)::int - extract(year from since)::int"
STANDING = f"""{CONSTANCIA.format(people="person")}, standing as materialized (
    select t.person_id, t.measure, t.key, t.count as value
    from person p join tallies t on t.person_id = p.id where t.count > 0
    union all
    select p.id, 'givers', '', count(*) from person p join pairs on pairs.recipient_id = p.id group by p.id
    union all
    select p.id, 'thanked', '', count(*) from person p join pairs on pairs.giver_id = p.id group by p.id
    union all
    select p.id, case t.measure when 'given' then 'areas_thanked' else 'areas_served' end, '', count(*)
    from person p join tallies t on t.person_id = p.id
    where t.measure in ('given', 'received') and t.key like 'department:%' and t.count > 0
    and t.key is distinct from 'department:' || p.department_id group by p.id, t.measure
    union all
    select p.id, 'wins', '', count(*) from person p join lateral ({SHARED_WINS}) shared on true group by p.id
    union all
    select person_id, 'weeks', '', count(*) from constancia where thanked group by person_id
    union all
    select p.id, 'service_years', '', years.started - (case when (since + make_interval(years => years.started))::date > today then 1 else 0 end)
    from person p cross join today cross join lateral (select {YEARS} as started) years where p.since <= today
)"""
# Leavers keep what they have and earn nothing more.
DUE = """due as (
    select s.person_id, c.badge
    from standing s join person p on p.id = s.person_id and p.status <> 'left' join badge_conditions c on c.measure = s.measure and c.key = s.key and s.value >= c.at_least
    group by s.person_id, c.badge
    having count(*) = (select count(*) from badge_conditions every where every.badge = c.badge)
)"""
# The day on which the last of the conditions was met; today where the days do not tell.
FIRST_DAYS = """
            select min(k.day) from recognition_keys k where k.person_id = p.id and k.measure = '{measure}'
            and k.key like 'department:%' and k.key is distinct from 'department:' || p.department_id
            group by k.key order by 1 offset c.at_least - 1 limit 1"""
EARNED_ON = f"""(
    select coalesce(max(met.day), today.today)
    from badge_conditions c join person p on p.id = due.person_id cross join lateral (select case c.measure
        when 'givers' then (
            select first_on from pairs where recipient_id = p.id order by first_on offset c.at_least - 1 limit 1)
        when 'thanked' then (
            select first_on from pairs where giver_id = p.id order by first_on offset c.at_least - 1 limit 1)
        when 'wins' then (
            select (shared.shared_at at time zone o.time_zone)::date from organisation o cross join ({SHARED_WINS}) shared
            order by 1 offset c.at_least - 1 limit 1)
        when 'weeks' then today.today
        when 'service_years' then (p.since + make_interval(years => c.at_least::int))::date
        when 'areas_thanked' then ({FIRST_DAYS.format(measure="given")})
        when 'areas_served' then ({FIRST_DAYS.format(measure="received")})
        else (
            select k.day from recognition_keys k where k.person_id = p.id and k.measure = c.measure and k.key = c.key
            order by k.day offset c.at_least - 1 limit 1)
        end as day) met
    where c.badge = due.badge)"""
# Constancia is nobody else's business, and so are its badges.
IS_PRIVATE = "exists (select from badge_conditions own where own.badge = {badge} and own.measure = 'weeks')"
