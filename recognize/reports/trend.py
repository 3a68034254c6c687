"""How the totals and the headline figures went, month by month."""

import msgspec

from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.reports.months import closed_report
from recognize.reports.queries import month_report
from recognize.reports.schemas import MonthReport, Trend, TrendMonth

# Those that are counted or closed, and the present one: before the first recognition and in the future there is nothing to show,
# and counting people there from raw rows would take long.
MONTHS = """
select month from (
    select month from counted_months union select month from month_closes
    union select date_trunc('month', now() at time zone time_zone)::date from organisation) known
where month <= $1 and month > $1 - make_interval(months => $2) order by month
"""
THIS_MONTH = "select to_char(now() at time zone time_zone, 'YYYY-MM') from organisation"


async def trend(until: Month, months: int) -> Trend:
    """At most so many months, the last one `until`; none before the first recognition."""
    rows = await DB.fetch(MONTHS, until.first_day, months)
    return Trend([await _figures(Month(row["month"].year, row["month"].month)) for row in rows])


async def this_month() -> Month:
    return Month.parse(await DB.fetch_value(THIS_MONTH))


async def _figures(month: Month) -> TrendMonth:
    closed = await closed_report(month.first_day)
    report = msgspec.json.decode(closed, type=MonthReport) if closed else await month_report(month)
    return TrendMonth(month=str(month), is_closed=bool(closed), totals=report.totals, headline=report.headline)
