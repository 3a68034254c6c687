"""The kudos whole: reactions, comments, boosts, edits, also helped, pictures; and a ledger that knows every reason."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:00:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "kudos whole"

ORGANISATION = """
alter table organisation
    add column edit_minutes integer not null default 15 check (edit_minutes between 0 and 1440),
    add column usual_points integer not null default 10 check (usual_points between 0 and 1000000);
"""
# A picture is named by what it holds. It is only ever attached by somebody who has uploaded it.
PICTURES = """
create table pictures (
    hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
    width integer not null,
    height integer not null,
    uploaded_at timestamptz not null default now()
);
create index pictures_uploaded on pictures (uploaded_at);
create table picture_uploads (
    hash text not null references pictures on delete cascade,
    person_id uuid not null references people,
    primary key (hash, person_id)
);
create index picture_uploads_person on picture_uploads (person_id);
alter table feed_items add column picture text references pictures;
create index feed_items_picture on feed_items (picture) where picture is not null;
"""
# `only_for`: whom the words of somebody reach whose name is not for all who see the item; null for all of them.
ANSWERS = """
create table reactions (
    item_id uuid not null references feed_items,
    person_id uuid not null references people,
    face text not null check (face in ('glad', 'love', 'wow', 'inspired', 'moved')),
    only_for text[],
    reacted_at timestamptz not null default clock_timestamp(),
    primary key (item_id, person_id, face)
);
create index reactions_person on reactions (person_id);
create table comments (
    id uuid primary key,
    item_id uuid not null references feed_items,
    person_id uuid not null references people,
    text text not null,
    only_for text[],
    written_at timestamptz not null default clock_timestamp(),
    removed_at timestamptz
);
create index comments_of_item on comments (item_id, written_at desc, id desc) where removed_at is null;
create index comments_person on comments (person_id);
"""
# `points` for each of `people` recipients. An earlier text stands with the moment until which it was shown.
# `audience_before`: of a name that its owner has hidden since.
KUDOS = """
alter table kudos add column edited_at timestamptz;
alter table kudos_recipients add column audience_before text[];
create table kudos_edits (
    kudos_id uuid not null references kudos,
    until timestamptz not null default clock_timestamp(),
    message text not null,
    primary key (kudos_id, until)
);
create table boosts (
    kudos_id uuid not null references kudos,
    person_id uuid not null references people,
    points integer not null check (points > 0),
    people smallint not null check (people > 0),
    boosted_at timestamptz not null default clock_timestamp(),
    primary key (kudos_id, person_id)
);
create index boosts_person on boosts (person_id);
create table also_helped (
    kudos_id uuid not null references kudos,
    person_id uuid not null references people,
    named_by uuid not null references people,
    named_at timestamptz not null default clock_timestamp(),
    primary key (kudos_id, person_id)
);
create index also_helped_person on also_helped (person_id);
create index also_helped_named_by on also_helped (named_by);
"""
# `giver_id` is whose allowance an entry is of, `recipient_id` whose balance. The organisation's own points have no giver.
POINTS = """
alter table allowances add column refilled integer not null default 0 check (refilled >= 0);
alter table allowances drop constraint allowances_check;
alter table allowances add constraint spent_is_covered check (spent between 0 and granted + refilled);
alter table ledger drop constraint ledger_reason_check;
alter table ledger
    alter column giver_id drop not null,
    alter column recipient_id drop not null,
    alter column kudos_id drop not null,
    add constraint ledger_entry_is_whole check (
        case when reason in ('kudos', 'boost', 'withdrawal', 'import')
             then giver_id is not null and recipient_id is not null and kudos_id is not null
             when reason = 'refill' then giver_id is not null and recipient_id is null and kudos_id is null and points > 0
             when reason in ('award', 'correction')
             then giver_id is null and recipient_id is not null and kudos_id is null
             else false end);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        for part in (ORGANISATION, PICTURES, ANSWERS, KUDOS, POINTS):
            await DB.execute(part)

    manager.add_raw(create)
    return manager
