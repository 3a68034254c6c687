"""Of which month something is: that of its local day in the organisation's zone."""

# $1 the month's first day, $2 a department's code or null for the whole organisation. A kudos belongs to the month of
# its local day: comparing days, not instants, stays right in zones whose clocks change at midnight. The bounds in UTC
# are a day wider than the month, for the index.
MONTH = """
month as (
    select z.*, $1::date as first_day, ($1::date + interval '1 month')::date as next_first_day,
           $1::date::timestamp at time zone 'UTC' - interval '1 day' as earliest,
           ($1::date + interval '1 month') at time zone 'UTC' + interval '1 day' as latest
    from zone_spans z where z.since <= $1 and z.until > $1
), area as (
    select id from departments where code = $2
    union select d.id from departments d join area on d.parent_id = area.id
)
"""
# Of a row with the instant `{at}`, beside `month m`: its day, and whether that is one of the month's.
LOCAL_DAY = """
cross join lateral (select greatest(least(({at} at time zone m.time_zone)::date, m.until - 1), m.since) as day) local
"""
IN_MONTH = "{at} >= m.begins and {at} < m.ends and local.day >= m.first_day and local.day < m.next_first_day"
