"""What moderation took is known from what a withdrawal took: its rule does not grant it again."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:13:000000"
VERSION = "1.38.0"
DESCRIPTION = "moderated awards"

MODERATED = """
alter table awards add column moderated boolean not null default false;
alter table awards add check (taken_at is not null or not moderated);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(MODERATED)

    manager.add_raw(create)
    return manager
