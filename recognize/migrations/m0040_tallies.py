"""Tallies by person, measure and key, kept from one row for each recognition that everybody may see."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:00:40:000000"
VERSION = "1.38.0"
DESCRIPTION = "tallies"

# From `since` on and before `until`.
SPANS = """
create view department_spans as
select h.person_id, h.department_id, h.since, coalesce((
    select min(n.since) from department_history n where n.person_id = h.person_id and n.since > h.since), 'infinity') as until
from department_history h;
create view manager_spans as
select h.person_id, h.manager_id, h.since, coalesce((
    select min(n.since) from manager_history n where n.person_id = h.person_id and n.since > h.since), 'infinity') as until
from manager_history h;
create index manager_history_manager on manager_history (manager_id);
"""
# What was counted, as of the day it was given: a recognition is taken off again exactly as it was added.
RECOGNITIONS = """
create table recognitions (
    kudos_id uuid not null,
    recipient_id uuid not null references people,
    giver_id uuid not null references people,
    day date not null,
    giver_department_id uuid,
    recipient_department_id uuid,
    direction text not null check (direction in ('up', 'down', 'sideways', 'across')),
    behaviours text[] not null,
    primary key (kudos_id, recipient_id)
);
create index recognitions_giver on recognitions (giver_id, day);
create index recognitions_recipient on recognitions (recipient_id, giver_id, day);
"""
# The one place that says under which keys a recognition counts, and for whom. Two behaviours of one stage are that stage once.
KEYS = """
create view recognition_keys as
select side.kudos_id, side.person_id, side.measure, counted.key, side.day
from (
    select kudos_id, giver_id as person_id, 'given' as measure, recipient_department_id as department_id, day, direction,
           behaviours from recognitions
    union all
    select kudos_id, recipient_id, 'received', giver_department_id, day, direction, behaviours from recognitions
) side cross join lateral (
    select '' as key
    union all select 'direction:' || side.direction
    union all select 'department:' || side.department_id where side.department_id is not null
    union all select 'behaviour:' || code from unnest(side.behaviours) as named (code)
    union all select distinct 'stage:' || b.stage from unnest(side.behaviours) as named (code) join behaviours b using (code)
) counted
union all
select distinct kudos_id, giver_id, 'messages', '', day from recognitions;
"""
TALLIES = """
drop table person_tallies;
create table tallies (
    person_id uuid not null references people,
    measure text not null,
    key text not null,
    count bigint not null check (count >= 0),
    primary key (person_id, measure, key)
);
create table pairs (
    giver_id uuid not null references people,
    recipient_id uuid not null references people,
    count bigint not null check (count > 0),
    first_on date not null,
    last_on date not null,
    primary key (giver_id, recipient_id)
);
create index pairs_recipient on pairs (recipient_id);
create view tally_days as
select person_id, measure, key, day, count(*)::integer as count from recognition_keys group by 1, 2, 3, 4;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        for part in (SPANS, RECOGNITIONS, KEYS, TALLIES):
            await DB.execute(part)

    manager.add_raw(create)
    return manager
