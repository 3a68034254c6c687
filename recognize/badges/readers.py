"""Who has earned what, kept from the log. Not by what an event says but by the tallies of now: after each batch the people
it touched are looked at, so that reading an event twice, late or together with others ends in the same awards."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from asyncpg import Record

from recognize.badges.standing import DUE, EARNED_ON, IS_PRIVATE, PERSON, STANDING
from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.log.events import Event, announce_after_commit
from recognize.log.readers import Kind, Reader
from recognize.tallies.queries import concerning
from recognize.tallies.readers import TALLIES, changed, changes, has_new_days

NAME = "badges"
GRANTED, TAKEN = "award.granted", "award.taken"
PERSON_CREATED = "person.created"
# What happened longer ago than this is history by the time it is read: nobody is told of it.
NEWS_HOURS = 24
# A withdrawal within this time after an award takes it back.
TAKEN_BACK_HOURS = 24
# An award that was earned longer ago stands on its day, and is no news: a seniority from before an import, or a week without a
# server.
NEWS_DAYS = 7
PEOPLE_AT_ONCE = 5_000

# Those who name people in the events that tallies count, and whether the event may take something away.
NAMED = ("giver", "recipients", "participants", "person", "author")
ADDING = frozenset({*(f"kudos.{verb}" for verb in ("given", "restored", "joined")), "win.shared"})
COUNTING_NOTHING = frozenset(f"kudos.{verb}" for verb in ("edited", "boosted"))
BY_MODERATION = "kudos.hidden"
DATES = ("hired_on", "seniority_on")  # by which years of service are full

FRESH = f"""
with {PERSON}, {STANDING}, {DUE}
select due.person_id, due.badge, {EARNED_ON} as earned_on, today.today
from due join badges b on b.code = due.badge and b.retired_at is null cross join today
where not exists (
    select from awards a where a.person_id = due.person_id and a.badge = due.badge and (a.taken_at is null or a.moderated))
and (b.after is null or exists (
    select from awards a where a.person_id = due.person_id and a.badge = b.after and a.taken_at is null))
and ($2::text[] is null or due.badge = any($2))
"""
# A quiet person alone hears of an award, and so does everybody of one for constancia.
GRANT = f"""
with fresh as (
    select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::boolean[])
                  as it (id, event, person_id, badge, earned_on, silent)
), granted as (
    insert into awards (id, person_id, badge, earned_on, silent) select id, person_id, badge, earned_on, silent from fresh
    on conflict do nothing returning id
)
insert into outbox (id, kind, subject, audience, payload)
select fresh.event, 'award.granted', fresh.id,
       case when fresh.silent then '{{}}' when p.preference = 'quiet' or {IS_PRIVATE.format(badge="fresh.badge")} then array['person:' || p.id]
            else array['org', 'person:' || p.id] end,
       jsonb_build_object('person', p.id, 'badge', fresh.badge)
from granted join fresh using (id) join people p on p.id = fresh.person_id
"""
# $1 people, $2 when each of them last lost something (null: nothing in this batch), $3 whether by moderation.
WEIGH_HELD = f"""
with {PERSON}, {STANDING}, lost as (
    select * from unnest($1::uuid[], $2::timestamptz[], $3::boolean[]) as it (person_id, at, by_moderation)
), held as (
    select a.id, a.person_id, a.badge, a.unsupported_at, lost.at is not null as has_lost,
           lost.at is not null and (lost.by_moderation or lost.at - a.granted_at <= interval '{TAKEN_BACK_HOURS} hours') as goes,
           not exists (
               select from badge_conditions c left join standing s
                   on s.person_id = a.person_id and s.measure = c.measure and s.key = c.key
               where c.badge = a.badge and c.measure not in ('service_years', 'weeks')
               and coalesce(s.value, 0) < c.at_least) as is_supported
    from awards a join lost using (person_id)
    where a.taken_at is null and a.giver_id is null and (lost.at is not null or a.unsupported_at is not null)
), taken as (
    update awards a set taken_at = now() from held
    where a.id = held.id and held.goes and not held.is_supported and held.unsupported_at is null
    returning a.id, a.person_id, a.badge
), marked as (
    update awards a set unsupported_at = case when held.is_supported then null else now() end from held
    where a.id = held.id and not (held.goes and not held.is_supported and held.unsupported_at is null)
    and held.is_supported = (held.unsupported_at is not null) and (held.is_supported or held.has_lost)
)
select id, person_id, badge from taken
"""
TELL_TAKEN = """
insert into outbox (id, kind, subject, audience, payload)
select event, 'award.taken', award, array['person:' || person], jsonb_build_object('person', person, 'badge', badge)
from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) as it (event, award, person, badge)
"""
PARTIES = """
select giver_id as id from recognitions where kudos_id = any($1)
union select recipient_id from recognitions where kudos_id = any($1)
"""
SOON = f"select now() - interval '{NEWS_HOURS} hours'"
# One reader at a time: the one that follows the log, or whoever weighs everybody.
ALONE = "select from reader_cursors where name = $1 for update"
NEW = "select code from badges where not is_weighed and retired_at is null order by place"
WEIGHED = "update badges set is_weighed = true where code = any($1)"
EVERYBODY = "select id from people where status <> 'left' order by id"
BEGIN_DAY = """
insert into badge_days (day) select (now() at time zone time_zone)::date from organisation
on conflict do nothing returning day
"""
SERVICE = "select distinct badge from badge_conditions where measure = 'service_years'"


class Touch(NamedTuple):
    """`told`: when something last happened to this person that others heard of; `lost`: when something was last taken
    from the tallies."""

    told: datetime | None = None
    lost: datetime | None = None
    by_moderation: bool = False


async def weigh(events: list[Event]) -> None:
    if has_new_days(events):
        await _grant_everybody(None)
    touched = _touched(events)
    for person in await _concerned_by_moves(events):
        touched.setdefault(person, Touch())
    if not touched:
        return
    people = list(touched)
    await _weigh_held(people, [touched[each] for each in people])
    news = await DB.fetch_value(SOON)
    loud = {each for each, touch in touched.items() if touch.told and touch.told >= news}
    await _grant_due(people, None, loud)


def _touched(events: Iterable[Event]) -> dict[UUID, Touch]:
    found: dict[UUID, Touch] = {}
    for event in events:
        if event.kind == PERSON_CREATED or changes(event, DATES):
            found[event.subject] = found.get(event.subject, Touch())._replace(told=event.recorded_at)
        if not event.kind.startswith(("kudos.", "win.")) or event.kind in COUNTING_NOTHING:
            continue
        for person in _named(event.payload):
            before = found.get(person, Touch())
            if event.kind in ADDING:
                found[person] = before._replace(told=event.recorded_at if event.audience else before.told)
            else:
                moderated = before.by_moderation or event.kind == BY_MODERATION
                found[person] = before._replace(lost=event.recorded_at, by_moderation=moderated)
    return found


async def _concerned_by_moves(events: list[Event]) -> set[UUID]:
    """With another area or manager other areas are one's own, and thanks have other directions, also those of others.
    Nobody did anything just now, so it takes no award and is told to nobody."""
    moved, newly_led = changed(events, "department"), changed(events, "manager")
    rows = await DB.fetch(PARTIES, await concerning(moved, newly_led)) if moved or newly_led else []
    return moved | newly_led | changed(events, "status") | {row["id"] for row in rows}


def _named(payload: dict[str, Any]) -> Iterable[UUID]:
    for name in NAMED:
        told = payload.get(name) or []
        yield from map(UUID, [told] if isinstance(told, str) else told)


async def _weigh_held(people: list[UUID], touches: list[Touch]) -> None:
    taken = await DB.fetch(
        WEIGH_HELD, people, [each.lost for each in touches], [each.by_moderation for each in touches]
    )
    if taken:
        announce_after_commit()
        awards, persons, badges = ([row[name] for row in taken] for name in ("id", "person_id", "badge"))
        await DB.execute(TELL_TAKEN, [uuid7() for _ in taken], awards, persons, badges)


async def _grant_due(people: Sequence[UUID], badges: list[str] | None, loud: set[UUID]) -> None:
    """Again as long as there is something: a badge may come after another that was granted just now."""
    for start in range(0, len(people), PEOPLE_AT_ONCE):
        while fresh := await DB.fetch(FRESH, people[start : start + PEOPLE_AT_ONCE], badges):
            announce_after_commit()
            holders, earned, days = ([row[name] for row in fresh] for name in ("person_id", "badge", "earned_on"))
            silent = [row["person_id"] not in loud or _is_old(row) for row in fresh]
            await DB.execute(GRANT, [uuid7() for _ in fresh], [uuid7() for _ in fresh], holders, earned, days, silent)


def _is_old(fresh: Record) -> bool:
    return bool((fresh["today"] - fresh["earned_on"]).days > NEWS_DAYS)


async def weigh_new() -> None:
    """Everybody, with the badges that are new or have another rule; in silence."""
    async with DB.transaction():
        await DB.execute(ALONE, NAME)
        new = [row["code"] for row in await DB.fetch(NEW)]
        if new:
            await _grant_everybody(new)
            await DB.execute(WEIGHED, new)


async def _grant_everybody(badges: list[str] | None) -> None:
    await _grant_due([row["id"] for row in await DB.fetch(EVERYBODY)], badges, set())


async def weigh_service() -> None:
    """The years of service that are full by today, once a day of the organisation's zone whoever asks how often."""
    async with DB.transaction():
        day = await DB.fetch_value(BEGIN_DAY)
        if day is None:
            return
        await DB.execute(ALONE, NAME)
        badges = [row["badge"] for row in await DB.fetch(SERVICE)]
        people = [row["id"] for row in await DB.fetch(EVERYBODY)]
        await _grant_due(people, badges, set(people))


async def rebuild(position: int) -> None:
    """Grants what is missing. What somebody holds is never taken by a rebuild."""
    await _grant_everybody(None)


BADGES = Reader(NAME, Kind.PROJECTION, weigh, rebuild, after=(TALLIES,))
