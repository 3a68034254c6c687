"""What is private or quiet moves the totals of the organisation and nothing else, whoever gave it to whom."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.reports.queries import month_report
from recognize.reports.schemas import MonthReport
from tests.reports.april import bring_april, count_anew

HANDLES = ["hr", "carla", "ana", "bruno", "diego", "fabio", "gala", "rosa", "nadia", "ines", "leo", "eva"]
AREAS = ["DG", "VE", "VN", "AL"]
BEHAVIOURS = ["ownership", "courtesy", "saying-thanks", "warm-opening"]
APRIL = Month(2026, 4)

GIVE = """
with new as (
    insert into kudos (id, giver_id, given_at, message, message_html, visibility)
    select $1, id, $3, 'A word between us', '<p>A word between us</p>', $4 from people where handle = $2
), received as (
    insert into kudos_recipients (kudos_id, person_id, place, named, quiet, points, audience)
    select $1, id, 1, true, $6, $7, '{}' from people where handle = $5
)
insert into kudos_behaviours (kudos_id, behaviour, place) values ($1, $8, 1)
"""


@dataclass
class Discreet:
    """A kudos from one to the other, who are two different people."""

    pair: tuple[str, str]
    at: datetime
    kind: Literal["private", "quiet"]
    points: int
    behaviour: str

    async def give(self) -> None:
        giver, recipient = self.pair
        visibility = "private" if self.kind == "private" else "public"
        await DB.execute(
            GIVE, uuid4(), giver, self.at, visibility, recipient, self.kind == "quiet", self.points, self.behaviour
        )


discreet = st.builds(
    Discreet,
    pair=st.permutations(HANDLES).map(lambda order: (order[0], order[1])),
    at=st.datetimes(datetime(2026, 4, 2), datetime(2026, 4, 29), timezones=st.just(UTC)),
    kind=st.sampled_from(["private", "quiet"]),
    points=st.integers(0, 500),
    behaviour=st.sampled_from(BEHAVIOURS),
)


class Undo(Exception):
    pass


@asynccontextmanager
async def undone() -> AsyncIterator[None]:
    try:
        async with DB.transaction():
            yield
            raise Undo
    except Undo:
        pass


async def reports() -> tuple[MonthReport, list[MonthReport]]:
    await count_anew()
    return await month_report(APRIL), [await month_report(APRIL, area) for area in AREAS]


def breakdowns(report: MonthReport) -> tuple[Any, ...]:
    return report.behaviours, report.matrix, report.directions, report.stages, report.groups, report.pairs


@given(secret=discreet)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_one_more_discreet_kudos_moves_the_totals_and_nothing_else(clean: None, secret: Discreet):
    async with undone():
        await bring_april()
        whole, areas = await reports()
        await secret.give()
        moved, areas_then = await reports()
    assert areas_then == areas
    assert breakdowns(moved) == breakdowns(whole)
    assert moved.totals.kudos == whole.totals.kudos + 1
    assert moved.totals.recognitions == whole.totals.recognitions + 1
    assert moved.totals.points == whole.totals.points + secret.points
