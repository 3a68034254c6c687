from datetime import datetime
from uuid import UUID

from msgspec import UNSET

from recognize.errors import InvalidInputError
from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.log.events import record
from recognize.notifications.kinds import HELD
from recognize.notifications.notices import KINDS
from recognize.notifications.queries import unread
from recognize.notifications.readers import CHANGED
from recognize.notifications.schemas import SettingChange

DIGEST = "digest"
KEPT_DAYS = 365

STOP = "insert into mail_stops (person_id, kind) select id, $2 from people where id = $1 on conflict do nothing"
RESUME = "delete from mail_stops where person_id = $1 and kind = $2"
STOP_INBOX = "insert into inbox_stops (person_id, kind) values ($1, $2) on conflict do nothing"
RESUME_INBOX = "delete from inbox_stops where person_id = $1 and kind = $2"
READ = f"""
update notifications n set read_at = now() from people p
where p.id = $1 and n.person_id = p.id and n.read_at is null and n.at <= $2 and ($3::uuid is null or n.id = $3)
and not {HELD} returning n.id
"""
PURGE = f"delete from notifications where at < now() - interval '{KEPT_DAYS} days'"
# A week ends on Monday at eight by the reader's clock; ten minutes later the inbox has heard of all that it brought.
# Whoever was told nothing gets no digest, and what one digest ends with the next one begins with.
QUEUE_DIGESTS = """
with due as (
    select p.id as person_id, week.monday,
           coalesce((select max(g.until_at) from digests g where g.person_id = p.id), week.ends_at - interval '7 days') as from_at,
           week.ends_at as until_at
    from people p cross join organisation o
    cross join lateral (select coalesce(p.time_zone, o.time_zone) as zone, coalesce($1::timestamptz, now()) as moment) clock
    cross join lateral (select date_trunc('week', clock.moment at time zone clock.zone) as begins) local
    cross join lateral (
        select local.begins::date as monday, (local.begins + interval '8 hours') at time zone clock.zone as ends_at) week
    where p.status <> 'left' and p.email is not null and clock.moment >= week.ends_at + interval '10 minutes'
    and not exists (select from digests g where g.person_id = p.id and g.week = week.monday)
    and not exists (select from mail_stops s where s.person_id = p.id and s.kind = 'digest')
), made as (
    insert into digests (id, person_id, week, from_at, until_at)
    select gen_random_uuid(), due.* from due
    where exists (select from notifications n where n.person_id = due.person_id and n.read_at is null
                  and n.at >= due.from_at and n.at < due.until_at)
    on conflict (person_id, week) do nothing returning id, person_id
)
insert into mails (id, person_id, kind, subject_id) select gen_random_uuid(), person_id, 'digest', id from made
"""


async def queue_digests(at: datetime | None = None) -> None:
    """Once a week for each person, however often and in however many processes this runs. `at` is for tests."""
    await DB.execute(QUEUE_DIGESTS, at)


async def stop_mails(person: UUID, kind: str) -> None:
    """From now on, and for those that wait; stopping twice changes nothing."""
    await DB.execute(STOP, person, kind)


async def change_settings(person: UUID, changes: list[SettingChange]) -> None:
    """Raises InvalidInputError for a kind that there is not."""
    async with DB.transaction():
        for each in changes:
            if each.kind not in KINDS and (each.kind != DIGEST or each.inbox is not UNSET):
                raise InvalidInputError("kind")
            if each.inbox is not UNSET:
                await DB.execute(RESUME_INBOX if each.inbox else STOP_INBOX, person, each.kind)
            if each.mail is not UNSET:
                await DB.execute(RESUME if each.mail else STOP, person, each.kind)


async def read_up_to(person: UUID, until: datetime, only: UUID | None = None) -> int:
    """What came after `until` stays unread, also where it came while the reader looked. Returns how many are left."""
    async with DB.transaction():
        if await DB.fetch(READ, person, until, only):
            await record(CHANGED, uuid7(), [f"person:{person}"], {})
        return await unread(person)


async def purge_notifications() -> None:
    await DB.execute(PURGE)
