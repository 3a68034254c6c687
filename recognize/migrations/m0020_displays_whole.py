"""What administrators decide of a display, its pairing by a code, and the history of its health."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:00:20:000000"
VERSION = "1.38.0"
DESCRIPTION = "displays whole"

# `version` grows with every change, so that two administrators do not undo each other's. `scenes` null: all there are,
# later ones too. A display that was approved and has not come for its token yet has none.
# `health` is what was last judged, `seen_at` the sign of life that Redis could not take.
DISPLAYS = """
alter table displays alter column token_hash drop not null;
alter table displays
    add column location text not null default '',
    add column place text not null default 'internal' check (place in ('internal', 'public')),
    add column scenes text[],
    add column others boolean not null default false,
    add column quiet_from time,
    add column quiet_until time,
    add column version integer not null default 1,
    add column health text not null default 'new' check (health in ('new', 'online', 'late', 'lost')),
    add column seen_at timestamptz,
    add constraint quiet_hours_are_whole check ((quiet_from is null) = (quiet_until is null));
create index displays_in_use on displays (name, id) where revoked_at is null;
create table display_pairings (
    device_hash bytea primary key,
    user_code text not null unique,
    display_id uuid references displays (id),
    expires_at timestamptz not null,
    polled_at timestamptz,
    redeemed_at timestamptz
);
create index display_pairings_expired on display_pairings (expires_at);
create index display_pairings_of_display on display_pairings (display_id);
create table display_health (
    display_id uuid not null references displays (id),
    at timestamptz not null default clock_timestamp(),
    health text not null,
    primary key (display_id, at)
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(DISPLAYS)

    manager.add_raw(create)
    return manager
