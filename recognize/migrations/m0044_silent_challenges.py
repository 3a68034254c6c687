"""What was done by a past that was brought in is done, and no wall celebrates it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:00:44:000000"
VERSION = "1.38.0"
DESCRIPTION = "silent challenges"

SILENT = """
alter table challenges_done add column silent boolean not null default false;
alter table area_challenges_done add column silent boolean not null default false;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(SILENT)

    manager.add_raw(create)
    return manager
