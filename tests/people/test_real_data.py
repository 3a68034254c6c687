import time
from pathlib import Path

import pytest

from recognize.lib.database import DB
from recognize.people.imports import import_people

PEOPLE = Path(__file__).parents[3] / "shared" / "data" / "people.csv"
MAX_SECONDS = 2


@pytest.mark.skipif(not PEOPLE.exists(), reason=f"{PEOPLE} is not on this machine")
async def test_1801_people_land_in_no_time() -> None:
    started = time.perf_counter()
    result = await import_people(PEOPLE)
    assert time.perf_counter() - started < MAX_SECONDS
    assert (len(result.added), result.bad_lines) == (1_801, [])
    assert await DB.fetch_value("select count(*) from department_history where since = '-infinity'") == 1_801
    again = await import_people(PEOPLE, complete=True)
    assert (again.unchanged, again.left, again.changed) == (1_801, [], [])
