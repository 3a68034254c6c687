"""The inbox: what each person is told, grouped until it is read; what they do not want to be told; the weekly digest."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "inbox"

# An unread notification takes in whoever does the same to the same subject; a read one stays as it was. `item_id` is the
# feed item that it is about: it is shown only while its reader may see that. `facts` are ids and figures, no text.
INBOX = """
create table notifications (
    id uuid primary key default gen_random_uuid(),
    person_id uuid not null references people,
    kind text not null,
    subject_id uuid not null,
    item_id uuid,
    facts jsonb not null,
    at timestamptz not null,
    read_at timestamptz
);
create unique index notifications_open on notifications (person_id, kind, subject_id) where read_at is null;
create index notifications_newest on notifications (person_id, at desc, id desc);
create index notifications_age on notifications (at);
create table notification_actors (
    notification_id uuid not null references notifications on delete cascade,
    person_id uuid not null references people,
    at timestamptz not null,
    primary key (notification_id, person_id)
);
create index notification_actors_person on notification_actors (person_id);
create table inbox_stops (
    person_id uuid not null references people,
    kind text not null,
    stopped_at timestamptz not null default now(),
    primary key (person_id, kind)
);
create table digests (
    id uuid primary key,
    person_id uuid not null references people,
    week date not null,
    from_at timestamptz not null,
    until_at timestamptz not null,
    unique (person_id, week)
);
alter table mails drop constraint mails_kind_check,
    add check (kind in ('recognised', 'display_lost', 'digest'));
alter table mail_stops drop constraint mail_stops_kind_check;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(INBOX)

    manager.add_raw(create)
    return manager
