"""The months of the story that are over: closed on their day, and one of them with something that changed since."""

from datetime import datetime

from recognize.demo.life import People
from recognize.kudos.also_helped import also_helped
from recognize.kudos.schemas import AlsoHelped
from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.organisation import audit
from recognize.reports.closing import SCHEDULE, close_month
from recognize.worker import settle

# $1: the moment of the story. As the schedule would have done it, oldest first.
OVER = """
select c.month, first_instant((c.month + interval '1 month')::date + o.close_day - 1, o.time_zone) as at
from counted_months c cross join organisation o
where first_instant((c.month + interval '1 month')::date + o.close_day - 1, o.time_zone) <= $1
and not exists (select from month_closes closed where closed.month = c.month)
order by c.month
"""
# From the last closed month on months are closed and delivered as in any company.
LIVE_SINCE = """
update organisation set closes_since = least(closes_since, c.ends_at - interval '1 day')
from (select max(ends_at) as ends_at from month_closes) c where c.ends_at is not null
"""
# In the last closed month: a kudos to one person, and somebody of the same area whom it forgot.
FORGOTTEN = """
select k.id, giver.handle as giver, helper.handle as helper
from kudos k join (select max(month) as month from month_closes) last on true
join month_closes c on c.month = last.month and k.given_at >= c.starts_at and k.given_at < c.ends_at
join people giver on giver.id = k.giver_id and giver.status = 'active'
join kudos_recipients r on r.kudos_id = k.id join people thanked on thanked.id = r.person_id
join people helper on helper.department_id = thanked.department_id and helper.id not in (thanked.id, giver.id)
    and helper.status = 'active' and helper.kind = 'employee' and helper.preference is distinct from 'quiet'
where k.visibility = 'public' and k.withdrawn_at is null and not r.quiet
and (select count(*) from kudos_recipients each where each.kudos_id = k.id) = 1
and not exists (select from month_adjustments)
order by k.given_at, helper.handle limit 1
"""


async def close_past_months(there: People, until: datetime) -> None:
    token = audit.current_actor.set(SCHEDULE)
    try:
        for row in await DB.fetch(OVER, until):
            await close_month(Month(row["month"].year, row["month"].month), row["at"], until_read=settle)
    finally:
        audit.current_actor.reset(token)
    await DB.execute(LIVE_SINCE)
    if forgotten := await DB.fetch_row(FORGOTTEN):
        await also_helped(there[forgotten["giver"]], forgotten["id"], AlsoHelped(person=forgotten["helper"]))
