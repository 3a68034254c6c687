"""The ground: log, organisation, people, behaviours, identity, points, feed, kudos, tallies, notifications.

Written as SQL because composite keys, checks and GIN, partial and trigram indexes are the point of it; see
`decisions/0001-schema-as-sql.md`. A test compares the result with the Piccolo tables.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-21T22:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "ground"

LOG = """
create table outbox (
    seq bigint generated always as identity primary key,
    id uuid not null unique,
    kind text not null,
    subject uuid not null,
    audience text[] not null,
    payload jsonb not null,
    recorded_at timestamptz not null default now()
);
create table log (
    position bigint primary key,
    id uuid not null unique,
    kind text not null,
    subject uuid not null,
    audience text[] not null,
    payload jsonb not null,
    recorded_at timestamptz not null
);
create index log_heard on log (position) where audience <> '{}';
create table log_head (
    one boolean primary key default true check (one),
    position bigint not null default 0,
    epoch uuid not null
);
insert into log_head (epoch) values (gen_random_uuid());
create table reader_cursors (
    name text primary key,
    position bigint not null,
    failed_at timestamptz,
    error text
);
create table parked_events (
    reader text not null,
    position bigint not null references log,
    error text not null,
    parked_at timestamptz not null default now(),
    primary key (reader, position)
);
"""

ORGANISATION = """
create table organisation (
    one boolean primary key default true check (one),
    name text not null,
    time_zone text not null,
    locale text not null check (locale in ('es', 'en')),
    allowance_points integer not null default 200 check (allowance_points between 0 and 1000000),
    one_person_percent integer not null default 40 check (one_person_percent between 1 and 100)
);
create table audit (
    id uuid primary key,
    at timestamptz not null default now(),
    actor_id uuid,
    actor text not null,
    action text not null,
    subject text not null,
    details jsonb not null
);
create index audit_at on audit (at desc, id desc);
"""

PEOPLE = """
create table departments (
    id uuid primary key,
    code text not null unique,
    name text not null,
    parent_id uuid references departments,
    front_line boolean not null default false
);
create index departments_parent on departments (parent_id);
create table people (
    id uuid primary key,
    handle text not null unique check (handle = lower(handle)),
    name text not null,
    preferred_name text,
    sort_key text collate "C" not null,
    folded text not null,
    email text,
    department_id uuid references departments,
    manager_id uuid references people,
    site text,
    job_title text,
    shift text,
    kind text not null default 'employee' check (kind in ('employee', 'external')),
    status text not null default 'active' check (status in ('active', 'on_leave', 'left')),
    hired_on date,
    seniority_on date,
    birthday text check (birthday ~ '^[0-1][0-9]-[0-3][0-9]$'),
    locale text check (locale in ('es', 'en')),
    time_zone text,
    preference text check (preference in ('fanfare', 'feed_only', 'quiet')),
    created_at timestamptz not null default now()
);
create unique index people_email on people (lower(email));
create index people_sorted on people (sort_key, id);
create index people_department on people (department_id);
create index people_manager on people (manager_id);
create table department_history (
    person_id uuid not null references people,
    since date not null,
    department_id uuid references departments,
    primary key (person_id, since)
);
create table manager_history (
    person_id uuid not null references people,
    since date not null,
    manager_id uuid references people,
    primary key (person_id, since)
);
create table status_history (
    person_id uuid not null references people,
    since date not null,
    status text not null check (status in ('active', 'on_leave', 'left')),
    primary key (person_id, since)
);
create table teams (
    id uuid primary key,
    code text not null unique check (code = lower(code)),
    name text not null
);
create table team_members (
    team_id uuid not null references teams,
    person_id uuid not null references people,
    primary key (team_id, person_id)
);
create index team_members_person on team_members (person_id);
"""

BEHAVIOURS = """
create table behaviours (
    code text primary key,
    stage text not null check (stage in ('opening', 'performing', 'closing', 'every-moment')),
    picker_group text not null check (picker_group in ('recibir', 'resolver', 'entregar', 'trato', 'mejorar')),
    shown_first boolean not null,
    place smallint not null,
    icon text not null,
    texts jsonb not null,
    hints jsonb not null,
    retired_at timestamptz
);
"""

IDENTITY = """
create table passwords (
    person_id uuid primary key references people,
    hash text not null,
    changed_at timestamptz not null default now()
);
create table sessions (
    token_hash bytea primary key,
    person_id uuid not null references people,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    user_agent text not null
);
create index sessions_person on sessions (person_id);
create index sessions_expiry on sessions (expires_at);
create table api_tokens (
    token_hash bytea primary key,
    id uuid not null unique,
    person_id uuid not null references people,
    scopes text[],
    created_at timestamptz not null default now(),
    revoked_at timestamptz
);
create index api_tokens_person on api_tokens (person_id);
create table role_grants (
    person_id uuid not null references people,
    role text not null check (role in ('hr', 'administrator', 'juror')),
    granted_at timestamptz not null default now(),
    primary key (person_id, role)
);
create table idempotency_keys (
    person_id uuid not null references people,
    key text not null,
    fingerprint bytea not null,
    status smallint not null,
    body bytea not null,
    answered_at timestamptz not null default now(),
    primary key (person_id, key)
);
create index idempotency_keys_age on idempotency_keys (answered_at);
"""

POINTS = """
create table allowances (
    person_id uuid not null references people,
    month date not null check (extract(day from month) = 1),
    granted integer not null,
    spent integer not null default 0,
    primary key (person_id, month),
    check (spent between 0 and granted)
);
create table ledger (
    id bigint generated always as identity primary key,
    at timestamptz not null default now(),
    month date not null,
    reason text not null check (reason in ('kudos', 'withdrawal', 'import')),
    giver_id uuid not null references people,
    recipient_id uuid not null references people,
    points integer not null,
    kudos_id uuid not null
);
create index ledger_giver on ledger (giver_id, recipient_id, month);
create index ledger_kudos on ledger (kudos_id);
create index ledger_recipient on ledger (recipient_id);
create table balances (
    person_id uuid primary key references people,
    received bigint not null
);
"""

FEED = """
create table feed_items (
    id uuid primary key,
    kind text not null,
    at timestamptz not null,
    audience text[] not null,
    facets text[] not null,
    folded text not null,
    removed_at timestamptz
);
create index feed_items_at on feed_items (at desc, id desc) where removed_at is null;
create index feed_items_facets on feed_items using gin (facets) where removed_at is null;
create index feed_items_folded on feed_items using gin (folded gin_trgm_ops) where removed_at is null;
"""

KUDOS = """
create table kudos (
    id uuid primary key,
    giver_id uuid not null references people,
    given_at timestamptz not null default now(),
    message text not null,
    visibility text not null check (visibility in ('public', 'department', 'private')),
    reached_customer boolean,
    withdrawn_at timestamptz,
    hidden_at timestamptz,
    import_ref text unique
);
create index kudos_given_at on kudos (given_at) where withdrawn_at is null and hidden_at is null;
create index kudos_giver on kudos (giver_id, given_at);
create table kudos_recipients (
    kudos_id uuid not null references kudos,
    person_id uuid not null references people,
    place smallint not null,
    named boolean not null,
    quiet boolean not null,
    points integer not null check (points >= 0),
    audience text[] not null,
    primary key (kudos_id, person_id)
);
create index kudos_recipients_person on kudos_recipients (person_id);
create table kudos_teams (
    kudos_id uuid not null references kudos,
    place smallint not null,
    code text not null,
    name text not null,
    primary key (kudos_id, place)
);
create table kudos_behaviours (
    kudos_id uuid not null references kudos,
    behaviour text not null references behaviours,
    place smallint not null,
    primary key (kudos_id, behaviour)
);
create index kudos_behaviours_behaviour on kudos_behaviours (behaviour);
"""

TALLIES = """
create table person_tallies (
    person_id uuid primary key references people,
    given bigint not null,
    received bigint not null
);
"""

NOTIFICATIONS = """
create table mails (
    id uuid primary key,
    person_id uuid not null references people,
    kind text not null check (kind in ('recognised')),
    subject_id uuid not null,
    queued_at timestamptz not null default now(),
    next_attempt_at timestamptz not null default now(),
    attempts smallint not null default 0,
    ended_at timestamptz,
    outcome text check (outcome in ('sent', 'dropped', 'failed')),
    error text,
    unique (person_id, kind, subject_id)
);
create index mails_waiting on mails (next_attempt_at) where ended_at is null;
create index mails_queued on mails (queued_at desc, id desc);
create table mail_stops (
    person_id uuid not null references people,
    kind text not null check (kind in ('recognised')),
    stopped_at timestamptz not null default now(),
    primary key (person_id, kind)
);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute("create extension if not exists pg_trgm")
        for part in (LOG, ORGANISATION, PEOPLE, BEHAVIOURS, IDENTITY, POINTS, FEED, KUDOS, TALLIES, NOTIFICATIONS):
            await DB.execute(part)

    manager.add_raw(create)
    return manager
