"""Erasing somebody: one transaction, and what it leaves behind on disks goes soon after it."""

import secrets
from collections.abc import Iterable
from uuid import UUID

from recognize.erasure.errors import LastAdministratorError, OwnErasureError
from recognize.erasure.fates import GOES, OWN_ITEMS, columns_of
from recognize.erasure.leavings import sweep
from recognize.erasure.names import Names
from recognize.erasure.queries import earlier_handles, erasure_of, is_last_administrator
from recognize.erasure.schemas import Erasure
from recognize.erasure.texts import take_out
from recognize.errors import NotFoundError
from recognize.feed.audience import ORG, WALLS, person_topic
from recognize.identity.queries import person_id
from recognize.lib.database import DB
from recognize.log.events import announce_after_commit, record
from recognize.organisation import audit
from recognize.people.changes import carry_out
from recognize.people.queries import locked_roster, people_by_id
from recognize.people.roster import Change, PersonFacts, Plan, Roster

ERASED = "person.erased"
NAMES = {"es": ("Persona eliminada", "eliminada"), "en": ("Deleted person", "deleted")}
HANDLE_BYTES = 6
AGAIN = "erased before the backup was restored"

LOCALE = "select locale from organisation"
# What they wrote below items is nobody's record but their own.
TELL_OF_COMMENTS = """
insert into outbox (id, kind, subject, audience, payload)
select gen_random_uuid(), 'item.uncommented', c.item_id,
       coalesce(c.only_for, array(select topic from unnest(f.audience) topic where topic not like 'walls%')),
       jsonb_build_object('item', c.item_id, 'kind', f.kind, 'author', c.person_id, 'comment', c.id)
from comments c join feed_items f on f.id = c.item_id where c.person_id = $1 and c.removed_at is null
"""
EMPTY_COMMENTS = """
update comments set text = '', text_html = '', removed_at = coalesce(removed_at, now()) where person_id = $1
"""
# Days on which somebody was celebrated tell their birthday: nothing leads from the person to them any more.
CELEBRATIONS = "select array(select id from celebrations where person_id = $1)"
UNADDRESS_ITEMS = """
update feed_items set removed_at = coalesce(removed_at, now()), audience = '{}', facets = '{}' where id = any($1)
"""
UNADDRESS_EVENTS = """
update {table} set audience = '{{}}', payload = '{{}}' where subject = any($1) and kind like 'celebration.%'
"""
# No program knows who is on a picture: those that they brought go, and those of items that name them.
LET_PICTURES_GO = f"""
with own as materialized ({OWN_ITEMS}), theirs as materialized (
    select f.id, f.picture from feed_items f join own on own.item = f.id and own.by_name where f.picture is not null
), detached as (
    update feed_items f set picture = null from theirs where f.id = theirs.id
)
update pictures p set uploaded_at = '-infinity'
where hash in (select picture from theirs) or hash in (select hash from picture_uploads where person_id = $1)
and not exists (select from picture_uploads u where u.hash = p.hash and u.person_id <> $1)
"""
RENAME_IN_AUDIT = """
update audit a set actor = case when a.actor_id = $1 then $3 else a.actor end,
                   subject = case when named.is_theirs then $3 else a.subject end
from (select id, a.action not similar to '(department|team|display|challenge|organisation).%' and (
          a.subject = any($2) or exists (
              select from audit c where c.action = 'person.changed' and c.details ->> 'person' = $1::uuid::text
              and c.details ->> 'was' = a.subject and a.at <= c.at)) as is_theirs
      from audit a) named
where named.id = a.id and (a.actor_id = $1 or named.is_theirs)
"""
OFF_BOARDS = "update people set on_boards = false where id = $1"
NOTE = "insert into erasures (person_id) values ($1)"


async def name_of(handle_or_id: str) -> str:
    """Raises NotFoundError."""
    person = await person_id(handle_or_id)
    if person is None:
        raise NotFoundError(handle_or_id)
    (view,) = await people_by_id([person])
    return view.full_name


async def erase(handle_or_id: str, reason: str, *, by: UUID | None = None) -> Erasure:
    """`by` is who asks, None at a command line. Whoever was erased already stays so, and nothing happens.

    Raises NotFoundError, OwnErasureError, LastAdministratorError, and InvalidInputError for a reason that is none.
    """
    reason = audit.checked_reason(reason)
    person = await person_id(handle_or_id)
    if person is None:
        raise NotFoundError(handle_or_id)
    if person == by:
        raise OwnErasureError
    async with DB.transaction():
        roster = await locked_roster()
        if done := await erasure_of(person):
            return done
        if await is_last_administrator(person):
            raise LastAdministratorError
        done = await _erase(person, reason, roster)
    await sweep()
    return done


async def erase_again(people: Iterable[UUID]) -> int:
    """Of people who were erased before a backup was restored, those whom it has brought back; how many. `sweep` afterwards."""
    count = 0
    async with DB.transaction():
        for person in dict.fromkeys(people):
            roster = await locked_roster()
            if any(facts.id == person for facts in roster.people.values()) and not await erasure_of(person):
                await _erase(person, AGAIN, roster)
                count += 1
    return count


async def _erase(person: UUID, reason: str, roster: Roster) -> Erasure:
    (before,) = [facts for facts in roster.people.values() if facts.id == person]
    names = Names(before, await earlier_handles(person))
    after = _nobody(before, await DB.fetch_value(LOCALE))
    await carry_out(Plan(people=[Change(before, after)]), roster)
    await DB.execute(RENAME_IN_AUDIT, person, sorted(names.handles), after.handle)
    await take_out(names)
    await _let_go(person)
    await DB.execute(OFF_BOARDS, person)
    await DB.execute(NOTE, person)
    await audit.record(ERASED, after.handle, {"reason": names.taken_from(reason, alone=True)})
    await record(ERASED, person, {ORG, WALLS, person_topic(person)}, {})
    done = await erasure_of(person)
    assert done is not None  # noqa: S101 — just written
    return done


def _nobody(person: PersonFacts, locale: str) -> PersonFacts:
    """Where they worked, as what and since when stays: the figures of their months are made of it."""
    name, word = NAMES[locale]
    return PersonFacts(
        id=person.id,
        handle=f"{word}-{secrets.token_hex(HANDLE_BYTES)}",
        name=name,
        department=person.department,
        site=person.site,
        manager=person.manager,
        shift=person.shift,
        kind=person.kind,
        status="left",
        hired_on=person.hired_on,
    )


async def _let_go(person: UUID) -> None:
    await DB.execute(TELL_OF_COMMENTS, person)
    announce_after_commit()
    await DB.execute(EMPTY_COMMENTS, person)
    if celebrations := await DB.fetch_value(CELEBRATIONS, person):
        await DB.execute(UNADDRESS_ITEMS, celebrations)
        for table in ("outbox", "log"):
            await DB.execute(UNADDRESS_EVENTS.format(table=table), celebrations)
    await DB.execute(LET_PICTURES_GO, person)
    for table, column in columns_of(GOES):
        await DB.execute(f"delete from {table} where {column} = $1", person)
