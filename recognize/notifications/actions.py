from uuid import UUID

from recognize.lib.database import DB

STOP = "insert into mail_stops (person_id, kind) select id, $2 from people where id = $1 on conflict do nothing"


async def stop_mails(person: UUID, kind: str) -> None:
    """From now on, and for those that wait; stopping twice changes nothing."""
    await DB.execute(STOP, person, kind)
