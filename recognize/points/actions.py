from collections.abc import Mapping
from datetime import date
from uuid import UUID

from recognize.lib.batch import Batch
from recognize.points.errors import AllowanceExceededError, OnePersonLimitError
from recognize.points.schemas import Allowance

ENTER = """
insert into ledger (month, reason, giver_id, recipient_id, points, kudos_id)
select $1, $2, $3, recipient, points, $6 from unnest($4::uuid[], $5::integer[]) as given (recipient, points)
"""
# `xmin` is PostgreSQL's own version of a row. What the limits were checked against must still be so.
SPEND = """
insert into allowances as a (person_id, month, granted, spent) values ($1, $2, $3, $4)
on conflict (person_id, month) do update set spent = a.spent + excluded.spent where a.xmin = $5::xid
"""
GIVE_BACK = "update allowances set spent = spent - $3 where person_id = $1 and month = $2"
# In the order of ids, so that two givers who thank the same people do not wait for each other in a circle.
CREDIT = """
insert into balances as b (person_id, received)
select person, points from unnest($1::uuid[], $2::bigint[]) as given (person, points) order by person
on conflict (person_id) do update set received = b.received + excluded.received
"""


def check_limits(allowance: Allowance, points: Mapping[UUID, int], given_before: Mapping[UUID, int]) -> None:
    """Raises AllowanceExceededError. `given_before`: what each recipient already has from this giver this month."""
    if sum(points.values()) > allowance.left:
        raise AllowanceExceededError(limit="month", left=allowance.left)
    for person, amount in points.items():
        left = allowance.one_person_limit - given_before[person]
        if amount > left:
            raise OnePersonLimitError(limit="person", left=max(left, 0), person=str(person))


def enter_in(batch: Batch, month: date, reason: str, giver: UUID, points: Mapping[UUID, int], kudos: UUID) -> None:
    """Ledger and balances together; `points` is by recipient, negative when a withdrawal takes them back."""
    people, amounts = list(points), list(points.values())
    batch.add(ENTER, month, reason, giver, people, amounts, kudos)
    batch.add(CREDIT, people, amounts)


def spend_in(batch: Batch, giver: UUID, seen: Allowance, points: int) -> None:
    """Required of the batch: it is stale where the allowance has changed since it was seen."""
    batch.require(SPEND, giver, seen.month, seen.granted, points, seen.version)


def give_back_in(batch: Batch, giver: UUID, month: date, points: int) -> None:
    """What a withdrawal returns to the allowance it came from."""
    batch.add(GIVE_BACK, giver, month, points)
