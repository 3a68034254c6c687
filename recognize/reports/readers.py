"""Keeps the roll-ups of the month report from the log: who is concerned by what happened is counted as the facts have it."""

from datetime import date
from uuid import UUID

from asyncpg import Record

from recognize.lib.database import DB
from recognize.lib.engine import patient
from recognize.log.events import Event
from recognize.log.readers import Kind, Reader
from recognize.reports.headline import SILENT_DAYS
from recognize.reports.rollups import ADD_TO_SUMS, HEARD, WELCOMED, Pair, keep, keep_counts, keep_everybody
from recognize.tallies.readers import KUDOS_EVENTS, REBUILD_SECONDS, TALLIES, changed, has_new_days

PERSON_CREATED = "person.created"
OF_EVERY_MONTH = ("hired_on", "kind", "shift", "site")  # of a person, not by date

# Every month from the first recognition to the present one.
BEGIN = """
insert into counted_months (month)
select month::date from organisation o cross join lateral generate_series(
    (select date_trunc('month', min(day)::timestamp) from standing_recognitions),
    date_trunc('month', now() at time zone o.time_zone), interval '1 month') month
on conflict do nothing returning month
"""
# A plan that was made while the tables were small reads all of them for every month, and PostgreSQL does not look while we write.
FRESH_PLANS = "set local plan_cache_mode = force_custom_plan"
NEW_STATISTICS = "analyze month_people, month_sums"
IN_TURN = "select position from reader_cursors where name = 'reports' for update skip locked"

APPEARANCES = """
select side.person_id, min(side.day) as first_on, min(side.day) filter (where not side.is_discreet) as first_openly_on
from standing_recognitions r
cross join lateral (values (r.giver_id, r.day, r.is_discreet), (r.recipient_id, r.day, r.is_discreet)) side (person_id, day, is_discreet)
group by 1
"""
_TOLD = """
told as materialized (
    select k.id, k.giver_id, greatest(least((k.given_at at time zone z.time_zone)::date, z.until - 1), z.since) as day
    from zone_spans z join kudos k on k.given_at >= z.begins and k.given_at < z.ends where k.id = any($1)
), heard as materialized (
    select t.day, date_trunc('month', t.day::timestamp)::date as month, r.person_id
    from told t join kudos_recipients r on r.kudos_id = t.id
), everybody as materialized (
    select date_trunc('month', day::timestamp)::date as month, giver_id as person_id from told union select month, person_id from heard
)
"""
# Whose first day is another now than it was: nothing after it can change that; `since`: from the earlier of the two on.
APPEAR = f"""
with {_TOLD}, who as materialized (
    select distinct person_id from everybody
), facts as materialized (
    select w.person_id, least(given.first_on, received.first_on) as first_on,
           least(given.first_openly_on, received.first_openly_on) as first_openly_on
    from who w
    cross join lateral (
        select (select min(day) from standing_recognitions where giver_id = w.person_id) as first_on,
               (select min(day) from standing_recognitions where giver_id = w.person_id and not is_discreet) as first_openly_on
    ) given
    cross join lateral (
        select (select min(day) from standing_recognitions where recipient_id = w.person_id) as first_on,
               (select min(day) from standing_recognitions where recipient_id = w.person_id and not is_discreet) as first_openly_on
    ) received
), differing as materialized (
    select f.*, a.first_on as first_before from facts f left join appearances a using (person_id)
    where (f.first_on, f.first_openly_on) is distinct from (a.first_on, a.first_openly_on)
), written as (
    insert into appearances as old (person_id, first_on, first_openly_on)
    select person_id, first_on, first_openly_on from differing where first_on is not null
    on conflict (person_id) do update set first_on = excluded.first_on, first_openly_on = excluded.first_openly_on
), gone as (
    delete from appearances old using differing d where d.person_id = old.person_id and d.first_on is null
)
select d.person_id, least(d.first_on, d.first_before) as since
from differing d join people p on p.id = d.person_id
where p.hired_on is null and d.first_on is distinct from d.first_before
"""
# Givers and recipients of these kudos in their month, and recipients in the months that look back on it and say otherwise.
CONCERNED = f"""
with {_TOLD}
select e.month, e.person_id, exists (
           select from month_people t where t.month = e.month and t.person_id = e.person_id) as is_kept
from everybody e join counted_months using (month)
union
select t.month, t.person_id, true
from heard h join people p on p.id = h.person_id
join counted_months later on later.month > h.month and later.month < h.day + {SILENT_DAYS}
join month_people t on t.month = later.month and t.person_id = h.person_id
cross join lateral (select (t.month + interval '1 month')::date - 1 as last_day) m
where t.is_long_here and t.is_heard <> {HEARD.format(person="p", last_day="m.last_day")}
   or t.is_newcomer and t.is_welcomed <> {WELCOMED.format(person="p")}
"""
# What is kept by date is another from its last date on, and since ever where it has no other.
SINCE = """
select m.month, moved.person_id
from (
    select person_id, since from unnest($1::uuid[], $2::date[]) as given (person_id, since)
    union all
    select id, least(hired_on, created_at::date - 1) from people where id = any($6)
    union all
    select id, coalesce((select max(since) from department_history h where h.person_id = id), '-infinity') from unnest($3::uuid[]) id
    union all
    select id, coalesce((select max(since) from manager_history h where h.person_id = id), '-infinity') from unnest($4::uuid[]) id
    union all
    select id, coalesce((select max(since) from status_history h where h.person_id = id), '-infinity') from unnest($5::uuid[]) id
) moved join counted_months m on (m.month + interval '1 month')::date > moved.since
union
select date_trunc('month', r.day::timestamp)::date, r.giver_id
from unnest($4::uuid[]) led join standing_recognitions r on r.recipient_id = led
"""
_BOOSTS = """
select l.kudos_id, l.month, sum(l.points) as points
from ledger l join kudos k on k.id = l.kudos_id and k.withdrawn_at is null and k.hidden_at is null
join kudos_recipients r on r.kudos_id = l.kudos_id and r.person_id = l.recipient_id
where l.reason = 'boost' and l.kudos_id {these} group by 1, 2
"""
BOOSTS_OF_ALL = _BOOSTS.format(these="is not null")
BOOST_AMOUNTS = "select month, 'boost points' as measure, '' as key, {amount} as amount from {rows} b"
KEEP_BOOSTS = f"""
with facts as materialized ({_BOOSTS.format(these="= any($1)")}
), kept as materialized (
    select * from month_boosts where kudos_id = any($1)
), fresh as materialized (
    select * from facts except select * from kept
), stale as materialized (
    select * from kept except select * from facts
), written as (
    insert into month_boosts as old (kudos_id, month, points) select * from fresh
    on conflict (kudos_id, month) do update set points = excluded.points
), gone as (
    delete from month_boosts old using stale
    where (old.kudos_id, old.month) = (stale.kudos_id, stale.month)
      and not exists (select from fresh where (fresh.kudos_id, fresh.month) = (old.kudos_id, old.month))
)
{
    ADD_TO_SUMS.format(
        amounts=" union all ".join(
            (
                BOOST_AMOUNTS.format(rows="fresh", amount="b.points"),
                BOOST_AMOUNTS.format(rows="stale", amount="-b.points"),
            )
        )
    )
}
"""
FORGET = (
    "delete from month_people",
    "delete from counted_months",
    "delete from appearances",
    "delete from month_boosts",
    "delete from month_sums",
)
REBUILD = (
    *FORGET,
    "analyze standing_recognitions",
    f"insert into appearances (person_id, first_on, first_openly_on) {APPEARANCES}",
    f"insert into month_boosts (kudos_id, month, points) {BOOSTS_OF_ALL}",
    "analyze appearances, month_boosts",
    ADD_TO_SUMS.format(amounts=BOOST_AMOUNTS.format(rows="month_boosts", amount="b.points")),
)


async def count(events: list[Event]) -> None:
    with patient(REBUILD_SECONDS):
        if has_new_days(events) or await _is_new():
            await _count_everything()
            return
        await _begin_months()
        kudos = [event.subject for event in events if event.kind.startswith(KUDOS_EVENTS)]
        await DB.execute(KEEP_BOOSTS, kudos)
        concerned = await DB.fetch(CONCERNED, kudos)
        await keep_counts([(row["month"], row["person_id"]) for row in concerned if row["is_kept"]])
        new = [(row["month"], row["person_id"]) for row in concerned if not row["is_kept"]]
        await keep([*new, *await _moved(events, await DB.fetch(APPEAR, kudos))])


async def _is_new() -> bool:
    """Nothing is kept before the first recognition."""
    return not await DB.fetch_value("select exists (select from counted_months)")


async def _moved(events: list[Event], appeared: list[Record]) -> list[Pair]:
    """The months of people who changed themselves, or in whom the first sight of them did."""
    always: set[UUID] = set().union(*(changed(events, field) for field in OF_EVERY_MONTH))
    created = [event.subject for event in events if event.kind == PERSON_CREATED]
    since = {row["person_id"]: row["since"] for row in appeared} | dict.fromkeys(always, date.min)
    by_date = [list(changed(events, field)) for field in ("department", "manager", "status")]
    if not since and not created and not any(by_date):
        return []
    return [tuple(row) for row in await DB.fetch(SINCE, list(since), list(since.values()), *by_date, created)]


async def _begin_months() -> None:
    begun = await DB.fetch(BEGIN)
    if begun:
        await DB.execute(FRESH_PLANS)
    for number, row in enumerate(begun, start=1):
        await keep_everybody(row["month"])
        if number.bit_count() == 1:  # whenever there are twice as many
            await DB.execute(NEW_STATISTICS)


async def begin_months() -> None:
    """Rows for a month that has begun. While the reader is at work it does that itself."""
    async with DB.transaction():
        if await DB.fetch_value(IN_TURN) is not None and not await _is_new():
            with patient(REBUILD_SECONDS):
                await _begin_months()


async def _count_everything() -> None:
    for statement in REBUILD:
        await DB.execute(statement)
    await _begin_months()


async def rebuild(position: int) -> None:
    """From the facts of now: what happened after `position` is looked at again when it is read."""
    with patient(REBUILD_SECONDS):
        await _count_everything()


REPORTS = Reader("reports", Kind.PROJECTION, count, rebuild, after=(TALLIES,))
