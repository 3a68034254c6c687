"""A past October of the cast, and the close of it as the schedule, HR and the clock see it."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.reports.closing import close_month
from recognize.reports.differences import Figures, adjusted, figures_of
from recognize.reports.export import as_json
from recognize.reports.queries import month_report
from recognize.reports.schemas import Change
from recognize.worker import settle
from tests.cast import Actor, Cast

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)
MIDDLE = "2026-10-15T12:00:00Z"


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


async def gave(giver: UUID, *recipients: str, at: str = MIDDLE, **changes: Any) -> UUID:
    """A kudos of the past; its id."""
    new = NewKudos(
        **{"recipients": list(recipients), "behaviours": ["courtesy"], "message": "Thank you for the forms."} | changes
    )
    answer = await give(giver, new, at=moment(at))
    return UUID(json.loads(answer.body)["id"])


async def bring_october(cast: Cast) -> list[UUID]:
    """Three kudos, one of them private; points in the first."""
    return [
        await gave(cast.ana.id, "bruno", points=10),
        await gave(cast.bruno.id, "diego", "carla", at="2026-10-20T12:00:00Z", behaviours=["ownership"]),
        await gave(cast.diego.id, "ana", at="2026-10-31T23:00:00Z", visibility="private"),
    ]


async def all_read() -> None:
    """Readers tell others, who tell others."""
    for _ in range(3):
        await settle()


async def closed(month: Month = OCTOBER) -> None:
    await all_read()
    await close_month(month)


async def state(hr: Actor, month: Month = OCTOBER) -> dict[str, Any]:
    await all_read()
    answer = await hr.http.get(f"/api/reports/{month}/state")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def adjustments(hr: Actor, month: Month = OCTOBER) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await state(hr, month))["adjustments"]
    return found


async def bytes_of(hr: Actor, month: Month = OCTOBER) -> bytes:
    answer = await hr.http.get(f"/api/reports/{month}")
    assert answer.status_code == 200, answer.text
    return answer.content


async def recounted(month: Month = OCTOBER) -> Figures:
    """What the facts of now say."""
    await all_read()
    return figures_of(json.loads(as_json(await month_report(month))))


async def frozen_and_adjusted(hr: Actor, month: Month = OCTOBER) -> Figures:
    changes = [
        Change(change["figure"], change["from"], change["to"])
        for adjustment in await adjustments(hr, month)
        for change in adjustment["changes"]
    ]
    return adjusted(figures_of(json.loads(await bytes_of(hr, month))), changes)


async def is_closed(month: Month = OCTOBER) -> bool:
    found: bool = await DB.fetch_value("select exists (select from month_closes where month = $1)", month.first_day)
    return found


async def lives_since(instant: str) -> None:
    """Recognize has been there since that moment."""
    await DB.execute("update organisation set closes_since = $1", moment(instant))
