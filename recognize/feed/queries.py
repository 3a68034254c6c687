"""Every read of items starts at VISIBLE_TO: the viewer's topics share one with the item's audience."""

from typing import Any
from uuid import UUID

from recognize.errors import InvalidInputError
from recognize.feed.kinds import item_sql, mine_sql
from recognize.feed.schemas import FeedFilter
from recognize.lib.database import DB
from recognize.lib.pagination import Cursor
from recognize.lib.text import like_pattern, normal_spelling, unusable
from recognize.permissions import Principal

MAX_SEARCH_TERMS = 8
VISIBLE_TO = "f.removed_at is null and f.audience && $1::text[]"

# One statement, so that the items and the log's position are of the same moment.
PAGE = """
with ahead as (
    select f.id, f.kind, f.at from feed_items f
    where {conditions}
    order by f.at desc, f.id desc limit $3 + 1
), page as (select * from ahead order by at desc, id desc limit $3)
select h.epoch::text as epoch, h.position,
       array(select {item} from page order by at desc, id desc) as items,
       array(select '"' || page.id || '":' || own.mine
             from page, lateral (select {mine} as mine) own where own.mine is not null) as mine,
       (select count(*) > $3 from ahead) as more,
       (select at from page order by at, id limit 1) as last_at,
       (select id from page order by at, id limit 1) as last_id
from log_head h
"""
ONE = "select {item} as item, {mine} as mine from feed_items f where f.id = $3 and f.kind = coalesce($4, f.kind) and {visible}"


class SearchError(InvalidInputError):
    code = "invalid_search"
    title = {"en": "This cannot be searched for.", "es": "Eso no se puede buscar."}


class _Conditions:
    """WHERE conditions with the values of their placeholders; $1 topics, $2 me, $3 limit come first."""

    def __init__(self, principal: Principal, limit: int) -> None:
        self.values: list[Any] = [principal.topics, principal.person_id, limit]
        self.sql = [VISIBLE_TO]

    def place(self, value: Any) -> int:
        self.values.append(value)
        return len(self.values)

    def facet(self, sql_value: str, value: str) -> None:
        number = self.place(value)
        expression = sql_value.replace("?", f"${number}::text")
        self.sql.append(f"f.facets && array[{expression}, {expression} || '@person:' || $2::uuid]")


async def feed_page(principal: Principal, chosen: FeedFilter, limit: int, before: Cursor | None) -> bytes:
    """The JSON of a FeedPage. Raises SearchError."""
    conditions = _conditions(principal, chosen, limit, before)
    row = await DB.fetch_row(_page_sql(tuple(conditions.sql)), *conditions.values)
    if row is None:
        raise RuntimeError("the log has no head; run `recognize migrate`")
    following = f'"{Cursor(row["last_at"], row["last_id"])}"' if row["more"] else "null"
    return (
        f'{{"items":[{",".join(row["items"])}],"mine":{{{",".join(row["mine"])}}},"next":{following},'
        f'"epoch":"{row["epoch"]}","position":{row["position"]}}}'
    ).encode()


def _conditions(principal: Principal, chosen: FeedFilter, limit: int, before: Cursor | None) -> _Conditions:
    found = _Conditions(principal, limit)
    if before:
        found.sql.append(f"(f.at, f.id) < (${found.place(before.at)}, ${found.place(before.id)})")
    if chosen.kind:
        found.sql.append(f"f.kind = ${found.place(chosen.kind)}")
    if chosen.behaviour:
        found.facet("'behaviour:' || ?", chosen.behaviour)
    if chosen.stage:
        found.facet("'stage:' || ?", chosen.stage)
    if chosen.department:
        found.facet("'department:' || (select id from departments where code = ?)", chosen.department)
    if chosen.person:
        found.facet(
            "'person:' || (select id from people where handle = ? or id::text = ?)", normal_spelling(chosen.person)
        )
    if chosen.search:
        found.sql.append(f"f.folded like all (${found.place(_patterns(chosen.search))}::text[])")
    return found


def _patterns(search: str) -> list[str]:
    terms = search.split()
    if unusable(search) or len(terms) > MAX_SEARCH_TERMS:
        raise SearchError
    return [like_pattern(term) for term in terms]


def _page_sql(conditions: tuple[str, ...]) -> str:
    return PAGE.format(
        conditions=" and ".join(conditions),
        item=item_sql(item="page.id", kind="page.kind", topics="$1::text[]"),
        mine=mine_sql(item="page.id", kind="page.kind", me="$2::uuid"),
    )


async def visible_item(principal: Principal, item: UUID, kind: str | None = None) -> tuple[str, str | None] | None:
    """JSON of one item and of what depends on the viewer, or None where they may not see it, or it is of another kind."""
    sql = ONE.format(
        item=item_sql(item="f.id", kind="f.kind", topics="$1::text[]"),
        mine=mine_sql(item="f.id", kind="f.kind", me="$2::uuid"),
        visible=VISIBLE_TO,
    )
    row = await DB.fetch_row(sql, principal.topics, principal.person_id, item, kind)
    return (row["item"], row["mine"]) if row else None
