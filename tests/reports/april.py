"""A small April of 2026 in Santiago de Chile, whose clocks go back in the night to the 5th. The files are in `fixture/`.

`history.csv` says what changed on which day; `marks.csv` what a file of history cannot say: a kudos withdrawn or made
private, and a second behaviour.
"""

import csv
from datetime import date
from pathlib import Path

from recognize.kudos.history import import_history
from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.log.readers import rebuild
from recognize.people.imports import import_departments, import_people
from recognize.reports.queries import month_report, recounted
from recognize.reports.readers import REPORTS
from recognize.reports.schemas import MonthReport
from recognize.tallies.readers import TALLIES

FIXTURE = Path(__file__).parent / "fixture"
ZONE = "America/Santiago"

SINCE = {
    "department": """insert into department_history (person_id, since, department_id)
        select p.id, $2, d.id from people p, departments d where p.handle = $1 and d.code = $3""",
    "manager": """insert into manager_history (person_id, since, manager_id)
        select p.id, $2, m.id from people p, people m where p.handle = $1 and m.handle = $3""",
    "status": "insert into status_history (person_id, since, status) select id, $2, $3 from people where handle = $1",
}
WITHDRAW = "update kudos set withdrawn_at = now() where import_ref = $1"
MAKE_PRIVATE = "update kudos set visibility = 'private' where import_ref = $1"
NAME_TOO = """
insert into kudos_behaviours (kudos_id, behaviour, place) select id, $2, 2 from kudos where import_ref = $1
"""


async def bring_april() -> None:
    await DB.execute("update organisation set time_zone = $1", ZONE)
    await import_departments(FIXTURE / "departments.csv")
    await import_people(FIXTURE / "people.csv")
    await DB.execute("update people set preference = 'quiet' where handle = 'rosa'")
    for row in _rows("history.csv"):
        await DB.execute(SINCE[row["field"]], row["handle"], date.fromisoformat(row["since"]), row["value"])
    await import_history(FIXTURE / "recognitions.csv", FIXTURE / "mapping.toml")
    for row in _rows("marks.csv"):
        await _mark(row["ref"], row["mark"])


def _rows(name: str) -> list[dict[str, str]]:
    with (FIXTURE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


async def _mark(ref: str, mark: str) -> None:
    if mark == "withdrawn":
        await DB.execute(WITHDRAW, ref)
    elif mark == "private":
        await DB.execute(MAKE_PRIVATE, ref)
    else:
        await DB.execute(NAME_TOO, ref, mark)


async def report(month: str = "2026-04", department: str | None = None, zone: str = ZONE) -> MonthReport:
    """Of rows that came without events: made anew, and the same as from the raw rows."""
    await DB.execute("update organisation set time_zone = $1", zone)
    await count_anew()
    told = await month_report(Month.parse(month), department)
    assert told == await recounted(Month.parse(month), department)
    return told


async def count_anew() -> None:
    await rebuild(TALLIES)
    await rebuild(REPORTS)
