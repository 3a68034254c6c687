from uuid import UUID

from recognize.errors import RecognizeError
from recognize.lib.database import DB
from recognize.points.schemas import Allowance

THIS_MONTH = "date_trunc('month', now() at time zone o.time_zone)::date"

# Employees have an allowance, externals none. The row of a month comes into being when somebody first gives in it:
# that is the monthly reset, and no job can fail to run it.
ALLOWANCE = f"""
select {THIS_MONTH} as month, coalesce(a.granted, case p.kind when 'employee' then o.allowance_points else 0 end) as granted,
       coalesce(a.spent, 0) as spent, o.one_person_percent
from people p cross join organisation o
left join allowances a on a.person_id = p.id and a.month = {THIS_MONTH}
where p.id = $1
"""
LOCK_ALLOWANCE = f"""
insert into allowances as a (person_id, month, granted)
select p.id, {THIS_MONTH}, case p.kind when 'employee' then o.allowance_points else 0 end
from people p cross join organisation o where p.id = $1
on conflict (person_id, month) do update set granted = a.granted
returning month, granted, spent, (select one_person_percent from organisation) as one_person_percent
"""
# An expression: what {giver} gave {recipient} this month, withdrawals taken off. Needs `organisation o` in its query.
GIVEN_THIS_MONTH = f"""
coalesce((select sum(l.points) from ledger l
          where l.giver_id = {{giver}} and l.recipient_id = {{recipient}} and l.month = {THIS_MONTH}), 0)
"""


async def allowance(person: UUID) -> Allowance:
    return await _allowance(ALLOWANCE, person)


async def locked_allowance(person: UUID) -> Allowance:
    """Inside a transaction: nobody else spends from it until the end."""
    return await _allowance(LOCK_ALLOWANCE, person)


async def _allowance(sql: str, person: UUID) -> Allowance:
    row = await DB.fetch_row(sql, person)
    if row is None:
        raise RecognizeError(f"no person {person}")
    one_person_limit = row["granted"] * row["one_person_percent"] // 100
    return Allowance(row["month"], row["granted"], row["spent"], one_person_limit)
