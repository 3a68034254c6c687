"""What people say below an item, whatever its kind: the item as they see it, and who hears of it."""

from collections.abc import Collection
from typing import Any, NamedTuple
from uuid import UUID

from recognize.errors import NotFoundError
from recognize.feed.audience import WALLS
from recognize.feed.kinds import voice_sql
from recognize.feed.queries import VISIBLE_TO
from recognize.lib.batch import Batch
from recognize.lib.database import DB
from recognize.permissions import Principal

# Whoever answers holds the item until the end, so that an answer never comes after its removal.
ANSWERED = f"""
select f.kind, f.audience, {{voice}} as voice from feed_items f where f.id = $3 and {VISIBLE_TO} for share
"""
# An SQL condition: the words of somebody whose name is not for everybody are not, either.
HEARD_BY = "(said.only_for is null or said.only_for && {topics})"
# What $2 has said below $1 already.
ADDRESS = "update {said} set only_for = $3 where item_id = $1 and person_id = $2"
PERSON_IN_ITEM = """(select row_to_json(it) from (
    select {p}.id, {p}.handle, coalesce({p}.preferred_name, {p}.name) as name, d.code as department) it)"""


class Answered(NamedTuple):
    """`audience`: who hears of the answer, no wall among them. `only_for`: who sees it, null for all who see the item."""

    item: UUID
    kind: str
    audience: Collection[str]
    only_for: list[str] | None

    def facts(self, author: UUID, **more: Any) -> dict[str, Any]:
        return {"item": self.item, "kind": self.kind, "author": author, **more}


async def answered(principal: Principal, item: UUID) -> Answered:
    """Inside a transaction. Raises NotFoundError where they may not see it."""
    sql = ANSWERED.format(voice=voice_sql(item="f.id", kind="f.kind", me="$2::uuid"))
    row = await DB.fetch_row(sql, principal.topics, principal.person_id, item)
    if row is None:
        raise NotFoundError
    heard_by = row["audience"] if row["voice"] is None else row["voice"]
    return Answered(item, row["kind"], beside_walls(heard_by), row["voice"])


def readdress_answers_in(batch: Batch, item: UUID, person: UUID, only_for: Collection[str] | None) -> None:
    """What they have said already, too, reaches those alone; null: all who see the item."""
    heard_by = None if only_for is None else sorted(only_for)
    for said in ("comments", "reactions"):
        batch.add(ADDRESS.format(said=said), item, person, heard_by)


def beside_walls(audience: Collection[str]) -> list[str]:
    return [topic for topic in audience if topic.partition(":")[0] != WALLS]
