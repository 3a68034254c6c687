"""A win of one person alone is shared with nobody: what it earned is kept, and says that nothing carries it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "wins with others"

MARK = """
update awards a set unsupported_at = now() from badge_conditions c
where c.badge = a.badge and c.measure = 'wins' and a.taken_at is null and a.giver_id is null and a.unsupported_at is null
and c.at_least > (
    select count(*) from win_participants t join wins w on w.id = t.win_id
    where t.person_id = a.person_id and not t.quiet and w.visibility = 'public' and w.withdrawn_at is null and w.hidden_at is null
    and exists (select from win_participants o where o.win_id = w.id and o.person_id <> t.person_id and not o.quiet))
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def mark() -> None:
        await DB.execute(MARK)

    manager.add_raw(mark)
    return manager
