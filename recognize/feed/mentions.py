"""`@handle` in a text: a link to whoever has it, and news for those who may see where it stands."""

from collections.abc import Collection
from typing import NamedTuple
from uuid import UUID

from recognize.lib.database import DB
from recognize.lib.markdown import Markdown

MAX_MENTIONS = 20  # in one text; further ones are read as plain words

WHO = """
select p.handle, p.id, p.status <> 'left' and p.id <> $2
       and array['org', 'person:' || p.id, 'department:' || p.department_id] && $3::text[] as may_see
from people p where p.handle = any($1::text[]) order by p.id
"""


class Mentions(NamedTuple):
    """`people`: whoever exists of those whom a text mentions, by handle. `told`: of them, the others among the audience."""

    people: dict[str, UUID]
    told: list[UUID]


async def mentions_in(text: Markdown, author: UUID, audience: Collection[str], *, before: str = "") -> Mentions:
    """`before` is an earlier text: whom it mentions is not told again."""
    handles = text.handles[:MAX_MENTIONS]
    if not handles:
        return Mentions({}, [])
    rows = await DB.fetch(WHO, handles, author, list(audience))
    known = set(Markdown(before).handles)
    told = [row["id"] for row in rows if row["may_see"] and row["handle"] not in known]
    return Mentions({row["handle"]: row["id"] for row in rows}, told)
