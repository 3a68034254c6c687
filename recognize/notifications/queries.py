from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import Struct

from recognize.lib.database import DB
from recognize.notifications.kinds import KINDS

_FACTS = " ".join(f"when '{kind.name}' then ({kind.facts})::text" for kind in KINDS.values())
# `facts` is null where the mail's reader has left or has stopped these mails since, too.
CONTENT = f"""
select m.id, m.person_id, m.kind, m.subject_id, m.queued_at, m.outcome, p.email as address,
       coalesce(p.preferred_name, p.name) as name, spoken.locale, o.name as organisation,
       case when p.status <> 'left' and p.email is not null
            and not exists (select from mail_stops s where s.person_id = p.id and s.kind = m.kind)
            then case m.kind {_FACTS} end end as facts
from mails m join people p on p.id = m.person_id cross join organisation o
cross join lateral (
    select coalesce(p.locale, o.locale) as locale, coalesce(p.time_zone, o.time_zone) as time_zone) spoken
"""
ONE = CONTENT + "where m.id = $1"
NEWEST = CONTENT + "where m.person_id = $1 order by m.queued_at desc, m.id desc limit $2"


class MailContent(Struct, frozen=True):
    """All that a mail says, in the reader's language. `facts` are its kind's; None where there is nothing to tell any more."""

    id: UUID
    person_id: UUID
    kind: str
    subject_id: UUID
    queued_at: Any
    outcome: str | None
    address: str | None
    name: str
    locale: str
    organisation: str
    facts: dict[str, Any] | None


async def mail_content(mail: UUID) -> MailContent | None:
    row = await DB.fetch_row(ONE, mail)
    return _content(row) if row else None


async def newest_mails(person: UUID, limit: int) -> list[MailContent]:
    return [_content(row) for row in await DB.fetch(NEWEST, person, limit)]


def _content(row: Record) -> MailContent:
    values = dict(row)
    facts = values.pop("facts")
    return MailContent(**values, facts=None if facts is None else msgspec.json.decode(facts))
