"""The list of what names people is the schema's, neither more nor less."""

from recognize.lib.database import DB
from recognize.people.named import COLUMNS, COPIES

REFERENCES = """
select c.conrelid::regclass::text as "table", a.attname as "column" from pg_constraint c
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
where c.contype = 'f' and c.confrelid = 'people'::regclass
"""
# What could name somebody without a foreign key: ids that refer to nothing, topics, free text and JSON.
SUSPECTS = """
select c.table_name || '.' || c.column_name as name from information_schema.columns c
join information_schema.tables t using (table_schema, table_name)
where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and c.table_name <> 'migration'
and (c.column_name in ('actor', 'actor_id', 'subject', 'subject_id', 'person', 'author', 'audience', 'facets', 'payload', 'details',
                       'message', 'story', 'title', 'text', 'body', 'folded', 'error', 'reason', 'note', 'facts',
                       'wall_sentence', 'wall_title')
     or c.column_name like '%\\_html'
     or c.column_name like '%person\\_id' or c.column_name like '%\\_by')
and not (c.table_name || '.' || c.column_name = any($1::text[]))
"""
NO_PERSON = {
    "exports.error",  # the code of a refusal
    "badges.granted_by",  # a role
    "behaviours.texts",
    "ledger.reason",  # one of a few words
    "mails.subject_id",  # a kudos, a loss of a display, a digest, a month
    "people.folded",  # the person's own row
}


async def test_every_reference_to_people_is_in_the_list_and_nothing_else_is():
    found: dict[str, set[str]] = {}
    for row in await DB.fetch(REFERENCES):
        found.setdefault(row["table"], set()).add(row["column"])
    assert {table: set(columns) for table, columns in COLUMNS.items()} == found


async def test_whatever_looks_as_if_it_named_people_is_said_to_or_not_to():
    references = [f"{table}.{column}" for table, columns in COLUMNS.items() for column in columns]
    suspects = {row["name"] for row in await DB.fetch(SUSPECTS, references)}
    assert suspects - copies() - NO_PERSON == set()


async def test_every_copy_exists():
    columns = await DB.fetch(
        "select table_name || '.' || column_name as name from information_schema.columns where table_schema = 'public'"
    )
    assert copies() <= {row["name"] for row in columns}


def copies() -> set[str]:
    return {f"{table}.{column}" for table, columns in COPIES.items() for column in columns}
