"""Recounts: what is kept beside the facts must equal what the facts say."""

from dataclasses import dataclass

from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.lib.engine import patient
from recognize.lib.redis import QuickRedis
from recognize.log.readers import lags
from recognize.reports.adjusting import unadjusted_months
from recognize.reports.months import broken_seals
from recognize.reports.queries import counted_months, month_report, recounted
from recognize.reports.readers import APPEARANCES, BOOST_AMOUNTS, BOOSTS_OF_ALL
from recognize.reports.rollups import KEYS
from recognize.settings import settings
from recognize.tallies.queries import MISCOUNTED_OF_ALL
from recognize.tallies.readers import MONTH_SUMS, PAIRS, SUMS
from recognize.worker import settle

# Each counts the rows that disagree.
GAPS = """
select coalesce(max(l.position) - min(l.position) + 1 - count(*) + abs(max(h.position) - max(l.position)), 0)
from log l cross join log_head h
"""
BALANCES = """
select count(*) from (
    select recipient_id as id, sum(points) as points from ledger where recipient_id is not null group by 1) l
full join balances b on b.person_id = l.id where coalesce(l.points, 0) <> coalesce(b.received, 0) or b.received < 0
"""
ALLOWANCES = """
select count(*) from (
    select giver_id as id, month, coalesce(sum(points) filter (where reason <> 'refill'), 0) as spent,
           coalesce(sum(points) filter (where reason = 'refill'), 0) as refilled
    from ledger where reason <> 'import' and giver_id is not null group by 1, 2) l
full join allowances a on a.person_id = l.id and a.month = l.month
where coalesce(l.spent, 0) <> coalesce(a.spent, 0) or coalesce(l.refilled, 0) <> coalesce(a.refilled, 0)
"""
LEDGER = """
select count(*) from (
    select k.id, case when k.withdrawn_at is null then sum(r.points) + (
               select coalesce(sum(b.points * b.people), 0) from boosts b where b.kudos_id = k.id) else 0 end as points
    from kudos k join kudos_recipients r on r.kudos_id = k.id group by k.id) k
left join (select kudos_id, sum(points) as points from ledger group by 1) l on l.kudos_id = k.id
where k.points <> coalesce(l.points, 0)
"""
FEED = """
select count(*) from kudos k full join (select * from feed_items where kind = 'kudos') f on f.id = k.id
where k.id is null or f.id is null or (coalesce(k.withdrawn_at, k.hidden_at) is not null) <> (f.removed_at is not null)
"""
HISTORY = """
select count(*) from people p
where p.department_id is distinct from (
    select department_id from department_history h where h.person_id = p.id order by since desc limit 1)
or p.manager_id is distinct from (
    select manager_id from manager_history h where h.person_id = p.id order by since desc limit 1)
or p.status is distinct from (select status from status_history h where h.person_id = p.id order by since desc limit 1)
"""
# What has happened since the last event that was counted is not looked at.
RECOGNITIONS = f"""
select count(*) from ({MISCOUNTED_OF_ALL}) m
where not exists (select from outbox o where o.subject = m.kudos_id)
  and not exists (select from log l join reader_cursors c on c.name = 'tallies' and l.position > c.position
                  where l.subject = m.kudos_id)
"""
TALLIES = f"""
select count(*) from ({SUMS.format(kudos="true")}) c full join tallies t using (person_id, measure, key)
where c.count is distinct from t.count
"""
PAIRS_RECOUNT = f"""
select count(*) from ({PAIRS.format(of="")}) c (giver_id, recipient_id, count, first_on, last_on)
full join pairs p using (giver_id, recipient_id)
where (c.count, c.first_on, c.last_on) is distinct from (p.count, p.first_on, p.last_on)
"""
_DIFFERING = "select count(*) from ((({kept}) except ({recount})) union all (({recount}) except ({kept}))) differing"
RECOGNITION_SUMS = _DIFFERING.format(
    kept="select month, measure, giver_department_id, recipient_department_id, key, amount from recognition_sums where amount <> 0",
    recount=MONTH_SUMS.format(sign="", kudos="true"),
)
PEOPLE_SUMS = _DIFFERING.format(
    kept="select month, measure, key, amount from month_sums where amount <> 0",
    recount=f"""
        select month, measure, key, sum(amount) from (
            {KEYS.format(rows="month_people", amount=1)} union all {BOOST_AMOUNTS.format(rows="month_boosts", amount="b.points")}
        ) counted group by 1, 2, 3
    """,
)
APPEARED = _DIFFERING.format(kept="select person_id, first_on, first_openly_on from appearances", recount=APPEARANCES)
BOOSTED = _DIFFERING.format(kept="select kudos_id, month, points from month_boosts", recount=BOOSTS_OF_ALL)
IS_BEHIND = """
select exists (select from outbox)
    or exists (select from reader_cursors c, log_head h where c.name in ('tallies', 'reports') and c.position < h.position)
"""
ATTEMPTS = 5
RECOUNT_SECONDS = 60
BOOSTS = """
select count(*) from (
    select b.kudos_id as id, b.person_id, b.people as times, case when k.withdrawn_at is null then b.points else 0 end as points
    from boosts b join kudos k on k.id = b.kudos_id) b
full join (
    select l.kudos_id as id, l.giver_id as person_id, l.recipient_id, sum(l.points) as points,
           count(*) filter (where l.reason = 'boost') as entered
    from ledger l join kudos k on k.id = l.kudos_id and k.giver_id <> l.giver_id group by 1, 2, 3) l using (id, person_id)
where l.entered is distinct from 1 or l.points is distinct from b.points
   or b.times <> (select count(*) from ledger each where each.kudos_id = b.id and each.giver_id = b.person_id and each.reason = 'boost')
"""
# Of each recognition and win, without what is kept beside them.
RECOUNTED = """
sides as (
    select giver_id as person_id, 'given' as measure, recipient_id as other, recipient_department_id as area, direction, behaviours,
           kudos_id, is_named from recognitions where is_named
    union all
    select recipient_id, 'received', giver_id, giver_department_id, direction, behaviours, kudos_id, is_named from recognitions
), recounted as (
    select person_id, measure, '' as key, count(*) as value from sides group by 1, 2
    union all
    select person_id, measure, 'direction:' || direction, count(*) from sides group by 1, 2, 3
    union all
    select person_id, measure, 'behaviour:' || code, count(*) from sides cross join unnest(behaviours) code group by 1, 2, 3
    union all
    select person_id, measure, 'stage:' || b.stage, count(distinct (kudos_id, other))
    from sides join behaviours b on b.code = any(behaviours) group by 1, 2, 3
    union all
    select person_id, case measure when 'given' then 'thanked' else 'givers' end, '', count(distinct other)
    from sides where is_named group by 1, measure
    union all
    select s.person_id, case measure when 'given' then 'areas_thanked' else 'areas_served' end, '', count(distinct s.area)
    from sides s join people p on p.id = s.person_id where s.area is distinct from p.department_id group by 1, measure
    union all
    select person_id, 'messages', '', count(distinct kudos_id) from (select giver_id as person_id, kudos_id from recognitions) sent group by 1
    union all
    select t.person_id, 'wins', '', count(*) from win_participants t join wins w on w.id = t.win_id
    where not t.quiet and w.visibility = 'public' and w.withdrawn_at is null and w.hidden_at is null
    and (select count(*) from win_participants seen where seen.win_id = w.id and not seen.quiet) > 1 group by 1
)
"""
# Whom the reader of awards has still to look at is not looked at.
_BUT_THE_WAITING = """
select count(*) from wrong where not exists (
    select from log l join reader_cursors c on c.name = 'badges' and l.position > c.position
    where l.subject = wrong.person_id or l.payload::text like '%' || wrong.person_id || '%')
and not exists (select from outbox o where o.subject = wrong.person_id or o.payload::text like '%' || wrong.person_id || '%')
"""
# What a withdrawal left without evidence says so. What no withdrawal changes is kept without a word: the weeks and years that
# were, and what another area or manager counts otherwise.
CARRIED = f"""
with {RECOUNTED}, wrong as materialized (
    select a.person_id from awards a join badge_conditions c on c.badge = a.badge
    left join recounted r on r.person_id = a.person_id and r.measure = c.measure and r.key = c.key
    where a.taken_at is null and a.giver_id is null and a.unsupported_at is null and coalesce(r.value, 0) < c.at_least
    and c.measure not in ('weeks', 'service_years', 'areas_thanked', 'areas_served') and c.key not like 'direction:%'
) {_BUT_THE_WAITING}
"""
# Weeks and years are looked at when their day comes, all others with what happens.
GRANTED = f"""
with {RECOUNTED}, earned as (
    select r.person_id, c.badge from recounted r
    join badge_conditions c on c.measure = r.measure and c.key = r.key and r.value >= c.at_least group by r.person_id, c.badge
    having count(*) = (select count(*) from badge_conditions every where every.badge = c.badge)
), wrong as materialized (
    select e.person_id from earned e join people p on p.id = e.person_id and p.status <> 'left'
    join badges b on b.code = e.badge and b.is_weighed and b.retired_at is null
    where not exists (
        select from awards a where a.person_id = p.id and a.badge = b.code and (a.taken_at is null or a.moderated))
    and (b.after is null or exists (
        select from awards a where a.person_id = p.id and a.badge = b.after and a.taken_at is null))
) {_BUT_THE_WAITING}
"""


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    is_well: bool
    detail: str = ""

    def __str__(self) -> str:
        return f"{'ok  ' if self.is_well else 'FAIL'} {self.what}{': ' + self.detail if self.detail else ''}"


async def examine() -> list[Finding]:
    await settle()
    return [
        await _agrees("positions are gapless", GAPS),
        await _agrees("balances equal the ledger", BALANCES),
        await _agrees("allowances equal the ledger", ALLOWANCES),
        await _agrees("the ledger equals the kudos", LEDGER),
        await _agrees("boosts equal the ledger", BOOSTS),
        await _agrees("every kudos is one feed item", FEED),
        await _agrees("people are what their history says", HISTORY),
        await _agrees("what is counted equals the kudos", RECOGNITIONS),
        await _agrees("tallies equal a recount", TALLIES),
        await _agrees("pairs equal a recount", PAIRS_RECOUNT),
        await _agrees("sums of the months equal a recount", RECOGNITION_SUMS),
        *await _months(),
        _named("closed months have their checksums", await broken_seals()),
        await _agrees("every award is carried by its rule", CARRIED),
        await _agrees("what the rules grant is granted", GRANTED),
        *[Finding(f"reader {lag.reader}", not lag.error, lag.error or f"{lag.events} behind") for lag in await lags()],
        await _redis(),
    ]


async def _agrees(what: str, sql: str) -> Finding:
    wrong = await DB.fetch_value(sql)
    return Finding(what, wrong == 0, f"{wrong} rows disagree" if wrong else "")


def _named(what: str, wrong: list[str]) -> Finding:
    return Finding(what, not wrong, ", ".join(wrong))


async def _months() -> list[Finding]:
    """At a moment when nothing waits to be counted; on a busy server the next try finds one."""
    for _ in range(ATTEMPTS):
        async with DB.transaction(isolation="repeatable_read"):
            findings = [
                await _agrees("sums of people by month equal a recount", PEOPLE_SUMS),
                await _agrees("first appearances equal the recognitions", APPEARED),
                await _agrees("boosts by month equal the ledger", BOOSTED),
                *[await _month(month) for month in await counted_months()],
                _named("closed months with their adjustments equal a recount", await unadjusted_months()),
            ]
            if all(finding.is_well for finding in findings) or not await DB.fetch_value(IS_BEHIND):
                break
        await settle()
    wrong = [finding for finding in findings if not finding.is_well]
    return wrong or [Finding("month reports equal a recount", is_well=True)]


async def _month(month: Month) -> Finding:
    with patient(RECOUNT_SECONDS):
        is_well = await month_report(month) == await recounted(month)
    return Finding(f"the report of {month} equals a recount", is_well, "" if is_well else "the figures disagree")


async def _redis() -> Finding:
    redis = QuickRedis(settings().redis_url)
    try:
        answer = await redis.attempt(lambda client: client.ping())
    finally:
        await redis.close()
    return Finding("redis answers", bool(answer))
