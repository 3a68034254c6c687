"""What people wrote, as HTML beside the source: rendered once instead of by every reader. See decision 17."""

from uuid import UUID

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB
from recognize.lib.markdown import Markdown

ID = "2026-11-22T00:01:16:000000"
VERSION = "1.38.0"
DESCRIPTION = "texts as html"

BATCH_ROWS = 1_000
TEXTS = (("kudos", "message"), ("comments", "text"), ("wins", "story"))

PEOPLE = "select handle, id from people"
# A table and its column, both from TEXTS.
ADD = "alter table {table} add column {text}_html text"
WRITTEN = "select id, {text} as text from {table} where id > $1 order by id limit $2"
RENDERED = """
update {table} set {text}_html = rendered.html
from unnest($1::uuid[], $2::text[]) as rendered (id, html) where {table}.id = rendered.id
"""
REQUIRE = "alter table {table} alter column {text}_html set not null"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def render() -> None:
        people = {row["handle"]: row["id"] for row in await DB.fetch(PEOPLE)}
        for table, text in TEXTS:
            await DB.execute(ADD.format(table=table, text=text))
            await render_all(table, text, people)
            await DB.execute(REQUIRE.format(table=table, text=text))

    manager.add_raw(render)
    return manager


async def render_all(table: str, text: str, people: dict[str, UUID]) -> None:
    """A mention in an old text is of whoever has the handle today: nobody wrote down whose it was."""
    last = UUID(int=0)
    while rows := await DB.fetch(WRITTEN.format(table=table, text=text), last, BATCH_ROWS):
        last = rows[-1]["id"]
        html = [Markdown(row["text"]).html(people) for row in rows]
        await DB.execute(RENDERED.format(table=table, text=text), [row["id"] for row in rows], html)
