"""Whom somebody might thank again, out of their own circle."""

from uuid import UUID

from recognize.lib.database import DB

THANKED_LATELY_DAYS = 30
LONGEST_UNTHANKED_PERCENT = 50

# The circle: who has thanked or was thanked by the reader, who has the same manager, their manager and reports, their area.
# Out of the half of it that has waited longest the day's lot falls on some: so nobody can read from a suggestion when somebody
# was last thanked, and nobody outside the circle is suggested.
SUGGESTED = f"""
with me as (select id, department_id, manager_id from people where id = $1::uuid),
circle as (
    select recipient_id as id from pairs where giver_id = $1
    union select giver_id from pairs where recipient_id = $1
    union select p.id from people p join me on p.manager_id = me.manager_id or p.manager_id = me.id or p.id = me.manager_id
    union select p.id from people p join me on p.department_id = me.department_id
), waiting as (
    select c.id, o.today, percent_rank() over (
               order by (select max(last_on) from pairs where recipient_id = c.id) nulls first, c.id) * 100 as recency
    from circle c join people p on p.id = c.id and p.status = 'active' and p.id <> $1
    cross join (select (now() at time zone time_zone)::date as today from organisation) o
    where not exists (
        select from pairs
        where giver_id = $1 and recipient_id = c.id and last_on > o.today - {THANKED_LATELY_DAYS})
)
select id from waiting where recency <= {LONGEST_UNTHANKED_PERCENT}
order by md5(id::text || today || $1::text) limit $2
"""


async def suggested_to(reader: UUID, limit: int) -> list[UUID]:
    return [row["id"] for row in await DB.fetch(SUGGESTED, reader, limit)]
