"""How the totals and the headline figures went, month by month."""

import msgspec

from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.reports.months import closed_report
from recognize.reports.queries import month_report
from recognize.reports.schemas import MonthReport, Trend, TrendMonth

THIS_MONTH = "select to_char(now() at time zone time_zone, 'YYYY-MM') from organisation"


async def trend(until: Month, months: int) -> Trend:
    """`months` of them, the last one `until`; fewer where the calendar begins."""
    return Trend([await _figures(month) for month in _before(until, months)])


async def this_month() -> Month:
    return Month.parse(await DB.fetch_value(THIS_MONTH))


def _before(until: Month, months: int) -> list[Month]:
    last = until.year * 12 + until.number - 1
    return [Month(each // 12, each % 12 + 1) for each in range(max(last - months + 1, 12), last + 1)]


async def _figures(month: Month) -> TrendMonth:
    closed = await closed_report(month.first_day)
    report = msgspec.json.decode(closed, type=MonthReport) if closed else await month_report(month)
    return TrendMonth(month=str(month), is_closed=bool(closed), totals=report.totals, headline=report.headline)
