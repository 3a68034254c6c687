"""Who has done a challenge, found from the log. What is done in a month stays done; each is told once, and nothing of a past
that was brought in, whose events have no audience."""

from collections.abc import Collection, Iterable
from uuid import UUID, uuid5

from recognize.challenges.queries import Done, acted, acted_this_month, due
from recognize.feed.audience import department_topic, person_topic
from recognize.lib.database import DB
from recognize.log.events import Event, record
from recognize.log.readers import Kind, Reader
from recognize.tallies.readers import KUDOS_EVENTS, TALLIES

CHOSEN = "challenge.chosen"
DEEDS = (KUDOS_EVENTS, "win.")
DONE, AREA_DONE = "challenge.done", "challenge.area_done"

REMEMBER = """
insert into challenges_done (challenge, month, person_id, silent) values ($1, $2, $3, $4) on conflict do nothing
"""
REMEMBER_OF_AREA = """
insert into area_challenges_done (challenge, month, department_id, silent) values ($1, $2, $3, $4) on conflict do nothing
"""
NEW = "INSERT 0 1"


async def judge(events: list[Event]) -> None:
    deeds = [event for event in events if event.kind.startswith(DEEDS)]
    people = await acted({event.subject for event in deeds})
    celebrated = (await acted({event.subject for event in deeds if event.audience})).keys()
    if any(event.kind == CHOSEN for event in events):
        people |= await acted_this_month()
    if people:
        personal, of_areas = await due(people, set().union(*people.values()))
        await _remember(personal, celebrated)
        await _remember_areas(of_areas, is_celebrated=bool(celebrated))


async def _remember(done: Iterable[Done], celebrated: Collection[UUID]) -> None:
    for each in done:
        is_heard = each.who in celebrated
        if await DB.execute(REMEMBER, *each, not is_heard) == NEW and is_heard:
            await record(DONE, _id(each), [person_topic(each.who)], {"person": each.who, **_facts(each)})


async def _remember_areas(done: Iterable[Done], *, is_celebrated: bool) -> None:
    for each in done:
        if await DB.execute(REMEMBER_OF_AREA, *each, not is_celebrated) == NEW and is_celebrated:
            await record(AREA_DONE, _id(each), [department_topic(each.who)], {"department": each.who, **_facts(each)})


def _id(done: Done) -> UUID:
    """Of what was done: the same however often it is told."""
    return uuid5(done.who, f"{done.challenge} {done.month}")


def _facts(done: Done) -> dict[str, str]:
    return {"challenge": done.challenge, "month": done.month.isoformat()}


CHALLENGES = Reader("challenges", Kind.PROJECTION, judge, after=(TALLIES,))
