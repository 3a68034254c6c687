"""Closed months: their figures as bytes, the ids behind them, and what has changed since."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:21:000000"
VERSION = "1.38.0"
DESCRIPTION = "closed months"

# Months that end after `closes_since` close by themselves: Recognize was there to count them.
ORGANISATION = """
alter table organisation
    add column close_day integer default 3 check (close_day between 1 and 28),
    add column deliver_day integer default 3 check (deliver_day between 1 and 28),
    add column closes_since timestamptz not null default now();
"""
# `id` is the subject of events, mails and notifications. `closed_by` is null for the schedule and the command line.
MONTHS = """
create table month_closes (
    month date primary key check (extract(day from month) = 1),
    id uuid not null unique,
    closed_at timestamptz not null,
    closed_by uuid references people,
    time_zone text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null check (ends_at > starts_at),
    position bigint not null,
    definition_version integer not null,
    checksum text not null,
    report bytea not null,
    delivered_at timestamptz
);
create index month_closes_closed_by on month_closes (closed_by);
create table month_lists (
    month date not null references month_closes,
    list text not null,
    ids uuid[] not null,
    checksum text not null,
    primary key (month, list)
);
create table month_places (
    month date not null references month_closes,
    person_id uuid not null references people,
    site text,
    shift text,
    primary key (month, person_id)
);
create index month_places_person on month_places (person_id);
create table month_adjustments (
    month date not null references month_closes,
    position bigint not null,
    at timestamptz not null,
    causes jsonb not null,
    changes jsonb not null,
    primary key (month, position)
);
"""
# Whatever the code does: what a closed month says cannot be written over.
FROZEN = """
create function refuse_change_of_closed_month() returns trigger language plpgsql as $$
begin
    raise exception 'a closed month does not change';
end $$;
create trigger closed_months_stay before update of
    month, closed_at, time_zone, starts_at, ends_at, position, definition_version, checksum, report
    on month_closes for each row execute function refuse_change_of_closed_month();
create trigger closed_lists_stay before update on month_lists
    for each row execute function refuse_change_of_closed_month();
"""
# A day may begin in an hour that does not exist, and its first hour may happen twice: the first time counts.
FIRST_INSTANT = """
create function first_instant(day date, time_zone text) returns timestamptz language sql stable as $$
    select min(at) from (
        select day::timestamp at time zone time_zone - make_interval(mins => earlier) as at
        from (values (0), (30), (60), (90), (120)) shift (earlier)) candidate
    where (at at time zone time_zone)::date >= day
$$;
"""
# A closed month keeps its zone and its ends, and an open one begins and ends where its closed neighbours do. So every instant
# belongs to one month, whatever becomes of the organisation's zone.
BOUNDS = """
create function month_bounds(first_day date) returns table (time_zone text, starts_at timestamptz, ends_at timestamptz)
language sql stable as $$
    select coalesce(own.time_zone, o.time_zone),
           coalesce(own.starts_at, before.ends_at, first_instant(first_day, o.time_zone)),
           coalesce(own.ends_at, after.starts_at, first_instant((first_day + interval '1 month')::date, o.time_zone))
    from organisation o
    left join month_closes own on own.month = first_day
    left join month_closes before on before.month = (first_day - interval '1 month')::date
    left join month_closes after on after.month = (first_day + interval '1 month')::date
    where o.one
$$;
"""
MAILS = """
alter table mails drop constraint mails_kind_check,
    add check (kind in ('recognised', 'helper', 'display_lost', 'digest', 'month'));
"""
# Nothing before can concern a closed month: there is none.
CURSOR = """
insert into reader_cursors (name, position) select 'adjustments', position from log_head on conflict do nothing
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        for part in (ORGANISATION, MONTHS, FROZEN, FIRST_INSTANT, BOUNDS, MAILS, CURSOR):
            await DB.execute(part)

    manager.add_raw(create)
    return manager
