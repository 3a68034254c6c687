"""Exports that a worker makes, and their maker fetches."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:23:000000"
VERSION = "1.38.0"
DESCRIPTION = "exports"

# The file is below the data directory, named by `id`. Whoever makes one holds it until `lease_until`.
EXPORTS = """
create table exports (
    id uuid primary key,
    person_id uuid not null references people,
    request jsonb not null,
    file_name text not null,
    state text not null default 'waiting' check (state in ('waiting', 'running', 'done', 'failed')),
    attempts smallint not null default 0,
    lease_until timestamptz,
    done_rows bigint not null default 0,
    total_rows bigint,
    size_bytes bigint,
    error text,
    created_at timestamptz not null default now(),
    ended_at timestamptz
);
create index exports_person on exports (person_id, created_at desc);
create index exports_unmade on exports (created_at) where state in ('waiting', 'running');
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(EXPORTS)

    manager.add_raw(create)
    return manager
