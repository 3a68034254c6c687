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
SPEND = "update allowances set spent = spent + $3 where person_id = $1 and month = $2"
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


def spend_in(batch: Batch, month: date, giver: UUID, points: int) -> None:
    """Take points from the giver's allowance, or give them back when negative. The table's check is the last guard."""
    batch.add(SPEND, giver, month, points)
