from datetime import date
from uuid import UUID

from recognize.errors import RecognizeError
from recognize.lib.database import DB
from recognize.points.schemas import Allowance

# Expressions; they need `organisation o` in their query.
MONTH_OF = "date_trunc('month', {moment} at time zone o.time_zone)::date"
# What {giver} gave {recipient} out of the allowance of the month of {moment}, withdrawals taken off.
GIVEN_IN_MONTH_OF = f"""
coalesce((select sum(l.points) from ledger l
          where l.giver_id = {{giver}} and l.recipient_id = {{recipient}} and l.month = {MONTH_OF}
            and l.reason <> 'import'), 0)
"""
# The row of a month comes into being when somebody first spends in it: that is the monthly reset, and no job can fail to
# run it. Employees have an allowance, externals none.
ALLOWANCE_OF = f"""
select {MONTH_OF} as month, g.granted, coalesce(a.spent, 0) as spent,
       g.granted * o.one_person_percent / 100 as one_person_limit, a.xmin::text::bigint as version
from people p left join allowances a on a.person_id = p.id and a.month = {MONTH_OF}
cross join lateral (
    select coalesce(a.granted, case p.kind when 'employee' then o.allowance_points else 0 end) as granted) g
where p.id = {{person}}
"""
ALLOWANCE = f"""
select it.* from organisation o cross join lateral ({ALLOWANCE_OF.format(person="$1", moment="now()")}) it
"""


async def allowance(person: UUID) -> Allowance:
    """Of this month."""
    row = await DB.fetch_row(ALLOWANCE, person)
    if row is None:
        raise RecognizeError(f"no person {person}")
    return Allowance(**row)


async def lock_allowances(person: UUID) -> None:
    """Of all months. Inside a transaction: nobody else spends from them until the end."""
    await DB.execute("select from allowances where person_id = $1 order by month for update", person)


async def lock_month(person: UUID, month: date) -> None:
    """Inside a transaction: nobody else spends from it until the end.

    First of all locks: an allowance before the balances, or two actions of one giver wait in a circle.
    """
    await DB.execute("select from allowances where person_id = $1 and month = $2 for update", person, month)
