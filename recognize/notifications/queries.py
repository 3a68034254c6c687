from typing import Any
from uuid import UUID

from msgspec import Struct

from recognize.lib.database import DB

# `is_there`: not withdrawn, not hidden, and the person has not stopped these mails since.
CONTENT = """
select m.id, m.person_id, m.kind, m.subject_id as kudos_id, m.queued_at, m.outcome, p.email as address,
       coalesce(p.preferred_name, p.name) as name, coalesce(p.locale, o.locale) as locale, o.name as organisation,
       coalesce(g.preferred_name, g.name) as giver, k.message,
       array(select b.texts -> coalesce(p.locale, o.locale) ->> 'name' from kudos_behaviours named
             join behaviours b on b.code = named.behaviour where named.kudos_id = k.id order by named.place) as behaviours,
       k.withdrawn_at is null and k.hidden_at is null and p.status <> 'left' and p.email is not null
       and not exists (select from mail_stops s where s.person_id = p.id and s.kind = m.kind) as is_there
from mails m join people p on p.id = m.person_id join kudos k on k.id = m.subject_id join people g on g.id = k.giver_id
cross join organisation o
"""
ONE = CONTENT + "where m.id = $1"
NEWEST = CONTENT + "where m.person_id = $2 order by m.queued_at desc, m.id desc limit $1"


class MailContent(Struct, frozen=True):
    """All that a mail says, in the reader's language."""

    id: UUID
    person_id: UUID
    kind: str
    kudos_id: UUID
    queued_at: Any
    outcome: str | None
    address: str | None
    name: str
    locale: str
    organisation: str
    giver: str
    message: str
    behaviours: list[str]
    is_there: bool


async def mail_content(mail: UUID) -> MailContent | None:
    row = await DB.fetch_row(ONE, mail)
    return MailContent(**row) if row else None


async def newest_mails(person: UUID, limit: int) -> list[MailContent]:
    return [MailContent(**row) for row in await DB.fetch(NEWEST, limit, person)]
