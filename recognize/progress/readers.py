"""Levels that were reached, kept because they are never lost. Each is told once to its person, and nothing of a past that was
brought in, whose events have no audience."""

from uuid import uuid5

from recognize.feed.audience import person_topic
from recognize.lib.database import DB
from recognize.log.events import Event, record
from recognize.log.readers import Kind, Reader
from recognize.progress.queries import REACHED, REACHED_BY_ALL, concerned
from recognize.tallies.readers import KUDOS_EVENTS, TALLIES

REACHED_LEVEL = "level.reached"

KEEP = """
insert into levels as l (person_id, level) {reached}
on conflict (person_id) do update set level = excluded.level, reached_at = now() where l.level < excluded.level
returning person_id, level
"""


async def climb(events: list[Event]) -> None:
    given = [event for event in events if event.kind.startswith(KUDOS_EVENTS)]
    if not given:
        return
    celebrated = await concerned({event.subject for event in given if event.audience})
    for row in await DB.fetch(KEEP.format(reached=REACHED), list({event.subject for event in given})):
        if row["person_id"] in celebrated and row["level"] > 1:
            person, level = row["person_id"], row["level"]
            facts = {"person": person, "level": level}
            await record(REACHED_LEVEL, uuid5(person, f"level {level}"), [person_topic(person)], facts)


async def rebuild(position: int) -> None:
    await DB.execute(KEEP.format(reached=REACHED_BY_ALL))


LEVELS = Reader("levels", Kind.PROJECTION, climb, rebuild, after=(TALLIES,))
