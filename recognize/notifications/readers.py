"""Who is to be told by mail of what. Only queues: the mail is built when it is sent."""

from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.log.events import Event
from recognize.log.readers import Kind, Reader
from recognize.notifications.kinds import KINDS

QUEUE = """
insert into mails (id, person_id, kind, subject_id)
select mail, p.id, told.kind, subject
from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[]) as told (mail, kind, person, subject)
join people p on p.id = person and p.email is not null and p.status <> 'left'
where not exists (select from mail_stops s where s.person_id = p.id and s.kind = told.kind)
on conflict (person_id, kind, subject_id) do nothing
"""


async def queue(events: list[Event]) -> None:
    told = [
        (uuid7(), kind.name, person, subject)
        for event in events
        for kind in KINDS.values()
        if kind.event == event.kind
        for person, subject in kind.told(event)
    ]
    if told:
        await DB.execute(QUEUE, *map(list, zip(*told, strict=True)))


MAILS = Reader("mails", Kind.SENDER, queue)
