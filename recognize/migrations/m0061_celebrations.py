"""Birthdays, anniversaries and newcomers: what people choose of them, what was made, and the days on which nothing is."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "celebrations"

# `day` is the date itself, `made_on` the day it was celebrated, both by the calendar of the person's zone; `again` is the
# second time, on the working day after a weekend. A row of `celebration_rounds` is a zone's day that has had its turn.
CELEBRATIONS = """
create table celebration_choices (
    person_id uuid primary key references people,
    birthday boolean not null default false,
    anniversary boolean not null default true,
    never boolean not null default false
);
create table celebration_rounds (
    zone text not null,
    day date not null,
    made_at timestamptz not null default now(),
    primary key (zone, day)
);
create table celebration_pauses (
    day date primary key,
    paused_at timestamptz not null default now()
);
create table celebrations (
    id uuid primary key,
    person_id uuid not null references people,
    kind text not null check (kind in ('birthday', 'anniversary', 'newcomer')),
    day date not null,
    again boolean not null,
    made_on date not null,
    years integer check (years > 0),
    withdrawn_at timestamptz,
    unique (person_id, kind, day, again)
);
create index celebrations_made_on on celebrations (made_on);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(CELEBRATIONS)

    manager.add_raw(create)
    return manager
