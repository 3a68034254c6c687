"""Tallies are of kudos alone: wins are counted from who took part in them, and authors had a second count besides."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:12:000000"
VERSION = "1.38.0"
DESCRIPTION = "tallies of kudos"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute("delete from tallies where measure = 'wins'")

    manager.add_raw(create)
    return manager
