"""`@handle` in a text: people who are told of it, where they may see it."""

import re
from collections.abc import Collection
from uuid import UUID

from recognize.lib.database import DB
from recognize.lib.text import normal_spelling, unusable

MAXMENTIONS = 20  # in one text; further ones are read as plain words

# As the client finds them: `frontend/src/lib/message.ts`.
MENTION = re.compile(r"(?<![^\s(¡¿\"«])@(\w(?:[\w.-]{0,60}\w)?)")
WHO_MAY_SEE = """
select p.id from people p
where p.handle = any($1::text[]) and p.status <> 'left' and p.id <> $2
  and array['org', 'person:' || p.id, 'department:' || p.department_id] && $3::text[]
order by p.id
"""


async def mentioned(text: str, author: UUID, audience: Collection[str], *, before: str = "") -> list[UUID]:
    """Whoever else is mentioned and is among the audience; `before` is an earlier text, whose mentions are not new."""
    handles = list(dict.fromkeys(_handles(text)))[:MAXMENTIONS]
    new = [each for each in handles if each not in set(_handles(before))]
    if not new:
        return []
    return [row["id"] for row in await DB.fetch(WHO_MAY_SEE, new, author, list(audience))]


def _handles(text: str) -> list[str]:
    return [normal_spelling(found) for found in MENTION.findall(text) if not unusable(found)]
