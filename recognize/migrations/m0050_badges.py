"""Badges as data, their conditions as rows, and who holds which."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:00:50:000000"
VERSION = "1.38.0"
DESCRIPTION = "badges"

# `is_weighed`: everybody has been looked at with the rule as it stands; a new or changed badge waits for it.
# `earned_on` is the day on which the rule was met, in the organisation's zone; `granted_at` when that was noticed.
# A silent award was derived from what is past: nobody is told, and no wall shows it.
BADGES = """
create table badges (
    code text primary key,
    family text not null,
    tier text check (tier in ('bronze', 'silver', 'gold')),
    place smallint not null,
    shape text not null,
    icon text not null,
    stage text not null,
    texts jsonb not null,
    after text references badges,
    granted_by text check (granted_by in ('hr', 'manager', 'administrator')),
    monthly_cap integer check (monthly_cap > 0),
    retired_at timestamptz,
    is_weighed boolean not null default false,
    check ((granted_by is null) = (monthly_cap is null))
);
create index badges_after on badges (after);
create table badge_conditions (
    badge text not null references badges,
    measure text not null,
    key text not null,
    at_least bigint not null check (at_least > 0),
    primary key (badge, measure, key)
);
create index badge_conditions_counted on badge_conditions (measure, key, at_least);
create table awards (
    id uuid primary key,
    person_id uuid not null references people,
    badge text not null references badges,
    granted_at timestamptz not null default now(),
    earned_on date not null,
    silent boolean not null,
    giver_id uuid references people,
    reason text,
    unsupported_at timestamptz,
    taken_at timestamptz,
    check ((giver_id is null) = (reason is null))
);
create unique index awards_held on awards (person_id, badge) where taken_at is null;
create index awards_badge on awards (badge) where taken_at is null;
create index awards_given on awards (giver_id, badge, granted_at) where giver_id is not null;
create index awards_newest on awards (granted_at desc) where taken_at is null and not silent;
create table badge_days (
    day date primary key
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(BADGES)

    manager.add_raw(create)
    return manager
