from collections.abc import Collection
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
    select coalesce(a.granted + a.refilled, case p.kind when 'employee' then o.allowance_points else 0 end) as granted) g
where p.id = {{person}}
"""
LOCK_MONTHS = """
select from allowances a join unnest($1::uuid[], $2::date[]) as wanted (person, month)
    on a.person_id = wanted.person and a.month = wanted.month
order by a.person_id, a.month for update of a
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


async def lock_months(months: Collection[tuple[UUID, date]]) -> None:
    """Of people and months. Inside a transaction: nobody else spends from them until the end.

    First a kudos, then allowances, then balances, each in the order of their keys: or two who act at once wait in a circle.
    """
    await DB.execute(LOCK_MONTHS, [person for person, _ in months], [month for _, month in months])
