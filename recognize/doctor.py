"""Recounts: what is kept beside the facts must equal what the facts say."""

from dataclasses import dataclass

from recognize.lib.database import DB
from recognize.lib.redis import QuickRedis
from recognize.log.readers import lags
from recognize.settings import settings
from recognize.tallies.queries import MISCOUNTED_OF_ALL
from recognize.tallies.readers import PAIRS, SUMS
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
        await _agrees("every kudos is one feed item", FEED),
        await _agrees("people are what their history says", HISTORY),
        await _agrees("what is counted equals the kudos", RECOGNITIONS),
        await _agrees("tallies equal a recount", TALLIES),
        await _agrees("pairs equal a recount", PAIRS_RECOUNT),
        *[Finding(f"reader {lag.reader}", not lag.error, lag.error or f"{lag.events} behind") for lag in await lags()],
        await _redis(),
    ]


async def _agrees(what: str, sql: str) -> Finding:
    wrong = await DB.fetch_value(sql)
    return Finding(what, wrong == 0, f"{wrong} rows disagree" if wrong else "")


async def _redis() -> Finding:
    redis = QuickRedis(settings().redis_url)
    try:
        answer = await redis.attempt(lambda client: client.ping())
    finally:
        await redis.close()
    return Finding("redis answers", bool(answer))
