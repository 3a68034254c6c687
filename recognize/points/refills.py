"""What administrators enter into the ledger by hand: more to give, and points of the organisation's own. Each audited."""

from typing import Any

from recognize.errors import InvalidInputError, NotFoundError, Words
from recognize.lib.batch import Batch
from recognize.lib.database import DB
from recognize.lib.ids import parse_uuid
from recognize.lib.text import normal_spelling, unusable
from recognize.organisation import audit
from recognize.points.actions import Entry, enter_in
from recognize.points.errors import CorrectionExceededError, NoAllowanceError, NothingToCorrectError
from recognize.points.queries import MONTH_OF, allowance
from recognize.points.schemas import Allowance

REFILLED, CORRECTED = "points.refilled", "points.corrected"

HOLDER = f"""
select p.id, p.handle, p.kind, {MONTH_OF.format(moment="now()")} as month, o.allowance_points
from people p cross join organisation o where p.handle = $1 or p.id = $2
"""
REFILL = """
insert into allowances as a (person_id, month, granted, refilled) values ($1, $2, $3, $4)
on conflict (person_id, month) do update set refilled = a.refilled + excluded.refilled
"""
LOCK_BALANCE = """
insert into balances as b (person_id, received) values ($1, 0)
on conflict (person_id) do update set received = b.received returning received
"""
OF_THE_ORGANISATION = "select coalesce(sum(points), 0) from ledger where recipient_id = $1 and giver_id is null"


async def refill(person: str, points: int, reason: str) -> Allowance:
    """More to give in the month that it is now. By handle or id.

    Raises NotFoundError, and NoAllowanceError for who has none to refill.
    """
    async with DB.transaction():
        holder = await _holder(person, reason)
        if holder["kind"] != "employee":
            raise NoAllowanceError
        batch = Batch()
        batch.add(REFILL, holder["id"], holder["month"], holder["allowance_points"], points)
        enter_in(batch, [Entry("refill", holder["month"], holder["id"], None, points)])
        await batch.run()
        await audit.record(REFILLED, holder["handle"], {"points": points, "reason": reason.strip()})
        return await allowance(holder["id"])


async def correct(person: str, points: int, reason: str) -> int:
    """Into a balance, or with a minus out of it; the balance afterwards. What a correction takes back is what the
    organisation gave: points of a kudos go back when it is withdrawn, and must still be there then.

    Raises NothingToCorrectError, NotFoundError and CorrectionExceededError.
    """
    if points == 0:
        raise NothingToCorrectError
    async with DB.transaction():
        holder = await _holder(person, reason)
        balance: int = await DB.fetch_value(LOCK_BALANCE, holder["id"])
        given = await DB.fetch_value(OF_THE_ORGANISATION, holder["id"])
        if given + points < 0:
            raise CorrectionExceededError(left=given)
        batch = Batch()
        enter_in(batch, [Entry("correction", holder["month"], None, holder["id"], points)])
        await batch.run()
        await audit.record(CORRECTED, holder["handle"], {"points": points, "reason": reason.strip()})
        return balance + points


async def _holder(person: str, reason: str) -> Any:
    if fault := unusable(reason):
        raise InvalidInputError(fault.about("reason"))
    if not reason.strip():
        raise InvalidInputError(Words("it is empty", "está vacío").about("reason"))
    holder = None if unusable(person) else await DB.fetch_row(HOLDER, normal_spelling(person), parse_uuid(person))
    if holder is None:
        raise NotFoundError(person)
    return holder
