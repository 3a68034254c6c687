"""Who is to be told by mail of what. Only queues: the mail is built when it is sent."""

from uuid import UUID

from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.log.events import Event
from recognize.log.readers import Kind, Reader

RECOGNISED = "recognised"

QUEUE = """
insert into mails (id, person_id, kind, subject_id)
select mail, p.id, 'recognised', subject
from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as told (mail, person, subject)
join people p on p.id = person and p.email is not null and p.status <> 'left'
where not exists (select from mail_stops s where s.person_id = p.id and s.kind = 'recognised')
on conflict (person_id, kind, subject_id) do nothing
"""


async def queue(events: list[Event]) -> None:
    """An event without an audience is of history, which tells nobody."""
    told = [
        (uuid7(), UUID(person), event.subject)
        for event in events
        if event.kind == "kudos.given" and event.audience
        for person in event.payload["recipients"]
    ]
    if told:
        await DB.execute(QUEUE, *map(list, zip(*told, strict=True)))


RECOGNISED_MAILS = Reader("recognised_mails", Kind.SENDER, queue)
