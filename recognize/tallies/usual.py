"""What the people of one area usually thank those of another for."""

from uuid import UUID

from recognize.errors import NotFoundError
from recognize.lib.database import DB
from recognize.lib.text import unusable

USUAL_DAYS = 180
USUAL_TIMES = 2  # once is not a habit
USUAL_BEHAVIOURS = 3

# By its present people the index on recipients finds them; both areas are those of the day.
USUAL = f"""
select behaviour
from people p
join recognitions r on r.recipient_id = p.id and r.recipient_department_id = p.department_id
    and r.giver_department_id = (select department_id from people where id = $2)
    and r.day > (select (now() at time zone time_zone)::date from organisation) - {USUAL_DAYS}
cross join unnest(r.behaviours) as behaviour
join behaviours b on b.code = behaviour and b.retired_at is null
where p.department_id = $1
group by behaviour having count(*) >= {USUAL_TIMES} order by count(*) desc, behaviour limit {USUAL_BEHAVIOURS}
"""
DEPARTMENT = "select id from departments where code = $1"


async def usual_behaviours(department: str, giver: UUID) -> list[str]:
    """Codes, the most frequent first, out of what everybody may see. Raises NotFoundError."""
    found = None if unusable(department) else await DB.fetch_value(DEPARTMENT, department)
    if found is None:
        raise NotFoundError(department)
    return [row["behaviour"] for row in await DB.fetch(USUAL, found, giver)]
