"""A month report for its readers: what was closed, or else what the facts of now say."""

from collections.abc import Awaitable, Callable

from recognize.lib.clock import Month
from recognize.lib.engine import patient
from recognize.reports.export import as_json
from recognize.reports.months import closed_report
from recognize.reports.queries import month_report
from recognize.reports.waiting import wait_until_read


async def report_json(
    month: Month, department: str | None = None, until_read: Callable[[], Awaitable[None]] = wait_until_read
) -> bytes:
    """Canonical JSON of a MonthReport; an open month waits `until_read`. Raises UnknownDepartmentError and ReadersBehindError."""
    if department is None and (closed := await closed_report(month.first_day)):
        return closed
    with patient():
        await until_read()
        return as_json(await month_report(month, department))
