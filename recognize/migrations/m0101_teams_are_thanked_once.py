"""Who thanks a team has thanked a team: those whom it reaches do not count as people whom the giver has thanked."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:41:000000"
VERSION = "1.38.0"
DESCRIPTION = "teams are thanked once"

IS_NAMED = """
alter table standing_recognitions add column is_named boolean not null default true;
update standing_recognitions s set is_named = false from kudos_recipients r
where r.kudos_id = s.kudos_id and r.person_id = s.recipient_id and not r.named;
alter table standing_recognitions alter column is_named drop default;
create or replace view recognitions as
select kudos_id, recipient_id, giver_id, day, giver_department_id, recipient_department_id, direction, behaviours, is_named
from standing_recognitions where is_public;
create or replace view recognition_keys as
select side.kudos_id, side.person_id, side.measure, counted.key, side.day
from (
    select kudos_id, giver_id as person_id, 'given' as measure, recipient_department_id as department_id, day, direction,
           behaviours from recognitions where is_named
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
# What stands counted by the old rule; boards read the log once more from its beginning.
COUNT_ANEW = """
delete from tallies;
delete from pairs;
delete from board_totals;
insert into tallies (person_id, measure, key, count)
select person_id, measure, key, count(*) from recognition_keys group by 1, 2, 3;
insert into pairs (giver_id, recipient_id, count, first_on, last_on)
select giver_id, recipient_id, count(*), min(day), max(day) from recognitions where is_named group by 1, 2;
update reader_cursors set position = 0 where name = 'boards';
"""

# Badges that it carried stay, and say that nothing carries them any more.
MARK = """
update awards a set unsupported_at = now() from badge_conditions c
where c.badge = a.badge and a.taken_at is null and a.giver_id is null and a.unsupported_at is null
and (c.measure = 'given' and c.at_least > coalesce((
        select t.count from tallies t where t.person_id = a.person_id and t.measure = 'given' and t.key = c.key), 0)
    or c.measure = 'thanked' and c.at_least > (select count(*) from pairs where giver_id = a.person_id)
    or c.measure = 'givers' and c.at_least > (select count(*) from pairs where recipient_id = a.person_id))
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def change() -> None:
        await DB.execute(IS_NAMED)
        await DB.execute(COUNT_ANEW)
        await DB.execute(MARK)

    manager.add_raw(change)
    return manager
