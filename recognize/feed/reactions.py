"""A face that somebody makes at an item: one of each, on and off."""

from uuid import UUID

from recognize.errors import NotFoundError
from recognize.feed.answers import HEARD_BY, PERSON_IN_ITEM, answered
from recognize.feed.queries import visible_item
from recognize.feed.schemas import Face
from recognize.lib.database import DB
from recognize.log.events import record
from recognize.permissions import Principal

REACTED = "item.reacted"
MOST_LISTED = 200

# SQL expressions for the kinds of items: how often each face, the most frequent first, and the viewer's own.
REACTIONS_OF = f"""array_to_json(array(
    select row_to_json(it) from (
        select said.face, count(*) as count from reactions said
        where said.item_id = {{id}} and {HEARD_BY} group by said.face order by count(*) desc, said.face) it))"""
OWN_REACTIONS_OF = """array_to_json(array(
    select own.face from reactions own where own.item_id = {id} and own.person_id = {me} order by own.face))"""

MAKE = """
insert into reactions (item_id, person_id, face, only_for) values ($1, $2, $3, $4) on conflict do nothing returning true
"""
TAKE_BACK = "delete from reactions where item_id = $1 and person_id = $2 and face = $3 returning true"
LIST = f"""
select array_to_json(array(
    select json_build_object('face', said.face, 'person', {PERSON_IN_ITEM.format(p="p")})
    from reactions said join people p on p.id = said.person_id left join departments d on d.id = p.department_id
    where said.item_id = $1 and {HEARD_BY.format(topics="$2::text[]")}
    order by said.reacted_at desc, p.id limit {MOST_LISTED}))::text
"""


async def react(principal: Principal, item: UUID, face: Face) -> None:
    """The same face again changes nothing. Raises NotFoundError where they may not see the item."""
    await _change(principal, item, face, made=True)


async def unreact(principal: Principal, item: UUID, face: Face) -> None:
    """Taking back what is not there changes nothing. Raises NotFoundError as `react` does."""
    await _change(principal, item, face, made=False)


async def _change(principal: Principal, item: UUID, face: Face, *, made: bool) -> None:
    async with DB.transaction():
        told = await answered(principal, item)
        key = (item, principal.person_id, face)
        changed = await DB.fetch_value(MAKE, *key, told.only_for) if made else await DB.fetch_value(TAKE_BACK, *key)
        if changed:
            await record(REACTED, item, told.audience, told.facts(principal.person_id, face=face, made=made))


async def reactions(principal: Principal, item: UUID) -> bytes:
    """The JSON of a list of Reaction, the newest first. Raises NotFoundError."""
    if await visible_item(principal, item) is None:
        raise NotFoundError
    listed: str = await DB.fetch_value(LIST, item, principal.topics)
    return listed.encode()
