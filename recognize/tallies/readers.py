"""Counts of people and of months, kept from the log. Those of people have what everybody may see, and nothing that is
private, quiet or within an area; those of months have all that stands.

Evaluated by state: an event only says which kudos to look at, and `standing_recognitions` says what was counted of it
before. So it does not matter what happened, how often it is told, or how much has happened since.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from recognize.lib.database import DB
from recognize.lib.engine import patient
from recognize.log.events import Event
from recognize.log.readers import Kind, Reader
from recognize.tallies.queries import COUNTED, COUNTED_OF_ALL, RECOGNITION, concerning, miscounted

KUDOS_EVENTS = "kudos."
PERSON_CHANGED, ORGANISATION_CHANGED = "person.changed", "organisation.changed"
MANY_KUDOS = 20_000  # from here on counting everything anew is the quicker way
REBUILD_SECONDS = 3600

TAKE_OFF = """
update tallies t set count = t.count - less.count
from (select person_id, measure, key, count(*) as count from recognition_keys where kudos_id = any($1) group by 1, 2, 3) less
where t.person_id = less.person_id and t.measure = less.measure and t.key = less.key
"""
_OF_MONTHS = "month, measure, giver_department_id, recipient_department_id, key"
MONTH_SUMS = f"""
select {_OF_MONTHS}, {{sign}}sum(amount) as amount from recognition_amounts where {{kudos}} group by {_OF_MONTHS}
"""
_ADD_TO_MONTHS = f"""
insert into recognition_sums as s ({_OF_MONTHS}, amount) {MONTH_SUMS.format(sign="{sign}", kudos="kudos_id = any($1)")}
on conflict ({_OF_MONTHS}) do update set amount = s.amount + excluded.amount
"""
ADD_TO_MONTHS, TAKE_OFF_MONTHS = (_ADD_TO_MONTHS.format(sign=sign) for sign in ("", "-"))
FORGET = "delete from standing_recognitions where kudos_id = any($1) returning giver_id, recipient_id"
COUNT = f"insert into standing_recognitions ({RECOGNITION}) {COUNTED} returning giver_id, recipient_id"
SUMS = "select person_id, measure, key, count(*) from recognition_keys where {kudos} group by 1, 2, 3"
ADD = f"""
insert into tallies as t (person_id, measure, key, count) {SUMS.format(kudos="kudos_id = any($1)")}
on conflict (person_id, measure, key) do update set count = t.count + excluded.count
"""
DROP_EMPTY = "delete from tallies where person_id = any($1) and count = 0"
# Thanking a team is one thanks: whom it reaches through the team is nobody whom the giver has thanked.
PAIRS = (
    "select giver_id, recipient_id, count(*), min(day), max(day) from recognitions {of} where is_named group by 1, 2"
)
COUNT_PAIRS = f"""
with touched as (
    select distinct giver_id, recipient_id from unnest($1::uuid[], $2::uuid[]) as pair (giver_id, recipient_id)
), gone as (
    delete from pairs p using touched t where (p.giver_id, p.recipient_id) = (t.giver_id, t.recipient_id) and not exists (
        select from recognitions r where (r.giver_id, r.recipient_id) = (t.giver_id, t.recipient_id) and r.is_named)
)
insert into pairs (giver_id, recipient_id, count, first_on, last_on)
{PAIRS.format(of="join touched using (giver_id, recipient_id)")}
on conflict (giver_id, recipient_id)
do update set count = excluded.count, first_on = excluded.first_on, last_on = excluded.last_on
"""
REBUILD = (
    "delete from standing_recognitions",
    "delete from recognition_sums",
    "delete from tallies",
    "delete from pairs",
    f"insert into standing_recognitions ({RECOGNITION}) {COUNTED_OF_ALL}",
    f"insert into recognition_sums ({_OF_MONTHS}, amount) {MONTH_SUMS.format(sign='', kudos='true')}",
    f"insert into tallies (person_id, measure, key, count) {SUMS.format(kudos='true')}",
    f"insert into pairs (giver_id, recipient_id, count, first_on, last_on) {PAIRS.format(of='')}",
)


async def count(events: list[Event]) -> None:
    with patient():
        kudos = {event.subject for event in events if event.kind.startswith(KUDOS_EVENTS)}
        kudos.update(await concerning(changed(events, "department"), changed(events, "manager")))
        if len(kudos) > MANY_KUDOS or has_new_days(events):
            await rebuild(events[-1].position)
            return
        if wrong := await miscounted(kudos):
            await _count_anew(wrong)


def changed(events: Iterable[Event], field: str) -> set[UUID]:
    return {event.subject for event in events if changes(event, (field,))}


def changes(event: Event, fields: Collection[str]) -> bool:
    """Of a person. An erasure has emptied what an event says."""
    return event.kind == PERSON_CHANGED and not set(fields).isdisjoint(event.payload.get("fields", ()))


def has_new_days(events: Iterable[Event]) -> bool:
    """In another zone of the organisation a kudos stands in another day."""
    return any(event.kind == ORGANISATION_CHANGED and "time_zone" in event.payload["fields"] for event in events)


async def _count_anew(kudos: list[UUID]) -> None:
    await DB.execute(TAKE_OFF, kudos)
    await DB.execute(TAKE_OFF_MONTHS, kudos)
    pairs = [*await DB.fetch(FORGET, kudos), *await DB.fetch(COUNT, kudos)]
    await DB.execute(ADD, kudos)
    await DB.execute(ADD_TO_MONTHS, kudos)
    givers, recipients = [row["giver_id"] for row in pairs], [row["recipient_id"] for row in pairs]
    await DB.execute(DROP_EMPTY, list({*givers, *recipients}))
    await DB.execute(COUNT_PAIRS, givers, recipients)


async def rebuild(position: int) -> None:
    """From the facts of now: what happened after `position` is looked at again when it is read."""
    with patient(REBUILD_SECONDS):
        for statement in REBUILD:
            await DB.execute(statement)


TALLIES = Reader("tallies", Kind.PROJECTION, count, rebuild)
