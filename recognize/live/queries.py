"""Events as sockets and `GET /api/events` show them: ids out of the log, items built from the rows of this moment."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from recognize.feed.audience import IN_PUBLIC, WALLS
from recognize.feed.kinds import item_sql, wall_sql
from recognize.lib.database import DB
from recognize.live.frames import Copy

# The copy for everybody who is in the audience through a group (organisation, department), not in person.
SHARED_TOPICS = "array(select topic from unnest(f.audience) topic where topic not like 'person:%')"

# `(select $1)` hides a value from PostgreSQL, which would plan these statements anew at every call: 0.5 ms.
AFTER = "l.position > (select $2::bigint)"
# A row always comes, for the head; its event columns are null where there is no event.
EVENTS = """
select h.epoch, h.position as head, e.*
from log_head h left join (
    select l.position, l.kind, to_json(l.recorded_at)::text as at, l.subject, l.audience,
           f.id is not null as is_item, coalesce(f.removed_at is null and {shown}, false) as shown,
           f.audience as item_audience, case when f.removed_at is null then {item} end as item,
           case when f.removed_at is null then {wall} end as wall
    from log l left join feed_items f on f.id = l.subject
    where l.audience <> '{{}}' and {condition}
    order by l.position {direction} limit (select $1::bigint)
) e on true
order by e.position
"""


class Told(NamedTuple):
    """An event in the words of the protocol. `item_audience` is empty for an item that is gone, None for no item.

    `event` is the copy of who may see it, `removed` that of who may not see the item (any more), `wall` that of displays.
    """

    position: int
    kind: str
    subject: UUID
    audience: frozenset[str]
    item_audience: frozenset[str] | None
    event: Copy
    removed: Copy
    wall: Copy


class Stretch(NamedTuple):
    """Part of the log in order; `head` is the log's of the same moment, `is_whole` whether it reaches there."""

    epoch: UUID
    head: int
    events: list[Told]
    is_whole: bool


async def shared_events_after(position: int, limit: int) -> Stretch:
    sql = _shared_sql(AFTER)
    return await _stretch(sql, limit, position)


async def shared_events_before_head(limit: int) -> Stretch:
    """The newest events, for the ring of a process that starts."""
    return await _stretch(_shared_sql("true", direction="desc"), limit)


async def events_for(topics: Sequence[str], after: int, limit: int, *, on_walls: bool = False) -> Stretch:
    """What somebody with these topics may hear, with their own copies of items; a display in public hears only their ids."""
    wall, own = wall_sql(item="f.id", kind="f.kind"), item_sql(item="f.id", kind="f.kind", topics="$3::text[]")
    shared = "null::text" if IN_PUBLIC in topics else wall
    condition, shown = f"{AFTER} and l.audience && $3", "f.audience && $3"
    sql = EVENTS.format(condition=condition, shown=shown, item=shared if on_walls else own, wall="null", direction="")
    return await _stretch(sql, limit, after, list(topics))


def _shared_sql(condition: str, direction: str = "") -> str:
    """With the copies that many sockets share: everybody's, and that of the wall displays."""
    item = item_sql(item="f.id", kind="f.kind", topics=SHARED_TOPICS)
    wall = f"case when '{WALLS}' = any(f.audience) then {wall_sql(item='f.id', kind='f.kind')} end"
    return EVENTS.format(condition=condition, shown="true", item=item, wall=wall, direction=direction)


async def _stretch(sql: str, limit: int, *values: object) -> Stretch:
    rows = await DB.fetch(sql, limit, *values)
    events = [_told(row) for row in rows if row["position"] is not None]
    return Stretch(rows[0]["epoch"], rows[0]["head"], events, is_whole=len(events) < limit)


def _told(row: Record) -> Told:
    place = f'"position":{row["position"]}'
    removed = Copy(f'{{{place},"kind":"item.removed","at":{row["at"]},"id":"{row["subject"]}"}}')
    head = f'{{{place},"kind":"{row["kind"]}","at":{row["at"]}'
    event = wall = removed
    item_audience: frozenset[str] | None = frozenset()
    if not row["is_item"]:
        event = wall = Copy(f"{head}}}")
        item_audience = None
    if row["shown"] and row["item"]:
        event, item_audience = Copy(f'{head},"item":{row["item"]}}}'), frozenset(row["item_audience"])
    if row["wall"]:
        wall = Copy(f'{head},"item":{row["wall"]}}}')
    heard_by = frozenset(row["audience"])
    return Told(row["position"], row["kind"], row["subject"], heard_by, item_audience, event, removed, wall)
