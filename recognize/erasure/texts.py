"""Taking a name out of everything that was written. Inside the caller's transaction."""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from recognize.erasure.fates import OWN_ITEMS, Json, Text, jsons, texts
from recognize.erasure.names import Names, mentioned_in
from recognize.lib.database import DB
from recognize.lib.markdown import Markdown
from recognize.lib.text import fold

# As `lib.text.fold`, but for ñ, which the patterns have both ways.
FOLDED = "regexp_replace(lower(normalize({text}, NFKD)), '[\\u0300-\\u036f]', '', 'g')"
# Tables, columns and expressions are those of `fates.py`. Whose row has no id of its own has a place, and a locked row keeps it.
FIND = f"""
with own as materialized ({OWN_ITEMS})
select t.ctid as place, t.{{column}} as text, {{html}} as html, coalesce({{alone}}, false) as alone from {{table}} t
where {{alone}} or strpos({{html}}, '/people/' || $1::uuid::text) > 0 or {{found}} for update of t
"""
PUT = "update {table} set {column} = $2 where ctid = $1"
PUT_WITH_HTML = "update {table} set {column} = $2, {html} = $3 where ctid = $1"
FIND_JSON = f"""
select t.ctid as place, {{content}} as text, coalesce({{alone}}, false) as alone from {{table}} t
where {{alone}} or {FOLDED.format(text="{content}")} like any($2) for update of t
"""
PUT_JSON = "update {table} set {column} = {put} where ctid = $1"
SEARCHED = f"""
with own as materialized ({OWN_ITEMS})
select f.id, coalesce(k.message, w.title || E'\\n' || w.story) as text, f.folded
from feed_items f left join kudos k on k.id = f.id left join wins w on w.id = f.id
where (k.id is not null or w.id is not null)
and (f.folded like any($2) or f.id in (select item from own))
"""
RETELL = "update feed_items set folded = $2 where id = $1"

Written = tuple[str, str | None]  # and its HTML

_encode = msgspec.json.encode


async def take_out(names: Names) -> None:
    for table, column, text in texts():
        await _rewrite(table, column, text, names)
    for table, column, kept in jsons():
        await _rewrite_json(table, column, kept, names)
    found = await DB.fetch(SEARCHED, names.person, names.patterns)
    anew = [(row["id"], folded) for row in found if (folded := fold(row["text"])) != row["folded"]]
    await DB.execute_many(RETELL, anew)


async def _rewrite(table: str, column: str, text: Text, names: Names) -> None:
    html = f"t.{text.html}" if text.html else "null::text"
    found = text.found or f"{FOLDED.format(text=f't.{column}')} like any($2)"
    find = FIND.format(table=table, column=column, html=html, alone=text.alone, found=found)
    rows = await DB.fetch(find, names.person, names.patterns)
    changed = [(place, *after) for place, before, after in _rewritten(rows, names) if after != before]
    if text.html:
        await DB.execute_many(PUT_WITH_HTML.format(table=table, column=column, html=text.html), changed)
    else:
        put = PUT.format(table=table, column=column)
        await DB.execute_many(put, [(place, None if text.or_nothing else said) for place, said, _ in changed])


def _rewritten(rows: Iterable[Any], names: Names) -> Iterator[tuple[Any, Written, Written]]:
    for row in rows:
        if row["text"] is None:
            continue
        people = mentioned_in(row["html"] or "")
        said = names.taken_from(row["text"], alone=row["alone"], mentioned=people)
        others = {handle: person for handle, person in people.items() if person != names.person}
        html = row["html"] and Markdown(said).html(others)
        yield row["place"], (row["text"], row["html"]), (said, html)


async def _rewrite_json(table: str, column: str, kept: Json, names: Names) -> None:
    find = FIND_JSON.format(table=table, content=kept.content, alone=kept.alone)
    rows = await DB.fetch(find, names.person, names.patterns)
    changed = []
    for row in rows:
        before = msgspec.json.decode(row["text"])
        after = names.taken_from_json(before, alone=row["alone"])
        if after != before:
            changed.append((row["place"], _encode(after).decode()))
    await DB.execute_many(PUT_JSON.format(table=table, column=column, put=kept.put), changed)
