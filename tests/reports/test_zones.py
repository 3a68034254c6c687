"""Another zone of the organisation counts from the first open month on: no kudos is in two months, and none is in no month."""

from pathlib import Path

import pytest

from recognize.lib.database import DB
from recognize.people.actions import create_person
from tests.reports.april import report
from tests.reports.test_borders import bring
from tests.reports.test_discretion import undone

LIMA = "America/Lima"
# In front of the table of closed months, for one transaction.
CLOSE_SEPTEMBER = """
create temporary table month_closes (month date, time_zone text, starts_at timestamptz, ends_at timestamptz) on commit drop;
insert into month_closes values ('2026-09-01', 'America/Lima', '2026-09-01T05:00Z', '2026-10-01T05:00Z');
"""


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Pago_Pago"])
async def test_a_closed_month_keeps_its_zone_and_its_ends(clean: None, tmp_path: Path, zone: str):
    for handle in ("ana", "bruno"):
        await create_person(handle, handle.capitalize())
    # The last hours of September and the first of October in Lima: 1 October in Tokyo, and 30 September in Pago Pago.
    await bring(tmp_path, "2026-10-01T02:00:00Z", "2026-10-01T06:00:00Z", "2026-10-01T09:00:00Z")
    async with undone():
        await DB.execute(CLOSE_SEPTEMBER)
        for each in (LIMA, zone):
            september, october = await report("2026-09", zone=each), await report("2026-10", zone=each)
            assert (september.totals.kudos, october.totals.kudos) == (1, 2)
            assert (september.time_zone, october.time_zone) == (LIMA, each)


async def test_without_a_closed_month_every_month_moves(clean: None, tmp_path: Path):
    for handle in ("ana", "bruno"):
        await create_person(handle, handle.capitalize())
    await bring(tmp_path, "2026-10-01T02:00:00Z", "2026-10-01T06:00:00Z")
    assert [(await report("2026-10", zone=zone)).totals.kudos for zone in (LIMA, "Asia/Tokyo")] == [1, 2]
