"""Badges given by hand, and taken back by moderation: each one transaction with its row, one event and the audit's entry."""

from collections.abc import Collection
from uuid import UUID

from recognize.badges.errors import (
    AlreadyAwardedError,
    EarnedOnlyError,
    HolderLeftError,
    MonthlyCapError,
    NotYoursToAwardError,
    OwnAwardError,
)
from recognize.badges.queries import badge
from recognize.badges.readers import GRANTED, TAKEN
from recognize.errors import InvalidInputError, NotFoundError
from recognize.feed.audience import ORG, person_topic
from recognize.lib.database import DB
from recognize.lib.ids import parse_uuid, uuid7
from recognize.lib.text import normal_spelling, unusable, visible_length, without_hidden
from recognize.log.events import record
from recognize.organisation import audit

MIN_REASON_CHARACTERS = 3

PERSON = "select id, handle, status, preference from people where handle = $1 or id = $2"
# Two awards of one giver come one after the other, so that both are counted.
MY_TURN = "select from people where id = $1 for update"
GIVEN_THIS_MONTH = """
select count(*) from awards a cross join organisation o where a.giver_id = $1 and a.badge = $2 and a.taken_at is null
and a.granted_at >= date_trunc('month', now() at time zone o.time_zone) at time zone o.time_zone
"""
AWARD = """
insert into awards (id, person_id, badge, earned_on, silent, giver_id, reason)
select $1, $2, $3, (now() at time zone o.time_zone)::date, false, $4, $5 from organisation o
on conflict do nothing returning id
"""
TAKE = """
update awards a set taken_at = now(), moderated = true from people p where a.id = $1 and a.taken_at is null and p.id = a.person_id
returning a.person_id, a.badge, p.handle
"""


async def award(giver: UUID, roles: Collection[str], code: str, person: str, reason: str) -> UUID:
    """The award's id; `roles` are the giver's. Raises NotFoundError and the errors of `badges/errors.py`."""
    reason = _checked(reason)
    given = await badge(code)
    if given["retired_at"] is not None:
        raise NotFoundError(code)
    if given["granted_by"] is None:
        raise EarnedOnlyError
    if given["granted_by"] not in roles:
        raise NotYoursToAwardError(role=given["granted_by"])
    async with DB.transaction():
        holder = await DB.fetch_row(PERSON, normal_spelling(person), parse_uuid(person))
        if holder is None:
            raise NotFoundError(person)
        if holder["id"] == giver:
            raise OwnAwardError
        if holder["status"] == "left":
            raise HolderLeftError
        await DB.execute(MY_TURN, giver)
        if await DB.fetch_value(GIVEN_THIS_MONTH, giver, code) >= given["monthly_cap"]:
            raise MonthlyCapError(monthly_cap=given["monthly_cap"])
        identity = await DB.fetch_value(AWARD, uuid7(), holder["id"], code, giver, reason)
        if identity is None:
            raise AlreadyAwardedError
        heard_by = {person_topic(holder["id"])} | (set() if holder["preference"] == "quiet" else {ORG})
        await record(GRANTED, identity, heard_by, {"person": holder["id"], "badge": code})
        await audit.record("badge.awarded", holder["handle"], {"badge": code, "reason": reason})
    return UUID(str(identity))


async def take_back(award: UUID, reason: str) -> None:
    """By moderation, whenever. Raises NotFoundError for one that is not held (any more)."""
    reason = _checked(reason)
    async with DB.transaction():
        row = await DB.fetch_row(TAKE, award)
        if row is None:
            raise NotFoundError
        told = {"person": row["person_id"], "badge": row["badge"]}
        await record(TAKEN, award, [person_topic(row["person_id"])], told)
        await audit.record("badge.taken", row["handle"], {"badge": row["badge"], "reason": reason})


def _checked(reason: str) -> str:
    reason = without_hidden(reason).strip()
    if fault := unusable(reason):
        raise InvalidInputError(fault.about("reason"))
    if visible_length(reason) < MIN_REASON_CHARACTERS:
        raise InvalidInputError("reason")
    return reason
