"""The months that there are, and what has become of each."""

from datetime import date

from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.reports import waiting
from recognize.reports.export import seal_of

BEHIND_SECONDS = 10  # what waits for its reader no longer than that, a close waits for

# When an open month closes by itself; null for one that was over before Recognize was there to count it.
CLOSES_AT = """
case when b.ends_at > o.closes_since then greatest(
    b.ends_at + interval '1 hour', first_instant((m.month + interval '1 month')::date + o.close_day - 1, b.time_zone)) end
"""
_BEHIND = f"""
exists (select from outbox where recorded_at < now() - interval '{BEHIND_SECONDS} seconds') or exists (
    select from log where position > (select min(position) from reader_cursors where name = any($3))
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
# The figures of a closed month are those that were closed.
MONTHS = """
with months as (
    select month from counted_months union select month from month_closes
    union select date_trunc('month', now() at time zone time_zone)::date from organisation
)
select json_build_object('time_zone', (select time_zone from organisation), 'months', array(
    select json_build_object(
        'month', to_char(m.month, 'YYYY-MM'), 'closed_at', c.closed_at,
        'kudos', coalesce((closed.report #>> '{totals,kudos}')::bigint, sums.kudos, 0),
        'recognitions', coalesce((closed.report #>> '{totals,recognitions}')::bigint, sums.recognitions, 0),
        'reach_percent', case when c.month is null then round(100.0 * people.reached / nullif(people.eligible, 0), 1)
                              else (closed.report #>> '{headline,reach,value}')::numeric end,
        'adjustments', (select count(*) from month_adjustments a where a.month = m.month))
    from months m left join month_closes c on c.month = m.month
    left join lateral (select convert_from(c.report, 'UTF8')::json as report) closed on true
    cross join lateral (
        select sum(s.amount) filter (where s.measure = 'kudos') as kudos,
               sum(s.amount) filter (where s.measure = 'recognitions') as recognitions
        from recognition_sums s where s.month = m.month and s.measure in ('kudos', 'recognitions') and s.key = '') sums
    cross join lateral (
        select coalesce(sum(s.amount) filter (where s.measure = 'reached'), 0) as reached,
               sum(s.amount) filter (where s.measure = 'eligible') as eligible
        from month_sums s where s.month = m.month and s.measure in ('reached', 'eligible') and s.key = '') people
    order by m.month desc))::text
"""
REPORT = "select report from month_closes where month = $1"
SEALS = "select to_char(month, 'YYYY-MM') as month, report, checksum from month_closes order by month"
BROKEN_LISTS = """
select to_char(month, 'YYYY-MM') as month from month_lists
where checksum <> encode(sha256(convert_to(array_to_string(ids, ','), 'UTF8')), 'hex')
"""


async def months_json() -> bytes:
    """As `Months`."""
    months: str = await DB.fetch_value(MONTHS)
    return months.encode()


async def month_state_json(month: Month) -> bytes:
    """As `MonthState`."""
    state: str = await DB.fetch_value(STATE, month.first_day, str(month), waiting.READ_FROM)
    return state.encode()


async def closed_report(first_day: date) -> bytes | None:
    """The bytes that were closed; None while the month is open."""
    report: bytes | None = await DB.fetch_value(REPORT, first_day)
    return report


async def broken_seals() -> list[str]:
    """The closed months whose figures or lists do not have their checksum any more."""
    broken = {row["month"] for row in await DB.fetch(BROKEN_LISTS)}
    broken.update(row["month"] for row in await DB.fetch(SEALS) if seal_of(row["report"]) != row["checksum"])
    return sorted(broken)
