from typing import Any

import msgspec

from recognize.behaviours.schemas import BehaviourView
from recognize.lib.database import DB

# As JSON text: msgspec turns it into Structs in one step, and asyncpg would hand JSONB over as text anyway.
CATALOGUE = """
select coalesce(json_agg(json_build_object(
    'code', code, 'stage', stage, 'group', picker_group, 'first', shown_first, 'icon', icon,
    'texts', texts, 'hints', hints, 'retired', retired_at is not null) order by place, code), '[]')::text
from behaviours
"""
_decode: Any = msgspec.json.Decoder(list[BehaviourView]).decode


async def catalogue() -> list[BehaviourView]:
    """All behaviours, retired ones too: history names them."""
    views: list[BehaviourView] = _decode(await DB.fetch_value(CATALOGUE))
    return views
