"""Making what is due, once a day in each time zone; choosing and pausing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import UNSET

from recognize.celebrations.queries import choices, due_in_zone, person_named, today_of, zones_due
from recognize.celebrations.schemas import OwnCelebrations
from recognize.feed.actions import bring_back_in, publish_in, remove_in
from recognize.feed.audience import ORG, audiences, facet, only_for, person_topic
from recognize.feed.parties import KnownParty
from recognize.lib.batch import Batch
from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.log.events import record, record_in
from recognize.organisation import audit
from recognize.organisation.actions import ORGANISATION

MADE, WITHDRAWN, BACK = "celebration.made", "celebration.withdrawn", "celebration.back"
PAUSED, RESUMED = "celebrations.paused", "celebrations.resumed"
STOPPED, ALLOWED = "celebrations.stopped", "celebrations.allowed"

# A round, a choice and a pause follow one another: none overlooks what another is about to write.
IN_TURN = "select pg_advisory_xact_lock(6120457391)"  # any number of our own
TAKE_ROUND = """
insert into celebration_rounds (zone, day)
select $1, $2 where not exists (select from celebration_pauses where day = $2) on conflict do nothing returning true
"""
MOMENT = "select coalesce($1::timestamptz, now())"
INSERT = """
insert into celebrations (id, person_id, kind, day, again, made_on, years) values ($1, $2, $3, $4, $5, $6, $7)
"""
CHOOSE = """
insert into celebration_choices as c (person_id, birthday, anniversary, never) values ($1, $2, $3, $4)
on conflict (person_id) do update
set birthday = excluded.birthday, anniversary = excluded.anniversary, never = excluded.never
"""
_STANDING = """
select c.id, f.audience, c.person_id from celebrations c join feed_items f on f.id = c.id
where c.withdrawn_at is null and {condition} order by c.id for update of c
"""
UNWANTED = _STANDING.format(
    condition="c.person_id = $1 and (c.kind = 'birthday' and not $2 or c.kind = 'anniversary' and not $3 or $4)"
)
# What its person took away today, and wants again. $5: today by their clock. On a paused day it comes back with the others.
WANTED_AGAIN = """
select c.id, f.audience, exists (select from celebration_pauses s where s.day = c.made_on) as paused
from celebrations c join feed_items f on f.id = c.id
where c.withdrawn_at is not null and c.person_id = $1 and c.made_on = $5
and (c.kind <> 'birthday' or $2) and (c.kind <> 'anniversary' or $3) and not $4 order by c.id for update of c
"""
MADE_ON = _STANDING.format(condition="c.made_on = $1")
MARK_WITHDRAWN = "update celebrations set withdrawn_at = now() where id = $1"
MARK_WANTED = "update celebrations set withdrawn_at = null where id = $1"
PAUSE = "insert into celebration_pauses (day) values ($1) on conflict do nothing returning true"
SCREENS = "select 'display:' || id as topic from displays where revoked_at is null"
RESUME = "delete from celebration_pauses where day = $1 returning true"

_decode_party = msgspec.json.Decoder(KnownParty).decode


async def celebrate(at: datetime | None = None) -> None:
    """Everything that is due now and was not made yet, however often and in however many processes this runs.

    `at` is for a company's made-up past, never for users: no socket hears of it.
    """
    for due in await zones_due(at):
        await _celebrate_in(due["zone"], due["day"], at)


@asynccontextmanager
async def _turn() -> AsyncIterator[None]:
    async with DB.transaction():
        await DB.execute(IN_TURN)
        yield


async def _celebrate_in(zone: str, day: date, at: datetime | None) -> None:
    async with _turn():
        if not await DB.fetch_value(TAKE_ROUND, zone, day):
            return
        moment: datetime = await DB.fetch_value(MOMENT, at)
        for due in await due_in_zone(zone, day):
            await _make(due, day, moment, is_past=at is not None)


async def _make(due: Record, made_on: date, moment: datetime, *, is_past: bool) -> None:
    person = _decode_party(due["party"])
    celebration, batch = uuid7(), Batch()
    batch.add(INSERT, celebration, person.id, due["kind"], due["day"], due["again"], made_on, due["years"])
    (audience,) = audiences("public", person, [person])  # nobody gives: a quiet person's is theirs and their manager's
    publish_in(batch, celebration, "celebration", audience, _facets(person), "", moment)
    told = {"person": person.id, "celebration": due["kind"], "years": due["years"], "again": due["again"]}
    record_in(batch, MADE, celebration, () if is_past else audience, told)
    await batch.run()


def _facets(person: KnownParty) -> set[str]:
    found = {person_topic(person.id)} | {facet("department", each) for each in person.departments}
    if not person.is_quiet:
        return found
    return only_for(found, (person_topic(each) for each in (person.id, person.manager_id) if each))


async def choose(person: UUID, chosen: OwnCelebrations) -> OwnCelebrations:
    """What is no longer wanted leaves feed and walls at once; what is wanted again is back, on its day."""
    async with _turn():
        before = await choices(person)
        wanted = [
            value if value is not UNSET else standing
            for value, standing in zip(msgspec.structs.astuple(chosen), msgspec.structs.astuple(before), strict=True)
        ]
        await DB.execute(CHOOSE, person, *wanted)
        for standing in await DB.fetch(UNWANTED, person, *wanted):
            batch = Batch()
            batch.add(MARK_WITHDRAWN, standing["id"])
            remove_in(batch, standing["id"])
            record_in(batch, WITHDRAWN, standing["id"], standing["audience"], {"person": person})
            await batch.run()
        for standing in await DB.fetch(WANTED_AGAIN, person, *wanted, await today_of(person)):
            batch = Batch()
            batch.add(MARK_WANTED, standing["id"])
            if not standing["paused"]:
                bring_back_in(batch, standing["id"])
                record_in(batch, BACK, standing["id"], standing["audience"], {"person": person})
            await batch.run()
        return await choices(person)


async def stop(person: str, *, never: bool, reason: str) -> None:
    """For somebody, by handle or id. Raises NotFoundError."""
    reason = audit.checked_reason(reason)
    async with DB.transaction():
        identity = await person_named(person)
        await choose(identity, OwnCelebrations(never=never))
        await audit.record(STOPPED if never else ALLOWED, str(identity), {"reason": reason})


async def pause(day: date, reason: str) -> None:
    """On that day nothing is celebrated, and what was made already leaves feed and walls. Twice changes nothing."""
    reason = audit.checked_reason(reason)
    async with _turn():
        if await DB.fetch_value(PAUSE, day):
            await _move(day, WITHDRAWN, removed=True)
            await _tell(PAUSED, day)
            await audit.record(PAUSED, str(day), {"reason": reason})


async def resume(day: date) -> None:
    """What was made comes back; what was not is made by the next round of that day."""
    async with _turn():
        if await DB.fetch_value(RESUME, day):
            await _move(day, BACK, removed=False)
            await _tell(RESUMED, day)
            await audit.record(RESUMED, str(day))


async def _tell(kind: str, day: date) -> None:
    """Everybody, and every screen whatever areas it shows."""
    screens = [row["topic"] for row in await DB.fetch(SCREENS)]
    await record(kind, ORGANISATION, [ORG, *screens], {"day": day.isoformat()})


async def _move(day: date, kind: str, *, removed: bool) -> None:
    for standing in await DB.fetch(MADE_ON, day):
        batch = Batch()
        (remove_in if removed else bring_back_in)(batch, standing["id"])
        record_in(batch, kind, standing["id"], standing["audience"], {"person": standing["person_id"]})
        await batch.run()
