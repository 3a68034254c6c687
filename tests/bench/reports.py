"""What the month report costs after one part of a company's history and after all of it, and what keeping it costs.

SIZE=full is a hundred thousand people and ten million recognitions over ten years, and takes an hour; without it five thousand
people have given two hundred thousand.
The report is that of the last whole month, which the years before do not change.
"""

import os
import time
from dataclasses import dataclass
from statistics import median, quantiles

from recognize.lib.clock import Month
from recognize.lib.database import DB, connected
from recognize.log.readers import Reader, ensure_cursor, read_batch, rebuild
from recognize.migrate import migrate
from recognize.reports.export import as_json
from recognize.reports.queries import month_report, recounted
from recognize.reports.readers import REPORTS
from recognize.tallies.readers import TALLIES
from tests.bench.boards import BUILD_SECONDS, database_of_its_own
from tests.bench.table import Row

IS_FULL = os.environ.get("SIZE") == "full"
PEOPLE = 100_000 if IS_FULL else 5_000
AREAS = 200 if IS_FULL else 50
YEAR = 1_000_000 if IS_FULL else 20_000
YEARS = 10
CALLS = 50
EVENTS = 20_000 if IS_FULL else 5_000
DATABASE = "recognize_bench_reports"

# Neighbours in number are neighbours in the chart: an area is a run of people, and eight report to each manager.
COMPANY = f"""
alter table kudos drop constraint kudos_giver_id_fkey;
alter table kudos_recipients drop constraint kudos_recipients_kudos_id_fkey, drop constraint kudos_recipients_person_id_fkey;
alter table kudos_behaviours drop constraint kudos_behaviours_kudos_id_fkey;
create table drawn as select n, md5('person ' || n)::uuid as id, 1 + (n - 1) * {AREAS} / {PEOPLE} as area
from generate_series(1, {PEOPLE}) n;
alter table drawn add primary key (n);
insert into departments (id, code, name)
select md5('area ' || n)::uuid, 'D' || n, 'Area ' || n from generate_series(1, {AREAS}) n;
insert into people (id, handle, name, sort_key, folded, department_id, site, shift, hired_on, created_at)
select id, 'p' || n, 'Person ' || n, 'person ' || n, 'person ' || n, md5('area ' || area)::uuid, 'Site ' || area % 20,
       case n % 3 when 0 then 'day' when 1 then 'night' end,
       case when n % 50 > 0 then date '2012-01-01' + (n * 7919 % 5000) end, '2012-01-01'
from drawn;
insert into department_history (person_id, since, department_id) select id, '-infinity', department_id from people;
insert into manager_history (person_id, since, manager_id)
select d.id, '-infinity', boss.id from drawn d join drawn boss on boss.n = d.n / 8;
insert into status_history (person_id, since, status) select id, '-infinity', 'active' from people;
"""
# Six in ten within the own area, the others to one of the ten next to it. $1: from there, $2: so many, $3: in the year
# that ends then.
DRAW = f"""
create temporary table lot on commit drop as
select c.n, md5('kudos ' || c.n)::uuid as id, giver.id as giver_id, recipient.id as person_id,
       $3::timestamptz - c.ago * interval '1 year' as given_at, c.kind, c.behaviour
from (
    select n, 1 + floor(random() * {PEOPLE})::int as giver, random() as near, random() as away, random() as ago, random() as kind,
           floor(random() * 18)::int as behaviour, floor(random() * 10)::int as hop
    from generate_series($1::int + 1, $1::int + $2::int) n
) c
join drawn giver on giver.n = c.giver
cross join lateral (
    select (giver.area - 1 + case when c.near < 0.6 then 0 when c.hop < 5 then c.hop + 1 else c.hop - 10 end + {AREAS}) % {AREAS} as area
) other
join drawn recipient on recipient.n = 1 + other.area * {PEOPLE} / {AREAS} + floor(c.away * {PEOPLE} / {AREAS})::int
where recipient.n <> giver.n
"""
GIVE = (
    """insert into kudos (id, giver_id, given_at, message, message_html, visibility)
    select id, giver_id, given_at, 'Gracias', '<p>Gracias</p>', case when kind < 0.05 then 'private' else 'public' end from lot""",
    """insert into kudos_recipients (kudos_id, person_id, place, named, quiet, points, audience)
    select id, person_id, 1, true, kind between 0.05 and 0.08, 10, case when kind > 0.08 then array['org'] else '{}' end from lot""",
    """insert into kudos_behaviours (kudos_id, behaviour, place)
    select lot.id, codes.all_of_them[1 + lot.behaviour], 1
    from lot cross join (select array_agg(code order by code) as all_of_them from behaviours) codes""",
)
HAPPEN = """
with told as (
    insert into log (position, id, kind, subject, audience, payload, recorded_at)
    select h.position + row_number() over (order by lot.n), gen_random_uuid(), 'kudos.given', lot.id, '{}', '{}', now()
    from lot cross join log_head h
)
update log_head set position = position + (select count(*) from lot)
"""
TO_THE_HEAD = "update reader_cursors set position = (select position from log_head)"


@dataclass(frozen=True)
class Cost:
    report: float
    slowest: float
    recount: float
    seconds: float


async def reports(database_url: str) -> list[Row]:
    async with database_of_its_own(database_url, DATABASE) as url:
        await migrate(url)
        async with connected(url, pool_size=2, command_timeout_seconds=BUILD_SECONDS):
            await DB.execute(COMPANY)
            for reader in (TALLIES, REPORTS):
                await ensure_cursor(reader)
            early = await _after(0, 1)
            late = await _after(1, YEARS)
            rates = [await _rate(reader) for reader in await _happened()]
    size = f"{PEOPLE:,} people, {YEARS * YEAR / 1e6:g} M recognitions"
    return [
        Row(
            "report", f"month report, {size}", "ms", [late.report], note=f"p95 {late.slowest:.1f} ms; in process, JSON"
        ),
        Row("report_flat", f"the same, beside {YEAR / 1e6:g} M", "ms", [late.report], [early.report]),
        Row("report_recount", "recount of a month from raw rows", "s", [late.recount]),
        Row("report_reader", "roll-up reader", "events/s", [rates[1]]),
        Row("", "reader of tallies before it", "events/s", [rates[0]]),
        Row("", "tallies and roll-ups made anew", "s", [late.seconds]),
    ]


async def _after(done: int, years: int) -> Cost:
    """With the years before the last `done` ones, up to so many."""
    for year in range(done, years):
        await _give(year * YEAR, YEAR, year)
    await DB.execute(
        "vacuum analyze kudos, kudos_recipients, kudos_behaviours, people, department_history, manager_history"
    )
    begun = time.perf_counter()
    for reader in (TALLIES, REPORTS):
        await rebuild(reader)
    seconds = time.perf_counter() - begun
    await DB.execute("vacuum analyze standing_recognitions, recognition_sums, month_people, month_sums, appearances")
    month = await _last_month()
    spent = []
    for _ in range(CALLS):
        begun = time.perf_counter()
        kept = as_json(await month_report(month))
        spent.append((time.perf_counter() - begun) * 1000)
    begun = time.perf_counter()
    if as_json(await recounted(month)) != kept:
        raise RuntimeError("the report is not what a recount says")
    return Cost(median(spent), quantiles(spent, n=20)[-1], time.perf_counter() - begun, seconds)


async def _give(drawn: int, number: int, years_ago: int, *statements: str) -> None:
    async with DB.transaction():
        await DB.execute("select setseed($1)", drawn / (YEARS * YEAR + EVENTS))
        until = await DB.fetch_value("select date_trunc('month', now()) - make_interval(years => $1)", years_ago)
        await DB.execute(DRAW, drawn, number, until)
        for statement in (*GIVE, *statements):
            await DB.execute(statement)


async def _last_month() -> Month:
    day = await DB.fetch_value("select (date_trunc('month', now()) - interval '1 month')::date")
    return Month(day.year, day.month)


async def _happened() -> tuple[Reader, Reader]:
    """So many kudos more, which both have still to read."""
    await DB.execute(TO_THE_HEAD)
    await _give(YEARS * YEAR, EVENTS, 0, HAPPEN)
    return TALLIES, REPORTS


async def _rate(reader: Reader) -> float:
    begun, read = time.perf_counter(), 0
    while events := await read_batch(reader):
        read += events
    return read / (time.perf_counter() - begun)
