from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from recognize.celebrations.actions import celebrate
from recognize.lib.database import DB
from tests.cast import Actor

LIMA = "America/Lima"

MADE = """
select p.handle, c.kind, c.made_on::text, c.again, c.years from celebrations c join people p on p.id = c.person_id
order by c.made_on, p.handle, c.kind
"""


async def morning_of(day: str, time: str = "08:00", zone: str = LIMA) -> None:
    """The schedule runs at that time by the clock of that zone."""
    await celebrate(datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(zone)))


async def made() -> list[tuple[Any, ...]]:
    """Handle, kind, day and, where they are worth a word, `again` and years."""
    rows = await DB.fetch(MADE)
    return [
        (
            row["handle"],
            row["kind"],
            row["made_on"],
            *(["again"] if row["again"] else []),
            *([row["years"]] if row["years"] else []),
        )
        for row in rows
    ]


async def wants(who: Actor, **chosen: bool) -> None:
    answer = await who.http.patch("/api/me/celebrations", json=chosen)
    assert answer.status_code == 200, answer.text
