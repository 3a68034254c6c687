"""Roll-ups of the month report: a row for every standing recognition, a row for each person and month, and their sums."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB
from recognize.migrations.m0040_tallies import KEYS

ID = "2026-11-22T00:01:20:000000"
VERSION = "1.38.0"
DESCRIPTION = "month roll-ups"

# Months that are closed keep their zone and their ends; the table of closed months may come later than this.
# What was given is of the zone of its moment, and of a day of the months that lie in its span.
ZONES = """
create function closed_months() returns table (month date, time_zone text, starts_at timestamptz, ends_at timestamptz)
language plpgsql stable rows 10 as $$
begin
    if to_regclass('month_closes') is not null then
        return query select c.month, c.time_zone, c.starts_at, c.ends_at from month_closes c;
    end if;
end $$;
create function spans_of_zones() returns table (
    time_zone text, since date, until date, begins timestamptz, ends timestamptz) language plpgsql stable rows 2 as $$
#variable_conflict use_column
begin return query with past as (
    select c.time_zone, min(c.month) as since, (max(c.month) + interval '1 month')::date as until,
           min(c.starts_at) as begins, max(c.ends_at) as ends
    from (
        select m.*, m.month - make_interval(months => row_number() over (order by m.time_zone, m.month)::integer) as run
        from closed_months() m cross join organisation o where m.time_zone <> o.time_zone
    ) c group by c.time_zone, c.run
)
select time_zone, since, until, begins, ends from past
union all
select o.time_zone, coalesce(lag(p.until) over in_order, '-infinity'), p.since, coalesce(lag(p.ends) over in_order, '-infinity'),
       p.begins
from organisation o cross join (
    select since, until, begins, ends from past union all select 'infinity', null, 'infinity', null
) p window in_order as (order by p.since);
end $$;
create view zone_spans as select * from spans_of_zones();
"""
# `recognitions` becomes a view: what everybody may see of all that stands. `is_discreet`: in the totals of the
# organisation alone; `is_of_report`: the giver was the recipient's manager that day.
RECOGNITIONS = """
drop view tally_days;
drop view recognition_keys;
alter table recognitions rename to standing_recognitions;
alter table standing_recognitions
    add column is_public boolean not null default true,
    add column is_discreet boolean not null default false,
    add column is_individual boolean not null default true,
    add column is_of_report boolean not null default false,
    add column points integer not null default 0;
alter table standing_recognitions
    alter column is_public drop default, alter column is_discreet drop default, alter column is_individual drop default,
    alter column is_of_report drop default, alter column points drop default;
create index recognitions_received on standing_recognitions (recipient_id, day);
create view recognitions as
select kudos_id, recipient_id, giver_id, day, giver_department_id, recipient_department_id, direction, behaviours
from standing_recognitions where is_public;
"""
TALLY_DAYS = """
create view tally_days as
select person_id, measure, key, day, count(*)::integer as count from recognition_keys group by 1, 2, 3, 4;
"""
# The one place that says under which sums of its month a recognition counts. Areas stand where the figure names them.
AMOUNTS = """
create view recognition_amounts as
select r.kudos_id, date_trunc('month', r.day::timestamp)::date as month, counted.measure, counted.giver_department_id,
       counted.recipient_department_id, counted.key, counted.amount
from standing_recognitions r
cross join lateral (
    select array(select distinct b.stage from behaviours b where b.code = any(r.behaviours) and b.stage <> 'every-moment') as stages
) named
cross join lateral (
    select 'recognitions' as measure, null::uuid as giver_department_id, null::uuid as recipient_department_id, '' as key,
           1 as amount
    union all select 'points', null, null, '', r.points where r.points > 0
    union all select 'placed', null, null, '', 1 where r.giver_department_id is not null and r.recipient_department_id is not null
    union all select 'between', null, null, '', 1 where r.giver_department_id <> r.recipient_department_id
    union all select 'staged', null, null, '', 1 where named.stages <> '{}'
    union all select 'tagged', null, null, '', 1 where named.stages <> '{}' and not r.is_discreet
    union all select 'direction', null, null, r.direction, 1 where not r.is_discreet
    union all select 'behaviour', null, null, code, 1 from unnest(r.behaviours) as code where not r.is_discreet
    union all select 'pair', r.giver_department_id, r.recipient_department_id, '', 1 where not r.is_discreet
    union all select 'stage', r.giver_department_id, r.recipient_department_id, stage, 1
    from unnest(named.stages) as stage where not r.is_discreet
) counted
union all
select distinct kudos_id, date_trunc('month', day::timestamp)::date, 'kudos', null::uuid, null::uuid, '', 1
from standing_recognitions
union all
select distinct kudos_id, date_trunc('month', day::timestamp)::date, 'kudos of behaviour', null::uuid, null::uuid, code, 1
from standing_recognitions cross join unnest(behaviours) as code where not is_discreet;
create table recognition_sums (
    month date not null,
    measure text not null,
    giver_department_id uuid,
    recipient_department_id uuid,
    key text not null,
    amount bigint not null,
    unique nulls not distinct (month, measure, giver_department_id, recipient_department_id, key)
);
insert into recognition_sums (month, measure, giver_department_id, recipient_department_id, key, amount)
select month, measure, giver_department_id, recipient_department_id, key, sum(amount) from recognition_amounts group by 1, 2, 3, 4, 5;
"""
# `first_on`: the day of the first recognition given or received, `first_openly_on` of those that are not discreet.
# A month is kept from its beginning on; `month_people` has a row for whoever counts in one of its figures.
PEOPLE = """
create table appearances (
    person_id uuid primary key references people,
    first_on date not null,
    first_openly_on date
);
create view status_spans as
select person_id, status, since, lead(since, 1, 'infinity') over (partition by person_id order by since) as until
from status_history;
create table counted_months (
    month date primary key check (extract(day from month) = 1)
);
create table month_people (
    month date not null,
    person_id uuid not null references people,
    department_id uuid,
    manager_id uuid,
    held integer not null,
    is_employed boolean not null,
    is_present boolean not null,
    is_eligible boolean not null,
    is_long_here boolean not null,
    is_leader boolean not null,
    is_newcomer boolean not null,
    has_given boolean not null,
    has_received boolean not null,
    has_led boolean not null,
    is_reached boolean not null,
    is_heard boolean not null,
    is_welcomed boolean not null,
    site text,
    shift text,
    primary key (month, person_id)
);
create table month_boosts (
    kudos_id uuid not null,
    month date not null,
    points bigint not null,
    primary key (kudos_id, month)
);
create table month_sums (
    month date not null,
    measure text not null,
    key text not null,
    amount bigint not null,
    primary key (month, measure, key)
);
create index ledger_boosts on ledger (month) where reason = 'boost';
"""
# Private, quiet and department recognitions have no row yet: the reader looks at everything once more.
COUNT_ANEW = "update reader_cursors set position = 0 where name = 'tallies'"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        for part in (ZONES, RECOGNITIONS, KEYS, TALLY_DAYS, AMOUNTS, PEOPLE, COUNT_ANEW):
            await DB.execute(part)

    manager.add_raw(create)
    return manager
