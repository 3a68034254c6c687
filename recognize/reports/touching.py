"""Which months an event may change. What it truly changes, only a recount says."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, NamedTuple, Self
from uuid import UUID

import msgspec
from asyncpg import Record

from recognize.lib.database import DB
from recognize.log.events import Event

PERSON_CHANGED, PERSON_CREATED, PERSON_CHOSE = "person.changed", "person.created", "person.chose"
UNDATED = {"hired_on", "kind"}  # of a person, without a history

# Of a kudos: its own month; those after, which look back at it for three months, or for ever where it is the first appearance of
# somebody without a day of hiring; and those of its boosts. Of somebody new: since they were hired. Of a person otherwise:
# the months in which one of their histories begins to say something. Of who wants to be recognised otherwise: those of their awards.
TOUCHED = """
select e.place, m.month
from unnest($1::uuid[], $2::text[]) with ordinality as e (subject, concern, place)
cross join unnest($3::date[]) as m (month)
cross join lateral month_bounds(m.month) b
cross join lateral (select (m.month + interval '1 month')::date as next_first_day) following
where case e.concern
    when 'kudos' then exists (
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
    when 'win' then exists (
        select from wins w where w.id = e.subject and w.shared_at >= b.starts_at and w.shared_at < b.ends_at)
    when 'award' then exists (
        select from awards a where a.id = e.subject and a.earned_on >= m.month and a.earned_on < following.next_first_day)
    when 'awards' then exists (
        select from awards a where a.person_id = e.subject and a.earned_on >= m.month and a.earned_on < following.next_first_day)
    when 'newcomer' then exists (select from people p where p.id = e.subject and p.hired_on < following.next_first_day)
    when 'undated' then true
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
    def concern(self) -> str | None:
        """What of a month it is about; None where it is about no figure."""
        domain = self.kind.partition(".")[0]
        if domain in ("kudos", "win", "award"):
            return domain
        if self.kind == PERSON_CREATED:
            return "newcomer"
        fields = self.payload.get("fields", ())  # an erasure empties what was said of the person
        if self.kind == PERSON_CHANGED:
            return "person" if fields and UNDATED.isdisjoint(fields) else "undated"
        return "awards" if self.kind == PERSON_CHOSE and "preference" in fields else None

    @classmethod
    def of(cls, event: Event) -> Self:
        return cls(event.kind, event.subject, event.payload)

    @classmethod
    def of_row(cls, row: Record) -> Self:
        """`payload` is text."""
        return cls(row["kind"], row["subject"], msgspec.json.decode(row["payload"]))


async def touched_months(happenings: Sequence[Happening], months: Collection[date]) -> dict[date, list[int]]:
    """Of those months, by their first day: which of the happenings may have changed them, by number."""
    concerns = {number: each.concern for number, each in enumerate(happenings) if each.concern}
    if not concerns or not months:
        return {}
    numbers = list(concerns)
    rows = await DB.fetch(
        TOUCHED, [happenings[number].subject for number in numbers], list(concerns.values()), list(months)
    )
    touched: dict[date, list[int]] = defaultdict(list)
    for row in rows:
        touched[row["month"]].append(numbers[row["place"] - 1])
    return touched
