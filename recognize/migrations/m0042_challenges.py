"""Challenges: rules of the catalogue, which of them run, and who has done them in which month."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:00:42:000000"
VERSION = "1.38.0"
DESCRIPTION = "challenges"

# `goal` is a number of what is counted or, of an area's challenge, the percentage of its people who do their part.
# An empty list of behaviours, stages or directions asks for none.
CHALLENGES = """
create table challenges (
    code text primary key,
    place smallint not null,
    scope text not null check (scope in ('person', 'area')),
    counts text not null check (counts in ('recognitions', 'people', 'areas', 'stages', 'behaviours', 'weeks')),
    goal integer not null check (goal > 0),
    behaviours text[] not null,
    stages text[] not null,
    directions text[] not null,
    other_area boolean not null,
    not_thanked_days integer,
    icon text not null,
    texts jsonb not null,
    runs boolean not null
);
create table challenges_done (
    challenge text not null references challenges,
    month date not null check (extract(day from month) = 1),
    person_id uuid not null references people,
    done_at timestamptz not null default now(),
    primary key (person_id, month, challenge)
);
create index challenges_done_at on challenges_done (done_at);
create table area_challenges_done (
    challenge text not null references challenges,
    month date not null check (extract(day from month) = 1),
    department_id uuid not null references departments,
    done_at timestamptz not null default now(),
    primary key (department_id, month, challenge)
);
create index area_challenges_done_at on area_challenges_done (done_at);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(CHALLENGES)

    manager.add_raw(create)
    return manager
