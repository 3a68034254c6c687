"""One of two web processes lives an hour in the past, then an hour in the future: no order and no date is its own."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path

import asyncpg
import httpx
import pytest

from tests.faults.conftest import Site

HOUR_SECONDS = 3600
LOAD_SECONDS = 5.0
SLACK = timedelta(seconds=60)
CLOCK = Path(__file__).with_name("clock")
GIVEN_AT = "select min(given_at), max(given_at) from kudos where given_at >= $1"
# A withdrawal's event must follow its kudos', whoever wrote which.
BACKWARDS = """
select count(*) from log w join log g on g.subject = w.subject and g.kind = 'kudos.given'
where w.kind = 'kudos.withdrawn' and w.position <= g.position
"""
BEFORE_IT_WAS_GIVEN = "select count(*) from kudos where withdrawn_at < given_at"

logger = logging.getLogger(__name__)


@pytest.mark.parametrize("off_seconds", [-HOUR_SECONDS, HOUR_SECONDS])
async def test_a_clock_one_hour_off_changes_nothing(site: Site, off_seconds: int) -> None:
    wrong, _ = site.webs
    wrong.stop()
    wrong.variables = {"PYTHONPATH": str(CLOCK), "CLOCK_OFF_SECONDS": str(off_seconds)}
    await asyncio.to_thread(wrong.start)
    assert abs(await seconds_off(wrong.address) - off_seconds) < SLACK.total_seconds(), "its clock was not moved"
    begun = datetime.now(UTC)
    async with site.under_load():
        await asyncio.sleep(LOAD_SECONDS)
    connection = await asyncpg.connect(site.database_url)
    try:
        first, last = await connection.fetchrow(GIVEN_AT, begun - SLACK - timedelta(seconds=HOUR_SECONDS))
        assert begun - SLACK < first <= last < datetime.now(UTC) + SLACK
        assert await connection.fetchval(BACKWARDS) == 0
        assert await connection.fetchval(BEFORE_IT_WAS_GIVEN) == 0
    finally:
        await connection.close()


async def seconds_off(address: str) -> float:
    async with httpx.AsyncClient() as http:
        answer = await http.get(f"{address}/api/health/live")
    return (parsedate_to_datetime(answer.headers["date"]) - datetime.now(UTC)).total_seconds()
