"""Team wins: what several people achieved together."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "wins"

# `audience` is that of the participant's name, as in `kudos_recipients`; `win_edits` holds what stood there before.
WINS = """
create table wins (
    id uuid primary key,
    author_id uuid not null references people,
    kind text not null check (kind in ('result', 'improvement', 'joint_activity')),
    title text not null,
    story text not null,
    wall_title text,
    visibility text not null check (visibility in ('public', 'department')),
    shared_at timestamptz not null default now(),
    edited_at timestamptz,
    withdrawn_at timestamptz,
    hidden_at timestamptz
);
create index wins_author on wins (author_id, shared_at);
create table win_participants (
    win_id uuid not null references wins,
    person_id uuid not null references people,
    place smallint not null,
    quiet boolean not null,
    audience text[] not null,
    primary key (win_id, person_id)
);
create index win_participants_person on win_participants (person_id);
create table win_edits (
    win_id uuid not null references wins,
    edited_at timestamptz not null default clock_timestamp(),
    title text not null,
    story text not null,
    primary key (win_id, edited_at)
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(WINS)

    manager.add_raw(create)
    return manager
