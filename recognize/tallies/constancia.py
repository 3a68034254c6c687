"""Constancia: in how many of the last twelve weeks somebody gave thanks, the weeks of a leave left out. Counted from what
everybody may see; private, and never lost."""

WEEKS = 12
LONGEST_LEAVE_WEEKS = 104  # weeks before are not looked for

# CTEs for the people of `{people} (id)`; the last, `constancia`, has a row for each week that they are asked for. A week is
# paused where the person was on leave on a day of it and gave nothing; the others count back to twelve, or to the first.
CONSTANCIA = f"""
this_week as (
    select date_trunc('week', now() at time zone time_zone)::date as week, time_zone from organisation
), weeks as (
    select p.id as person_id, w.week, exists (
               select from recognitions r where r.giver_id = p.id and r.day >= w.week and r.day < w.week + 7) as thanked,
           coalesce(away.days && daterange(w.week, w.week + 7), false) as away
    from this_week cross join {{people}} who join people p on p.id = who.id
    cross join lateral (
        select range_agg(daterange(s.since, s.until)) as days,
               coalesce(sum(greatest(least(s.until, this_week.week + 7) - s.since, 0) / 7 + 2), 0) as weeks
        from (
            select h.status, lead(h.since, 1, 'infinity') over (order by h.since) as until,
                   greatest(h.since, this_week.week - {7 * (WEEKS + LONGEST_LEAVE_WEEKS)}) as since
            from status_history h where h.person_id = p.id) s
        where s.status = 'on_leave' and s.since < s.until) away
    cross join lateral (
        select this_week.week - 7 * back as week
        from generate_series(0, {WEEKS} - 1 + least(away.weeks, {LONGEST_LEAVE_WEEKS})::int) back) w
    where w.week + 7 > least(
        coalesce(p.hired_on, (p.created_at at time zone this_week.time_zone)::date),
        (select min(day) from recognitions where giver_id = p.id))
), placed as (
    select person_id, week, thanked, away and not thanked as paused, count(*) filter (where not (away and not thanked))
               over (partition by person_id order by week desc) as place from weeks
), constancia as (
    select person_id, week, thanked, paused from placed where place <= {WEEKS} and (place < {WEEKS} or not paused)
)
"""
