from uuid import UUID

from recognize.erasure.schemas import Erasure
from recognize.lib.database import DB

ERASURE = """
select p.id, p.handle, p.name, e.erased_at from erasures e join people p on p.id = e.person_id where e.person_id = $1
"""
# What they were called when they did something, and before each change of the handle that the audit log knows of, but for what
# somebody else is called by now.
EARLIER_HANDLES = """
select handle from (
    select actor as handle from audit where actor_id = $1
    union
    select details ->> 'was' from audit where action = 'person.changed' and details ->> 'person' = $1::uuid::text) called
where handle not in (select handle from people where id <> $1)
"""
IS_LAST_ADMINISTRATOR = """
select bool_or(person_id = $1) and count(*) = 1 from role_grants g join people p on p.id = g.person_id
where g.role = 'administrator' and p.status <> 'left'
"""
ERASED = "select person_id from erasures order by erased_at, person_id"
LAST_ERASURE = "select max(erased_at) from erasures"


async def erasure_of(person: UUID) -> Erasure | None:
    row = await DB.fetch_row(ERASURE, person)
    return Erasure(**row) if row else None


async def earlier_handles(person: UUID) -> list[str]:
    return [row["handle"] for row in await DB.fetch(EARLIER_HANDLES, person)]


async def is_last_administrator(person: UUID) -> bool:
    return bool(await DB.fetch_value(IS_LAST_ADMINISTRATOR, person))


async def erased() -> list[UUID]:
    """The first erased come first."""
    return [row["person_id"] for row in await DB.fetch(ERASED)]
