"""Who is to be told of what, by mail and in the inbox. A mail is only queued here, and built when it is sent."""

import msgspec

from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.log.events import Event, record
from recognize.log.readers import Kind, Reader
from recognize.notifications.kinds import KINDS, SHOWN
from recognize.notifications.notices import Notice, notices_of, retracted_by

QUEUE = """
insert into mails (id, person_id, kind, subject_id)
select mail, p.id, told.kind, subject
from unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[]) as told (mail, kind, person, subject)
join people p on p.id = person and p.email is not null and p.status <> 'left'
where not exists (select from mail_stops s where s.person_id = p.id and s.kind = told.kind)
on conflict (person_id, kind, subject_id) do nothing
"""

CHANGED = "inbox.changed"
_TOLD = f"""
with told as (
    select t.kind, t.subject, t.item, t.actor, t.facts, t.at, p.id as person
    from unnest($1::text[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[], $8::timestamptz[], $9::text[])
         as t (kind, subject, item, actor, people, without, facts, at, heard_by)
    cross join lateral (
        select each::uuid as id from unnest(string_to_array(t.people, ' ')) each
        union select substr(facet, 8, 36)::uuid from feed_items f, unnest(f.facets) facet
        where t.people is null and f.id = t.item and facet like 'person:%') named
    join people p on p.id = named.id and p.status <> 'left'
    where p.id is distinct from t.actor and p.id::text <> all (string_to_array(t.without, ' '))
    and string_to_array(t.heard_by, ' ') && array['org', 'person:' || p.id, 'department:' || p.department_id]
    and not exists (select from inbox_stops s where s.person_id = p.id and s.kind = t.kind)
    and {SHOWN.format(item="t.item")})
"""
TELL = (
    _TOLD
    + """
insert into notifications as n (person_id, kind, subject_id, item_id, facts, at)
select distinct on (person, kind, subject) person, kind, subject, item, facts::jsonb, at from told
order by person, kind, subject, at desc
on conflict (person_id, kind, subject_id) where read_at is null do update set at = excluded.at, facts = excluded.facts
returning 'person:' || n.person_id as topic
"""
)
NAME_ACTORS = (
    _TOLD
    + """
insert into notification_actors as a (notification_id, person_id, at)
select n.id, told.actor, max(told.at) from told
join notifications n on n.person_id = told.person and n.kind = told.kind and n.subject_id = told.subject and n.read_at is null
where told.actor is not null group by n.id, told.actor
on conflict (notification_id, person_id) do update set at = excluded.at
"""
)
# A face or a comment that was taken back is told no longer, and what nobody does any more is not told at all.
RETRACT = """
with gone as (
    delete from notification_actors a using notifications n, unnest($1::text[], $2::uuid[], $3::uuid[]) as t (kind, item, author)
    where n.id = a.notification_id and n.kind = t.kind and n.subject_id = t.item and a.person_id = t.author
    and not exists (select from reactions r where t.kind = 'reacted' and r.item_id = t.item and r.person_id = t.author)
    and not exists (select from comments c
                    where t.kind in ('commented', 'mention') and c.item_id = t.item and c.person_id = t.author and c.removed_at is null
                    and (t.kind = 'commented' or strpos(c.text_html, n.person_id::text) > 0))
    and not exists (select from kudos k where t.kind = 'mention' and k.id = t.item and k.giver_id = t.author
                    and strpos(k.message_html, n.person_id::text) > 0)
    and not exists (select from wins w where t.kind = 'mention' and w.id = t.item and w.author_id = t.author
                    and strpos(w.story_html, n.person_id::text) > 0)
    returning a.notification_id
), empty as (
    delete from notifications n using gone where n.id = gone.notification_id and not exists (
        select from notification_actors a where a.notification_id = n.id and a.person_id <> all ($3))
)
select 'person:' || n.person_id as topic from notifications n join gone on gone.notification_id = n.id
"""
# A badge that is taken back was never won.
FORGET = "delete from notifications where subject_id = any($1) returning 'person:' || person_id as topic"
FORGOTTEN_AFTER = ("award.taken",)


async def queue(events: list[Event]) -> None:
    told = [
        (uuid7(), kind.name, person, subject)
        for event in events
        for kind in KINDS.values()
        if event.kind in kind.events
        for person, subject in kind.told(event)
    ]
    if told:
        await DB.execute(QUEUE, *map(list, zip(*told, strict=True)))


MAILS = Reader("mails", Kind.SENDER, queue)


async def tell(events: list[Event]) -> None:
    topics: set[str] = set()
    if rows := [_row(each, event) for event in events for each in notices_of(event)]:
        columns = [list(column) for column in zip(*rows, strict=True)]
        topics |= {row["topic"] for row in await DB.fetch(TELL, *columns)}
        await DB.execute(NAME_ACTORS, *columns)
    if retracted := [each for event in events for each in retracted_by(event)]:
        topics |= {row["topic"] for row in await DB.fetch(RETRACT, *map(list, zip(*retracted, strict=True)))}
    if gone := [event.subject for event in events if event.kind in FORGOTTEN_AFTER]:
        topics |= {row["topic"] for row in await DB.fetch(FORGET, gone)}
    if topics:
        await record(CHANGED, uuid7(), topics, {})


def _row(notice: Notice, event: Event) -> tuple[object, ...]:
    people = None if notice.people is None else " ".join(map(str, notice.people))
    without, facts = " ".join(map(str, notice.without)), msgspec.json.encode(notice.facts).decode()
    heard_by = " ".join(event.audience)
    return (notice.kind, notice.subject, notice.item, notice.actor, people, without, facts, event.recorded_at, heard_by)


INBOX = Reader("inbox", Kind.SENDER, tell)
