"""Which months an event may change. What it truly changes, only a recount says."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from recognize.lib.database import DB

KUDOS, PERSON_CHANGED, PERSON_CREATED = "kudos.", "person.changed", "person.created"
UNDATED = {"hired_on", "kind"}  # of a person, without a history

# Of a kudos: its own month; those after, which look back at it for three months, or for ever where it is the first appearance of
# somebody without a day of hiring; and those of its boosts. Of somebody new: since they were hired. Of a person otherwise:
# the months in which one of their histories begins to say something.
TOUCHED = """
select e.place, m.month
from unnest($1::uuid[], $2::boolean[], $3::boolean[], $4::boolean[]) with ordinality as e (subject, is_kudos, is_new, is_of_every_month, place)
cross join unnest($5::date[]) as m (month)
cross join lateral month_bounds(m.month) b
cross join lateral (select (m.month + interval '1 month')::date as next_first_day) following
where case
    when e.is_kudos then exists (
        select from kudos k where k.id = e.subject and k.given_at < b.ends_at and (
            k.given_at >= b.starts_at - interval '95 days' or exists (
                select from people p where p.hired_on is null and p.kind = 'employee' and (
                    p.id = k.giver_id or p.id in (select r.person_id from kudos_recipients r where r.kudos_id = k.id))
                and not exists (
                    select from kudos g where g.giver_id = p.id and g.given_at < k.given_at
                    and g.withdrawn_at is null and g.hidden_at is null)
                and not exists (
                    select from kudos_recipients r join kudos g on g.id = r.kudos_id where r.person_id = p.id
                    and g.given_at < k.given_at and g.withdrawn_at is null and g.hidden_at is null)))
    ) or exists (select from ledger l where l.kudos_id = e.subject and l.reason = 'boost' and l.month = m.month)
    when e.is_of_every_month then true
    when e.is_new then exists (select from people p where p.id = e.subject and p.hired_on < following.next_first_day)
    else exists (
        select from (
            select since, lead(since) over (order by since) as until from department_history where person_id = e.subject
            union all
            select since, lead(since) over (order by since) from manager_history where person_id = e.subject
            union all
            select since, lead(since) over (order by since) from status_history where person_id = e.subject) span
        where span.since < following.next_first_day and (span.since > '-infinity' or span.until is null)) end
order by m.month, e.place
"""


class Happening(NamedTuple):
    """What an event says, wherever it stands yet."""

    kind: str
    subject: UUID
    payload: dict[str, Any]

    @property
    def is_of_every_month(self) -> bool:
        return self.kind == PERSON_CHANGED and not UNDATED.isdisjoint(self.payload["fields"])


async def touched_months(happenings: Sequence[Happening], months: Collection[date]) -> dict[date, list[int]]:
    """Of those months, by their first day: which of the happenings may have changed them, by number."""
    concerned = [number for number, each in enumerate(happenings) if _concerns_figures(each.kind)]
    if not concerned or not months:
        return {}
    found = [happenings[number] for number in concerned]
    rows = await DB.fetch(
        TOUCHED,
        [each.subject for each in found],
        [each.kind.startswith(KUDOS) for each in found],
        [each.kind == PERSON_CREATED for each in found],
        [each.is_of_every_month for each in found],
        list(months),
    )
    touched: dict[date, list[int]] = defaultdict(list)
    for row in rows:
        touched[row["month"]].append(concerned[row["place"] - 1])
    return touched


def _concerns_figures(kind: str) -> bool:
    return kind.startswith(KUDOS) or kind in (PERSON_CHANGED, PERSON_CREATED)
