"""The level that somebody has reached, which is never lost."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:00:43:000000"
VERSION = "1.38.0"
DESCRIPTION = "levels"

LEVELS = """
create table levels (
    person_id uuid primary key references people,
    level smallint not null check (level > 0),
    reached_at timestamptz not null default now()
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(LEVELS)

    manager.add_raw(create)
    return manager
