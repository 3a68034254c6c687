from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import Struct

from recognize.lib.database import DB
from recognize.lib.pagination import Cursor
from recognize.notifications.kinds import CALLED, HELD, KINDS, SHOWN
from recognize.notifications.notices import KINDS as NOTICE_KINDS
from recognize.notifications.notices import PERMISSIONS
from recognize.notifications.schemas import Actor, Called, Inbox, Notification, NotificationSetting
from recognize.permissions import Principal

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


ACTORS_SHOWN = 3
EXCERPT_CHARACTERS = 140

_OWN = f"""
select n.* from notifications n join people p on p.id = n.person_id
where n.person_id = $1 and {SHOWN.format(item="n.item_id")} and not {HELD}
"""
PAGE = f"""
select n.id, n.kind, n.subject_id, n.item_id, f.kind as item_kind, n.facts::text as facts, {CALLED}::text as called,
       case f.kind when 'kudos' then (select left(k.message, {EXCERPT_CHARACTERS}) from kudos k where k.id = f.id)
                   when 'win' then (select w.title from wins w where w.id = f.id) end as excerpt, n.at, n.read_at is null as is_new,
       array(select json_build_object('id', a.id, 'handle', a.handle, 'name', coalesce(a.preferred_name, a.name))::text
             from notification_actors by join people a on a.id = by.person_id
             where by.notification_id = n.id order by by.at desc, a.id limit {ACTORS_SHOWN}) as actors,
       (select count(*) from notification_actors by where by.notification_id = n.id) as actor_count
from ({_OWN} and ($3::timestamptz is null or (n.at, n.id) < ($3, $4::uuid)) order by n.at desc, n.id desc limit $2 + 1) n
left join feed_items f on f.id = n.item_id
order by n.at desc, n.id desc
"""
UNREAD = f"select count(*) from ({_OWN} and n.read_at is null limit 100) unread"
STOPS = """
select array(select kind from inbox_stops where person_id = $1) as inbox,
       array(select kind from mail_stops where person_id = $1) as mail
"""


async def inbox_page(principal: Principal, limit: int, before: Cursor | None) -> Inbox:
    rows = await DB.fetch(PAGE, principal.person_id, limit, *(before or (None, None)))
    items = [
        Notification(
            **{
                **row,
                "facts": msgspec.json.decode(row["facts"]),
                "called": row["called"] and msgspec.json.decode(row["called"], type=Called),
                "actors": [msgspec.json.decode(each, type=Actor) for each in row["actors"]],
            }
        )
        for row in rows[:limit]
    ]
    following = str(Cursor(items[-1].at, items[-1].id)) if len(rows) > limit else None
    return Inbox(items, following, await unread(principal.person_id))


async def unread(person: UUID) -> int:
    count: int = await DB.fetch_value(UNREAD, person)
    return count


async def notification_settings(principal: Principal) -> list[NotificationSetting]:
    """In the order in which people read them; the digest is a mail and nothing else."""
    row = await DB.fetch_row(STOPS, principal.person_id)
    assert row is not None  # noqa: S101 — a SELECT without FROM has a row
    told = [kind for kind in NOTICE_KINDS if kind not in PERMISSIONS or principal.may(PERMISSIONS[kind])]
    kinds = [NotificationSetting(kind, kind not in row["inbox"], kind not in row["mail"]) for kind in told]
    return [*kinds, NotificationSetting("digest", None, "digest" not in row["mail"])]
