"""What a board costs to read with a hundred thousand people on it, after a million recognitions and after five."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import cycle, islice, product
from statistics import quantiles
from uuid import UUID

import asyncpg

from recognize.boards.queries import leaderboard
from recognize.boards.readers import REBUILD
from recognize.boards.schemas import Choice
from recognize.lib.database import DB, connected
from recognize.migrate import migrate
from tests.bench.table import Row

PEOPLE = 100_000
DEPARTMENTS = 200
MILLIONS = (1, 5)
CALLS = 200
BUILD_SECONDS = 3600
DATABASE = "recognize_bench_boards"

# Below one department at the top; of the last three years, more of them lately.
COMPANY = f"""
insert into departments (id, code, name) values (gen_random_uuid(), 'TOP', 'Top');
insert into departments (id, code, name, parent_id)
select gen_random_uuid(), 'D' || n, 'Area ' || n, (select id from departments where code = 'TOP')
from generate_series(1, {DEPARTMENTS}) n;
insert into people (id, handle, name, sort_key, folded, department_id, on_boards)
select gen_random_uuid(), 'p' || n, 'Person ' || n, 'person ' || n, 'person ' || n, d.id, true
from generate_series(1, {PEOPLE}) n join departments d on d.code = 'D' || (1 + n % {DEPARTMENTS});
create table drawn as select row_number() over () as n, id, department_id from people;
alter table drawn add primary key (n);
alter table standing_recognitions drop constraint recognitions_giver_id_fkey, drop constraint recognitions_recipient_id_fkey;
alter table board_totals drop constraint board_totals_person_id_fkey;
drop index recognitions_giver, recognitions_recipient, recognitions_received, recognitions_day;
"""
RECOGNITIONS = f"""
with codes as (select array_agg(code order by code) as all_of_them, count(*)::int as many from behaviours),
lots as materialized (
    select 1 + floor(random() * {PEOPLE})::int as giver, floor(random() * {PEOPLE - 1})::int as away,
           (now() - random() ^ 2 * interval '3 years')::date as day, floor(random() * many)::int as first, all_of_them
    from generate_series(1, 1000000), codes
)
insert into standing_recognitions (
    kudos_id, recipient_id, giver_id, day, giver_department_id, recipient_department_id, direction, behaviours,
    is_public, is_discreet, is_individual, is_of_report, is_named, points)
select gen_random_uuid(), r.id, g.id, l.day, g.department_id, r.department_id, 'across',
       array[l.all_of_them[l.first + 1]], true, false, true, false, true, 0
from lots l join drawn g on g.n = l.giver join drawn r on r.n = 1 + (l.giver + l.away) % {PEOPLE}
"""
READERS = "select id from people where on_boards = $1 order by id limit $2"
# Somebody who is on no board sees the top alone; the statement counts no place for them.
WATCHERS = """
insert into people (id, handle, name, sort_key, folded) select gen_random_uuid(), 'w' || n, 'W', 'w', 'w' from generate_series(1, 10) n
"""


# A table of millions is filled first and indexed then.
WITHOUT_INDEXES = (
    "drop index if exists board_totals_top, board_totals_area, board_totals_ahead",
    "alter table board_totals drop constraint if exists board_totals_pkey",
    "truncate board_totals",
)
WITH_INDEXES = (
    "create index board_totals_top on board_totals (board, count desc, person_id) where listed",
    "create index board_totals_area on board_totals (board, department_id, count desc, person_id) where listed",
    "create index board_totals_ahead on board_totals (board, count) where listed",
    "alter table board_totals add primary key (person_id, board)",
)


async def boards(database_url: str) -> list[Row]:
    async with database_of_its_own(database_url, DATABASE) as url:
        await migrate(url)
        async with connected(url, pool_size=2, command_timeout_seconds=BUILD_SECONDS):
            await DB.execute(COMPANY)
            await DB.execute(WATCHERS)
            (top, own), (later_top, later_own) = [await _after(1), await _after(MILLIONS[1] - MILLIONS[0])]
    note = f"{PEOPLE:,} people on boards; p95 of {CALLS} calls of all periods and measures, in process, one statement"
    return [
        Row("boards_top", f"top of a board, {MILLIONS[1]} M recognitions, p95", "ms", [later_top], note=note),
        Row("boards_own", f"with one's own place, {MILLIONS[1]} M recognitions, p95", "ms", [later_own]),
        Row("boards_flat", f"with one's own place, beside {MILLIONS[0]} M", "ms", [later_own], [own]),
        Row("", f"top of a board, beside {MILLIONS[0]} M", "ms", [later_top], [top]),
    ]


@asynccontextmanager
async def database_of_its_own(database_url: str, name: str) -> AsyncIterator[str]:
    base, _, _ = database_url.rpartition("/")
    admin = await asyncpg.connect(f"{base}/postgres")
    try:
        await admin.execute(f'drop database if exists "{name}"')
        await admin.execute(f'create database "{name}"')
        yield f"{base}/{name}"
        await admin.execute(f'drop database "{name}"')
    finally:
        await admin.close()


async def _after(millions: int) -> tuple[float, float]:
    """(top alone, with one's own place) in milliseconds, with so many recognitions more."""
    for _ in range(millions):
        await DB.execute(RECOGNITIONS)
    async with DB.transaction():
        await DB.execute("set local work_mem = '256MB'; set local maintenance_work_mem = '1GB'")
        for statement in (*WITHOUT_INDEXES, *REBUILD, *WITH_INDEXES):
            await DB.execute(statement)
    await DB.execute("vacuum analyze board_totals, people, departments")
    watchers = [row["id"] for row in await DB.fetch(READERS, False, 10)]
    members = [row["id"] for row in await DB.fetch(READERS, True, CALLS)]
    return await _cost(watchers), await _cost(members)


async def _cost(readers: list[UUID]) -> float:
    chosen = [
        Choice(period, by)
        for period, by in product(("week", "month", "quarter", "year", "all"), ("reach", "areas", "given"))
    ]  # type: ignore[arg-type]
    spent = []
    calls = list(islice(zip(cycle(readers), cycle(chosen), strict=False), CALLS))
    for reader, choice in [*calls[: len(chosen)], *calls]:
        begun = time.perf_counter()
        await leaderboard(reader, choice)
        spent.append((time.perf_counter() - begun) * 1000)
    return quantiles(spent[len(chosen) :], n=20)[-1]
