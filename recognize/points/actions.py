from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Literal, NamedTuple
from uuid import UUID

from recognize.lib.batch import Batch
from recognize.points.errors import AllowanceExceededError, OnePersonLimitError
from recognize.points.schemas import Allowance

ENTER = """
insert into ledger (reason, month, giver_id, recipient_id, points, kudos_id)
select * from unnest($1::text[], $2::date[], $3::uuid[], $4::uuid[], $5::integer[], $6::uuid[])
"""
# `xmin` is PostgreSQL's own version of a row. What the limits were checked against must still be so.
SPEND = """
insert into allowances as a (person_id, month, granted, spent) values ($1, $2, $3, $4)
on conflict (person_id, month) do update set spent = a.spent + excluded.spent where a.xmin = $5::xid
"""
GIVE_BACK = """
update allowances a set spent = a.spent - back.points
from unnest($1::uuid[], $2::date[], $3::integer[]) as back (person, month, points)
where a.person_id = back.person and a.month = back.month
"""
# In the order of ids, so that two givers who thank the same people do not wait for each other in a circle.
CREDIT = """
insert into balances as b (person_id, received)
select person, points from unnest($1::uuid[], $2::bigint[]) as given (person, points) order by person
on conflict (person_id) do update set received = b.received + excluded.received
"""


Giving = Literal["kudos", "boost"]


class Entry(NamedTuple):
    """Of the ledger: out of the allowance of `giver` in `month` into the balance of `recipient`. The organisation's own
    points have no giver and no kudos, a refill of an allowance has no recipient."""

    reason: Giving | Literal["withdrawal", "refill", "correction", "import"]
    month: date
    giver: UUID | None
    recipient: UUID | None
    points: int
    kudos: UUID | None = None


def check_limits(allowance: Allowance, points: Mapping[UUID, int], given_before: Mapping[UUID, int]) -> None:
    """Raises AllowanceExceededError. `given_before`: what each recipient already has from this giver this month."""
    if sum(points.values()) > allowance.left:
        raise AllowanceExceededError(limit="month", left=allowance.left)
    for person, amount in points.items():
        left = allowance.one_person_limit - given_before[person]
        if amount > left:
            raise OnePersonLimitError(limit="person", left=max(left, 0), person=str(person))


def enter_in(batch: Batch, entries: Sequence[Entry]) -> None:
    """Ledger and balances together. At most once in a batch: a statement cannot change a balance twice."""
    if not entries:
        return
    batch.add(ENTER, *(list(column) for column in zip(*entries, strict=True)))
    received: Counter[UUID] = Counter()
    for entry in entries:
        if entry.recipient:
            received[entry.recipient] += entry.points
    if received:
        batch.add(CREDIT, list(received), list(received.values()))


def give_in(
    batch: Batch, reason: Giving, seen: Allowance, giver: UUID, points: Mapping[UUID, int], kudos: UUID
) -> None:
    """Out of the allowance that the limits were checked against, by recipient: the batch is stale where it has changed
    since. Without any points there is nothing to write."""
    given = {person: amount for person, amount in points.items() if amount}
    if not given:
        return
    enter_in(batch, [Entry(reason, seen.month, giver, person, amount, kudos) for person, amount in given.items()])
    batch.require(SPEND, giver, seen.month, seen.granted, sum(given.values()), seen.version)


def give_back_in(batch: Batch, entries: Sequence[Entry]) -> None:
    """What these negative entries return to the allowances that they came from."""
    returned: Counter[tuple[UUID, date]] = Counter()
    for entry in entries:
        if entry.giver:
            returned[entry.giver, entry.month] -= entry.points
    people, months = [person for person, _ in returned], [month for _, month in returned]
    batch.add(GIVE_BACK, people, months, list(returned.values()))
