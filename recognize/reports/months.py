"""The months that there are, and what has become of each."""

from datetime import date

from recognize.lib.clock import Month
from recognize.lib.database import DB

BEHIND_SECONDS = 10  # what waits for its reader no longer than that, a close waits for

# When an open month closes by itself; null for one that was over before Recognize was there to count it.
CLOSES_AT = """
case when b.ends_at > o.closes_since then greatest(
    b.ends_at + interval '1 hour', first_instant((m.month + interval '1 month')::date + o.close_day - 1, b.time_zone)) end
"""
_BEHIND = f"""
exists (select from outbox where recorded_at < now() - interval '{BEHIND_SECONDS} seconds') or exists (
    select from log where position > (select min(position) from reader_cursors)
    and recorded_at < now() - interval '{BEHIND_SECONDS} seconds')
"""
STATE = f"""
select json_build_object(
    'month', $2::text, 'time_zone', b.time_zone, 'is_over', now() >= b.ends_at, 'is_closed', c.month is not null,
    'closed_at', c.closed_at, 'checksum', c.checksum, 'definition_version', c.definition_version, 'position', c.position,
    'closed_by', (select json_build_object('handle', p.handle, 'name', coalesce(p.preferred_name, p.name))
                  from people p where p.id = c.closed_by),
    'closes_at', case when c.month is null and now() >= b.starts_at then {CLOSES_AT} end,
    'obstacle', case when c.month is not null then null
                     when now() < b.ends_at then 'month_running'
                     when now() < b.ends_at + interval '1 hour' then 'too_early'
                     when {_BEHIND} then 'readers_behind' end,
    'adjustments', array(
        select json_build_object('at', a.at, 'position', a.position, 'causes', a.causes, 'changes', a.changes)
        from month_adjustments a where a.month = m.month order by a.position))::text
from (select $1::date as month) m cross join month_bounds($1) b cross join organisation o left join month_closes c on c.month = m.month
"""
# The figures of a closed month are those that were closed; of an open one the two that need no recount.
MONTHS = """
with ends as (
    select o.time_zone, report_day(now()) as last_day, report_day(least(now(), (
        select k.given_at from kudos k where k.withdrawn_at is null and k.hidden_at is null order by k.given_at limit 1))) as first_day
    from organisation o
), months as (
    select each::date as month from ends
    cross join lateral generate_series(date_trunc('month', first_day::timestamp), last_day, interval '1 month') each
    union select month from month_closes
)
select json_build_object('time_zone', (select time_zone from ends), 'months', array(
    select json_build_object(
        'month', to_char(m.month, 'YYYY-MM'), 'closed_at', c.closed_at,
        'kudos', coalesce((closed.report #>> '{totals,kudos}')::bigint, open.kudos),
        'recognitions', coalesce((closed.report #>> '{totals,recognitions}')::bigint, open.recognitions),
        'reach_percent', (closed.report #>> '{headline,reach,value}')::float,
        'adjustments', (select count(*) from month_adjustments a where a.month = m.month))
    from months m left join month_closes c on c.month = m.month
    left join lateral (select convert_from(c.report, 'UTF8')::json as report) closed on true
    left join lateral (
        select count(distinct k.id) as kudos, count(r.kudos_id) as recognitions from month_bounds(m.month) b
        join kudos k on k.given_at >= b.starts_at and k.given_at < b.ends_at and k.withdrawn_at is null and k.hidden_at is null
        join kudos_recipients r on r.kudos_id = k.id where c.month is null) open on true
    order by m.month desc))::text
"""
REPORT = "select report from month_closes where month = $1"


async def months_json() -> bytes:
    """As `Months`."""
    months: str = await DB.fetch_value(MONTHS)
    return months.encode()


async def month_state_json(month: Month) -> bytes:
    """As `MonthState`."""
    state: str = await DB.fetch_value(STATE, month.first_day, str(month))
    return state.encode()


async def closed_report(first_day: date) -> bytes | None:
    """The bytes that were closed; None while the month is open."""
    report: bytes | None = await DB.fetch_value(REPORT, first_day)
    return report
