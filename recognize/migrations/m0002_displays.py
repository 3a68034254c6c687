"""Wall displays, and what the walls show of a kudos."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.kudos.walls import sentence_for_walls
from recognize.lib.database import DB
from recognize.lib.markdown import Markdown

ID = "2026-11-22T00:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "displays"

# Only the token's hash is kept. Without departments a display shows the whole organisation.
DISPLAYS = """
create table displays (
    id uuid primary key,
    name text not null,
    token_hash bytea not null unique,
    locale text not null check (locale in ('es', 'en')),
    theme text not null default 'dark' check (theme in ('dark', 'light')),
    time_zone text,
    departments uuid[] not null default '{}',
    created_at timestamptz not null default now(),
    revoked_at timestamptz
);
alter table kudos add column wall_sentence text;
create index feed_items_walls on feed_items (at desc, id desc) where removed_at is null and 'walls' = any(audience);
"""

GIVEN_BEFORE = """
select k.id, k.message, array(
    select unnest(array[coalesce(p.preferred_name, p.name), p.handle]) from kudos_recipients r
    join people p on p.id = r.person_id where r.kudos_id = k.id and 'walls' <> all(r.audience)) as unseen
from feed_items f join kudos k on k.id = f.id where 'walls' = any(f.audience)
"""
WRITE = "update kudos set wall_sentence = $2 where id = $1"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(DISPLAYS)
        for row in await DB.fetch(GIVEN_BEFORE):
            sentence = sentence_for_walls(Markdown(row["message"]).paragraphs(), row["unseen"])
            await DB.execute(WRITE, row["id"], sentence)

    manager.add_raw(create)
    return manager
