"""Counts per person, kept from the log: what a breakdown by person may hold, as in the month report. Recognitions within an
area are in them, private and quiet ones are not. What a person's page shows to everybody is less: see `queries.py`."""

from collections import Counter
from uuid import UUID

from recognize.lib.database import DB
from recognize.log.events import Event
from recognize.log.readers import Kind, Reader

SIGNS = {"kudos.given": 1, "kudos.withdrawn": -1, "kudos.hidden": -1, "kudos.restored": 1}

ADD = """
insert into person_tallies as t (person_id, given, received)
select person, given, received from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as more (person, given, received)
order by person
on conflict (person_id) do update set given = t.given + excluded.given, received = t.received + excluded.received
"""
# A kudos counts as given where one of its recipients may be counted by name.
COUNTED = """
with events as (
    select case when kind in ('kudos.given', 'kudos.restored') then 1 else -1 end as sign, payload
    from log where kind in ('kudos.given', 'kudos.withdrawn', 'kudos.hidden', 'kudos.restored') and position <= $1
), received as (
    select r.id, sum(e.sign) as count from events e, jsonb_array_elements_text(e.payload -> 'recipients') r (id)
    where not e.payload -> 'discreet' ? r.id group by r.id
), given as (
    select payload ->> 'giver' as id, sum(sign) as count from events
    where payload -> 'recipients' <> payload -> 'discreet' group by 1
)
select coalesce(g.id, r.id)::uuid as person_id, coalesce(g.count, 0)::bigint as given, coalesce(r.count, 0)::bigint as received
from given g full join received r using (id)
"""
REBUILD = f"insert into person_tallies (person_id, given, received) {COUNTED}"


async def count(events: list[Event]) -> None:
    given: Counter[UUID] = Counter()
    received: Counter[UUID] = Counter()
    for event in events:
        if sign := SIGNS.get(event.kind):
            seen = [each for each in event.payload["recipients"] if each not in event.payload["discreet"]]
            given[UUID(event.payload["giver"])] += sign if seen else 0
            for person in seen:
                received[UUID(person)] += sign
    people = sorted(given.keys() | received.keys())
    await DB.execute(ADD, people, [given[each] for each in people], [received[each] for each in people])


async def rebuild(position: int) -> None:
    await DB.execute("delete from person_tallies")
    await DB.execute(REBUILD, position)


PERSON_TALLIES = Reader("person_tallies", Kind.PROJECTION, count, rebuild)
