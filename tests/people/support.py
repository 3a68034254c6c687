"""Sentences about people in the database, for the tests of this folder."""

from collections.abc import Awaitable
from datetime import date, timedelta
from textwrap import dedent
from typing import Any

import msgspec
import pytest

from recognize.lib.database import DB
from recognize.people.differences import DepartmentsImportResult, PeopleImportResult
from recognize.people.errors import BadLinesError
from recognize.people.imports import import_departments_text, import_people_text
from recognize.people.queries import locked_roster
from recognize.people.roster import DepartmentFacts, PersonFacts

EVER = "ever"
TODAY = "select (now() at time zone time_zone)::date from organisation"
HISTORY = {
    "department": "select since, d.code from department_history h left join departments d on d.id = h.department_id",
    "manager": "select since, m.handle from manager_history h left join people m on m.id = h.manager_id",
    "status": "select since, h.status from status_history h",
}
OF_ONE = "{} join people p on p.id = h.person_id where p.handle = $1 order by since"
AGE = "update {}_history set since = since - 1 where since > '-infinity'"


async def land(text: str, **options: Any) -> PeopleImportResult:
    return await import_people_text(dedent(text), "people.csv", **options)


async def land_departments(text: str, **options: Any) -> DepartmentsImportResult:
    return await import_departments_text(dedent(text), "areas.csv", **options)


async def refused(text: str, **options: Any) -> dict[int, str]:
    """The bad lines of a file that must not land, nor anything of it."""
    return await _bad_lines(land(text, **options))


async def refused_departments(text: str) -> dict[int, str]:
    return await _bad_lines(land_departments(text))


async def _bad_lines(landing: Awaitable[object]) -> dict[int, str]:
    before = await locked_roster()
    with pytest.raises(BadLinesError) as refusal:
        await landing
    assert await locked_roster() == before
    numbers = [line.number for line in refusal.value.lines]
    assert numbers == sorted(numbers)
    return {line.number: line.reason.en for line in refusal.value.lines}


async def person(handle: str) -> PersonFacts:
    return (await locked_roster()).people[handle]


async def handles() -> list[str]:
    return sorted((await locked_roster()).people)


async def department(code: str) -> DepartmentFacts:
    return (await locked_roster()).departments[code]


async def history(of: str, handle: str) -> list[tuple[str, Any]]:
    """What held since when, days as words: `ever`, `today`, `1 day ago`."""
    today: date = await DB.fetch_value(TODAY)
    return [(_word(since, today), value) for since, value in await DB.fetch(OF_ONE.format(HISTORY[of]), handle)]


def _word(since: date, today: date) -> str:
    if since == date.min:
        return EVER
    days = (today - since) // timedelta(days=1)
    return f"{days} day ago" if days else "today"


async def a_day_passes() -> None:
    for table in HISTORY:
        await DB.execute(AGE.format(table))


async def recorded() -> list[tuple[str, str, list[str], list[str]]]:
    """The events of changes: kind, whose, for whom, which fields."""
    rows = await DB.fetch(
        "select o.*, p.handle from outbox o join people p on p.id = o.subject "
        "where o.kind <> 'person.created' order by p.handle, o.seq"
    )
    return [(r["kind"], r["handle"], r["audience"], msgspec.json.decode(r["payload"])["fields"]) for r in rows]


async def audited() -> list[tuple[str, str, dict[str, Any]]]:
    rows = await DB.fetch("select action, subject, details from audit order by at, id")
    return [(row["action"], row["subject"], msgspec.json.decode(row["details"])) for row in rows]
