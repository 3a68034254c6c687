"""Which months an event may change. What it truly changes, only a recount says."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from recognize.lib.database import DB

KUDOS, PERSON_CHANGED, PEOPLE_ADDED = "kudos.", "person.changed", "people.added"
UNDATED = {"hired_on", "kind"}  # of a person, without a history

# Of a kudos: its own month; those after, which look back at it for three months, or for ever where it is the first appearance of
# somebody without a day of hiring; and those of its boosts. Of a person: from the day `since` on, or where that
# is not known from the days on which their histories begin to say something.
TOUCHED = """
select e.place, m.month
from unnest($1::uuid[], $2::boolean[], $3::date[]) with ordinality as e (subject, is_kudos, since, place)
cross join unnest($4::date[]) as m (month)
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
    when e.since is not null then e.since < following.next_first_day
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
    def since(self) -> date | None:
        """From which day on a person counts otherwise."""
        if self.kind == PEOPLE_ADDED:
            return date.fromisoformat(self.payload["since"])
        return date.min if UNDATED.intersection(self.payload["fields"]) else None


async def touched_months(happenings: Sequence[Happening], months: Collection[date]) -> dict[date, list[int]]:
    """Of those months, by their first day: which of the happenings may have changed them, by number."""
    concerned = [number for number, each in enumerate(happenings) if _concerns_figures(each.kind)]
    if not concerned or not months:
        return {}
    rows = await DB.fetch(
        TOUCHED,
        [happenings[number].subject for number in concerned],
        [happenings[number].kind.startswith(KUDOS) for number in concerned],
        [None if happenings[number].kind.startswith(KUDOS) else happenings[number].since for number in concerned],
        list(months),
    )
    touched: dict[date, list[int]] = defaultdict(list)
    for row in rows:
        touched[row["month"]].append(concerned[row["place"] - 1])
    return touched


def _concerns_figures(kind: str) -> bool:
    return kind.startswith(KUDOS) or kind in (PERSON_CHANGED, PEOPLE_ADDED)
