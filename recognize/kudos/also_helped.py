"""Somebody was forgotten: a recipient says who, the giver adds them."""

from typing import Any
from uuid import UUID

from recognize.errors import NotFoundError
from recognize.feed.actions import readdress_in
from recognize.feed.audience import joining, person_topic
from recognize.kudos.actions import affordable_points, facets, facts
from recognize.kudos.errors import (
    AlreadyRecognisedError,
    NotARecipientError,
    TooManyRecipientsError,
    UnknownRecipientError,
)
from recognize.kudos.queries import behaviours_of, locked, look, parties, recipients_of
from recognize.kudos.readdressing import say_on_walls, union
from recognize.kudos.rules import MAX_RECIPIENTS, check_names, check_points, chosen_recipients
from recognize.kudos.schemas import AlsoHelped, NewKudos, Recipient, Situation
from recognize.lib.batch import Batch, StaleError
from recognize.lib.database import DB
from recognize.log.events import record_in
from recognize.permissions import Principal
from recognize.points.actions import give_in
from recognize.points.queries import lock_allowances

JOINED, HELPER_NAMED = "kudos.joined", "kudos.helper_named"

ADD = """
insert into kudos_recipients (kudos_id, person_id, place, named, quiet, points, audience)
select $1, $2, max(place) + 1, true, $3, $4, $5 from kudos_recipients where kudos_id = $1
"""
WIDEN = """
update kudos_recipients set audience = array(select distinct unnest(audience || $2::text[]) order by 1)
where kudos_id = $1 and not quiet
"""
NAME = (
    "insert into also_helped (kudos_id, person_id, named_by) values ($1, $2, $3) on conflict do nothing returning true"
)


async def also_helped(principal: Principal, kudos: UUID, new: AlsoHelped) -> None:
    """By the giver: the person is a recipient from now on, by the same rules as all others. By a recipient: the giver is
    told, once, and nobody else.

    Raises NotFoundError, NotARecipientError, AlreadyRecognisedError, TooManyRecipientsError, and what giving raises of a
    recipient and of points.
    """
    check_points(new.points)
    check_names([new.person], UnknownRecipientError)
    try:
        await _also_helped(principal, kudos, new)
    except StaleError:  # as in boosting: now there is a row of the month that can be locked
        await _also_helped(principal, kudos, new)


async def _also_helped(principal: Principal, kudos: UUID, new: AlsoHelped) -> None:
    async with DB.transaction():
        row = await locked(kudos)
        if row is None or row["withdrawn"] or row["hidden"] or set(row["audience"]).isdisjoint(principal.topics):
            raise NotFoundError
        is_giver = row["giver_id"] == principal.person_id
        if not is_giver and principal.person_id not in row["recipients"]:
            raise NotARecipientError
        if is_giver:
            await lock_allowances(principal.person_id)
        wanted = NewKudos(recipients=[new.person], message=row["message"], points=new.points if is_giver else 0)
        situation, _ = await look(row["giver_id"], wanted)
        (newcomer,) = chosen_recipients(wanted, situation)
        if newcomer.person.id in row["recipients"]:
            if is_giver or await _is_seen(principal, kudos, newcomer.person.id):
                raise AlreadyRecognisedError
        elif is_giver:
            await _add(row, kudos, newcomer, wanted, situation)
        else:
            await _name(row, kudos, newcomer.person.id, principal.person_id)


async def _is_seen(principal: Principal, kudos: UUID, recipient: UUID) -> bool:
    """Where a recipient may not know of another, naming them is answered as naming anybody is."""
    (audience,) = [each["audience"] for each in await recipients_of(kudos) if each["person_id"] == recipient]
    return not set(audience).isdisjoint(principal.topics)


async def _name(row: Any, kudos: UUID, person: UUID, named_by: UUID) -> None:
    if not await DB.fetch_value(NAME, kudos, person, named_by):
        return
    batch = Batch()
    told = facts(row["giver_id"], row["recipients"], row["discreet"]) | {"person": person, "named_by": named_by}
    record_in(batch, HELPER_NAMED, kudos, [person_topic(row["giver_id"])], told)
    await batch.run()


async def _add(row: Any, kudos: UUID, newcomer: Recipient, wanted: NewKudos, situation: Situation) -> None:
    there = await recipients_of(kudos)
    if sum(each["named"] for each in there) >= MAX_RECIPIENTS:
        raise TooManyRecipientsError
    person = newcomer.person
    points = affordable_points(wanted, [newcomer], situation.allowance)
    giver, others = await parties(kudos)
    own, gained = joining(row["visibility"], giver, others, person)
    audience = union([row["audience"], own, gained])
    batch = Batch()
    batch.add(ADD, kudos, person.id, person.is_quiet, points[person.id], sorted(own))
    batch.add(WIDEN, kudos, sorted(gained))
    readdress_in(batch, kudos, audience, facets(giver, [*others, person], await behaviours_of(kudos)))
    is_discreet = person.is_quiet or row["visibility"] == "private"
    discreet = [*row["discreet"], *([person.id] if is_discreet else [])]
    told = facts(row["giver_id"], [*row["recipients"], person.id], discreet) | {"person": person.id}
    record_in(batch, JOINED, kudos, audience, told)
    if situation.allowance:
        give_in(batch, "kudos", situation.allowance, row["giver_id"], points, kudos)
    await batch.run()
    await say_on_walls(kudos, row["message"])
