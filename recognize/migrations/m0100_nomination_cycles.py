"""The cycle of each month's nominations: its dates by working days, and how far it has come."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:40:000000"
VERSION = "1.38.0"
DESCRIPTION = "nomination cycles"

# Days are working days of the month that follows; `workdays` are those of ISO 8601, 1 is Monday.
CALENDAR = """
create table nomination_calendar (
    one boolean primary key default true check (one),
    nominate_days smallint not null default 3,
    judge_days smallint not null default 6,
    announce_days smallint not null default 8,
    announce_at time not null default '10:00',
    workdays smallint[] not null default '{1,2,3,4,5}',
    check (0 < nominate_days and nominate_days < judge_days and judge_days < announce_days)
);
insert into nomination_calendar default values;
create table holidays (
    day date primary key,
    name text not null
);
"""
# Null where the month has not so many.
WORKING_DAY = """
create function working_day(month date, number int) returns date language sql stable as $$
    select candidate::date
    from nomination_calendar c
    cross join generate_series(month::timestamp, month + interval '1 month' - interval '1 day', interval '1 day') candidate
    where extract(isodow from candidate)::smallint = any(c.workdays)
    and not exists (select from holidays h where h.day = candidate::date)
    order by candidate offset number - 1 limit 1
$$;
"""
# Dates are instants: a change of calendar or zone moves none that stands already.
CYCLES = """
create table nomination_cycles (
    id uuid primary key,
    month date not null unique check (extract(day from month) = 1),
    stage text not null default 'nominating' check (stage in ('nominating', 'judging', 'decided', 'announced')),
    time_zone text not null,
    opens_at timestamptz not null,
    nominations_until timestamptz not null,
    judging_until timestamptz not null,
    announces_at timestamptz not null,
    version integer not null default 1,
    check (opens_at < nominations_until and nominations_until < judging_until and judging_until < announces_at)
);
create index nomination_cycles_running on nomination_cycles (month) where stage <> 'announced';
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(CALENDAR)
        await DB.execute(WORKING_DAY)
        await DB.execute(CYCLES)

    manager.add_raw(create)
    return manager
