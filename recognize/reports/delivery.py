"""HR is told of a closed month once, on its day or as soon as it is closed: in the inbox and by mail."""

from datetime import datetime

from recognize.lib.database import DB
from recognize.log.events import record
from recognize.reports.closing import hr_topics

DELIVERED = "month.delivered"
MORNING_HOUR = 7  # of the month's zone

# A month is delivered with the event that tells of it, or not at all; one from before Recognize was there tells nobody.
TAKE_DUE = f"""
update month_closes c set delivered_at = now()
from organisation o
where c.delivered_at is null and c.ends_at > o.closes_since and coalesce($1::timestamptz, now()) >=
    first_instant((c.month + interval '1 month')::date + o.deliver_day - 1, c.time_zone) + interval '{MORNING_HOUR} hours'
returning c.id, to_char(c.month, 'YYYY-MM') as month
"""


async def deliver_closed_months(at: datetime | None = None) -> None:
    """However often and in however many processes this runs. While nobody is HR it waits. `at` is for tests."""
    async with DB.transaction():
        if topics := await hr_topics():
            for row in await DB.fetch(TAKE_DUE, at):
                await record(DELIVERED, row["id"], topics, {"month": row["month"]})
