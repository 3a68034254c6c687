"""Who was erased, and when: never who they were."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:24:000000"
VERSION = "1.38.0"
DESCRIPTION = "erasures"

ERASURES = """
create table erasures (
    person_id uuid primary key references people,
    erased_at timestamptz not null default now()
);
create index erasures_erased_at on erasures (erased_at);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(ERASURES)

    manager.add_raw(create)
    return manager
