"""Events as sockets and `GET /api/events` show them: ids out of the log, items built from the rows of this moment."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from asyncpg import Record

from recognize.feed.kinds import item_sql
from recognize.lib.database import DB

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
           f.audience as item_audience, case when f.removed_at is null then {item} end as item
    from log l left join feed_items f on f.id = l.subject
    where l.audience <> '{{}}' and {condition}
    order by l.position {direction} limit (select $1::bigint)
) e on true
order by e.position
"""


class Told(NamedTuple):
    """An event in the words of the protocol. `item_audience` is empty for an item that is gone, None for no item.

    `event` is its JSON; `frame` holds it ready for a socket, `removed` the frame for who may not see the item (any more).
    """

    position: int
    subject: UUID
    audience: frozenset[str]
    item_audience: frozenset[str] | None
    event: str
    frame: str
    removed: str


class Stretch(NamedTuple):
    """Part of the log in order; `head` is the log's of the same moment, `is_whole` whether it reaches there."""

    epoch: UUID
    head: int
    events: list[Told]
    is_whole: bool


async def shared_events_after(position: int, limit: int) -> Stretch:
    sql = _sql(AFTER, shown="true", topics=SHARED_TOPICS)
    return await _stretch(sql, limit, position)


async def shared_events_before_head(limit: int) -> Stretch:
    """The newest events, for the ring of a process that starts."""
    return await _stretch(_sql("true", shown="true", topics=SHARED_TOPICS, newest_first=True), limit)


async def events_for(topics: Sequence[str], after: int, limit: int) -> Stretch:
    """What somebody with these topics may hear, with their own copies of items."""
    sql = _sql(f"{AFTER} and l.audience && $3", shown="f.audience && $3", topics="$3::text[]")
    return await _stretch(sql, limit, after, list(topics))


def _sql(condition: str, *, shown: str, topics: str, newest_first: bool = False) -> str:
    item = item_sql(item="f.id", kind="f.kind", topics=topics)
    return EVENTS.format(condition=condition, shown=shown, item=item, direction="desc" if newest_first else "")


async def _stretch(sql: str, limit: int, *values: object) -> Stretch:
    rows = await DB.fetch(sql, limit, *values)
    events = [_told(row) for row in rows if row["position"] is not None]
    return Stretch(rows[0]["epoch"], rows[0]["head"], events, is_whole=len(events) < limit)


def _told(row: Record) -> Told:
    position, at = row["position"], row["at"]
    event = removed = f'{{"position":{position},"kind":"item.removed","at":{at},"id":"{row["subject"]}"}}'
    item_audience: frozenset[str] | None = frozenset()
    if not row["is_item"]:
        event, item_audience = f'{{"position":{position},"kind":"{row["kind"]}","at":{at}}}', None
    elif row["shown"]:
        event = f'{{"position":{position},"kind":"{row["kind"]}","at":{at},"item":{row["item"]}}}'
        item_audience = frozenset(row["item_audience"])
    audience = frozenset(row["audience"])
    return Told(position, row["subject"], audience, item_audience, event, events_frame(event), events_frame(removed))


def events_frame(event: str) -> str:
    return f'{{"type":"events","events":[{event}]}}'
