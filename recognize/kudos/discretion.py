"""A recipient takes the own name out of what others see, or lets it be seen again. From then on it counts like quiet."""

from typing import Any
from uuid import UUID

import msgspec

from recognize.errors import NotFoundError
from recognize.feed.actions import readdress_in
from recognize.feed.answers import readdress_answers_in
from recognize.feed.audience import Party, audiences
from recognize.kudos.actions import facets, facts
from recognize.kudos.errors import NotARecipientError
from recognize.kudos.queries import behaviours_of, locked, parties, recipients_of
from recognize.kudos.readdressing import say_on_walls, union
from recognize.lib.batch import Batch
from recognize.lib.database import DB
from recognize.log.events import record_in
from recognize.permissions import Principal

NAME_HIDDEN, NAME_SHOWN = "kudos.name_hidden", "kudos.name_shown"

HIDE = """
update kudos_recipients set quiet = true, audience_before = audience, audience = $3 where kudos_id = $1 and person_id = $2
"""
SHOW = """
update kudos_recipients set quiet = false, audience = audience_before, audience_before = null
where kudos_id = $1 and person_id = $2
"""


async def hide_name(principal: Principal, kudos: UUID) -> None:
    """It leaves profile and feed for that name; giver, recipient and the manager of that day see it still. Where nobody
    else saw the name, nothing changes.

    Raises NotFoundError and NotARecipientError.
    """
    async with DB.transaction():
        row, own = await _own(principal, kudos)
        if own["quiet"] or row["visibility"] == "private":
            return
        await _change(row, kudos, principal.person_id, hidden=True)


async def show_name(principal: Principal, kudos: UUID) -> None:
    """Back to whom it was for when it was given. Raises NotFoundError and NotARecipientError."""
    async with DB.transaction():
        row, own = await _own(principal, kudos)
        if own["audience_before"] is not None:
            await _change(row, kudos, principal.person_id, hidden=False)


async def _own(principal: Principal, kudos: UUID) -> tuple[Any, Any]:
    row = await locked(kudos)
    if row is None or row["withdrawn"] or row["hidden"] or set(row["audience"]).isdisjoint(principal.topics):
        raise NotFoundError
    for own in await recipients_of(kudos):
        if own["person_id"] == principal.person_id:
            return row, own
    raise NotARecipientError


async def _change(row: Any, kudos: UUID, person: UUID, *, hidden: bool) -> None:
    giver, before = await parties(kudos)
    after = [_with_preference(each, hidden=hidden) if each.id == person else each for each in before]
    seen_by = {each["person_id"]: set(each["audience"]) for each in await recipients_of(kudos)}
    batch = Batch()
    if hidden:
        (quiet,) = [each for each in after if each.id == person]
        (seen_by[person],) = audiences(row["visibility"], giver, [quiet])
        batch.add(HIDE, kudos, person, sorted(seen_by[person]))
        readdress_answers_in(batch, kudos, person, seen_by[person])
    else:
        seen_by[person] = await _audience_before(kudos, person)
        batch.add(SHOW, kudos, person)
        readdress_answers_in(batch, kudos, person, None)
    audience = union(seen_by.values())
    readdress_in(batch, kudos, audience, facets(giver, after, await behaviours_of(kudos)))
    discreet = {each.id for each in after if each.is_quiet}
    told = facts(giver.id, row["recipients"], sorted(discreet)) | {"person": person}
    # Also to whom it had reached: who is not in the item's audience any more is told that it is gone.
    record_in(batch, NAME_HIDDEN if hidden else NAME_SHOWN, kudos, audience | set(row["audience"]), told)
    await batch.run()
    await say_on_walls(kudos, row["message"])


def _with_preference(party: Party, *, hidden: bool) -> Party:
    return msgspec.structs.replace(party, preference="quiet" if hidden else None)


async def _audience_before(kudos: UUID, person: UUID) -> set[str]:
    (own,) = [each for each in await recipients_of(kudos) if each["person_id"] == person]
    return set(own["audience_before"])
