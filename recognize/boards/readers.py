"""The totals of the boards, kept from the log: whoever an event concerns is counted anew from their own recognitions."""

from collections.abc import Iterable
from uuid import UUID

from recognize.boards.queries import TOTALS_OF, TOTALS_OF_ALL, touched
from recognize.lib.database import DB
from recognize.lib.engine import patient
from recognize.log.events import Event
from recognize.log.readers import Kind, Reader
from recognize.tallies.readers import KUDOS_EVENTS, ORGANISATION_CHANGED, PERSON_CHANGED, REBUILD_SECONDS, TALLIES

PERSON_CHOSE = "person.chose"
COUNTED_BY = {"time_zone", "boards_received"}  # what is received is counted only while there are boards of it

# Only what differs is written: most boards of a person stay as they are.
COUNT = f"""
with fresh as materialized ({TOTALS_OF}), gone as (
    delete from board_totals b where person_id = any($1) and not exists (
        select from fresh f where f.person_id = b.person_id and f.board = b.board)
)
insert into board_totals as b (person_id, board, count, department_id, listed)
select person_id, board, count, department_id, listed from fresh
on conflict (person_id, board) do update
set count = excluded.count, department_id = excluded.department_id, listed = excluded.listed
where (b.count, b.department_id, b.listed) is distinct from (excluded.count, excluded.department_id, excluded.listed)
"""
REBUILD = (
    "delete from board_totals",
    f"insert into board_totals (person_id, board, count, department_id, listed) {TOTALS_OF_ALL}",
)


async def count(events: list[Event]) -> None:
    if any(
        event.kind == ORGANISATION_CHANGED and not COUNTED_BY.isdisjoint(event.payload["fields"]) for event in events
    ):
        await rebuild(events[-1].position)
        return
    kudos = {event.subject for event in events if event.kind.startswith(KUDOS_EVENTS)}
    people = _subjects(events, PERSON_CHANGED) | _subjects(events, PERSON_CHOSE)
    if not kudos and not people:
        return
    concerned = await touched(kudos, people, _subjects(events, PERSON_CHANGED))
    with patient():
        await DB.execute(COUNT, concerned)


def _subjects(events: Iterable[Event], kind: str) -> set[UUID]:
    return {event.subject for event in events if event.kind == kind}


async def rebuild(position: int) -> None:
    with patient(REBUILD_SECONDS):
        for statement in REBUILD:
            await DB.execute(statement)


BOARDS = Reader("boards", Kind.PROJECTION, count, rebuild, after=(TALLIES,))
