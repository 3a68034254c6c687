from datetime import date, datetime
from uuid import UUID

from recognize.errors import RecognizeError
from recognize.lib.database import DB
from recognize.points.schemas import Allowance

# Expressions; they need `organisation o` in their query.
MONTH_OF = "date_trunc('month', {moment} at time zone o.time_zone)::date"
# What {giver} gave {recipient} in the month of {moment}, withdrawals taken off.
GIVEN_IN_MONTH_OF = f"""
coalesce((select sum(l.points) from ledger l
          where l.giver_id = {{giver}} and l.recipient_id = {{recipient}} and l.month = {MONTH_OF}), 0)
"""
_THIS_MONTH = MONTH_OF.format(moment="now()")
_MONTH_GIVEN_IN = MONTH_OF.format(moment="coalesce($2::timestamptz, now())")

# Employees have an allowance, externals none. The row of a month comes into being when somebody first gives in it:
# that is the monthly reset, and no job can fail to run it.
ALLOWANCE = f"""
select {_THIS_MONTH} as month, coalesce(a.granted, case p.kind when 'employee' then o.allowance_points else 0 end) as granted,
       coalesce(a.spent, 0) as spent, o.one_person_percent
from people p cross join organisation o
left join allowances a on a.person_id = p.id and a.month = {_THIS_MONTH}
where p.id = $1
"""
LOCK_ALLOWANCE = f"""
insert into allowances as a (person_id, month, granted)
select p.id, {_MONTH_GIVEN_IN}, case p.kind when 'employee' then o.allowance_points else 0 end
from people p cross join organisation o where p.id = $1
on conflict (person_id, month) do update set granted = a.granted
returning month, granted, spent, (select one_person_percent from organisation) as one_person_percent
"""


async def allowance(person: UUID) -> Allowance:
    return await _allowance(ALLOWANCE, person)


async def locked_allowance(person: UUID, at: datetime | None = None) -> Allowance:
    """Of the month of `at`, without it of this one. Inside a transaction: nobody else spends from it until the end."""
    return await _allowance(LOCK_ALLOWANCE, person, at)


async def lock_month(person: UUID, month: date) -> None:
    """First of all locks, as giving does: an allowance before the balances, or two actions of one giver wait in a circle."""
    await DB.execute("select from allowances where person_id = $1 and month = $2 for update", person, month)


async def _allowance(sql: str, person: UUID, *moment: datetime | None) -> Allowance:
    row = await DB.fetch_row(sql, person, *moment)
    if row is None:
        raise RecognizeError(f"no person {person}")
    one_person_limit = row["granted"] * row["one_person_percent"] // 100
    return Allowance(row["month"], row["granted"], row["spent"], one_person_limit)
