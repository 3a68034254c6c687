"""Fourteen years that nobody made up, counted by two programs that share nothing."""

import csv
import json
from pathlib import Path
from typing import NamedTuple

import pytest

from recognize.kudos.history import HistoryResult, import_history
from recognize.lib.clock import Month
from recognize.lib.csv import BadLine
from recognize.lib.database import DB
from recognize.organisation.actions import change_organisation
from recognize.organisation.schemas import OrganisationChange
from recognize.people.errors import BadLinesError
from recognize.people.imports import import_departments, import_people
from recognize.reports.export import as_json
from recognize.reports.queries import counted_months, month_report
from recognize.worker import settle
from tests.conftest import empty
from tests.reports.recount import Area, Earned, World, read_thanks, reports

DATA = Path(__file__).parents[3] / "shared" / "data"
PEOPLE, RECOGNITIONS = DATA / "people.csv", DATA / "recognitions-dev.csv"
BEHAVIOURS = {
    "helped": "ownership",
    "reviewed": "closing-the-service",
    "acked": "courtesy",
    "tested": "closing-the-service",
    "reported": "anticipating-needs",
    "suggested": "improving-the-process",
    "mentored": "sharing-knowledge",
    "thanked": "saying-thanks",
    "co-authored": "cross-team",
}
PARENTS = {"d05": "d01", "d08": "d05"}
# A month with nothing before, and one after.
MONTHS = [f"{year}-{number:02d}" for year in range(2005, 2021) for number in range(1, 13)][3:181]
GIVEN_EVENTS = """
select count(*) from (select kind from outbox union all select kind from log) events where kind = 'kudos.given'
"""
EARNED = """
select p.handle, a.badge, a.earned_on from awards a join people p on p.id = a.person_id
where a.badge not in (select badge from badge_conditions where measure = 'weeks')
"""

pytestmark = pytest.mark.skipif(not RECOGNITIONS.exists(), reason=f"the real history is not at {DATA}")


class Files(NamedTuple):
    mapping: Path
    people: Path
    areas: Path
    world: World


@pytest.fixture(scope="module")
async def files(tmp_path_factory: pytest.TempPathFactory, _database: None) -> Files:
    """The mapping, and the people with a chart of managers made up: five to each, every seventh without one."""
    folder = tmp_path_factory.mktemp("history")
    mapping, people, areas = folder / "mapping.toml", folder / "people.csv", folder / "departments.csv"
    mapping.write_text("[behaviours]\n" + "".join(f'"{kind}" = "{code}"\n' for kind, code in BEHAVIOURS.items()))
    areas.write_text("code,parent\n" + "".join(f"{code},{parent}\n" for code, parent in PARENTS.items()))
    with PEOPLE.open(newline="") as lines:
        departments = {row["handle"]: row["department"] for row in csv.DictReader(lines)}
    managers = _chart(_by_activity(departments))
    rows = [f"{handle},{code},{managers.get(handle, '')}\n" for handle, code in departments.items()]
    people.write_text("handle,department,manager\n" + "".join(rows))
    stages = {row["code"]: row["stage"] for row in await DB.fetch("select code, stage from behaviours")}
    return Files(mapping, people, areas, World(departments, managers, stages))


def _by_activity(handles: dict[str, str]) -> list[str]:
    """The busiest first, so that who thanks whom meets the chart often."""
    words = [word for each in read_thanks(RECOGNITIONS, BEHAVIOURS) for word in (each.sender, *each.recipients)]
    counts = dict.fromkeys(handles, 0)
    for word in words:
        counts[word] += 1
    return sorted(handles, key=lambda handle: (-counts[handle], handle))


def _chart(handles: list[str]) -> dict[str, str]:
    return {handle: handles[(place - 1) // 5] for place, handle in enumerate(handles) if place % 7}


class Refusal(NamedTuple):
    lines: list[BadLine]
    landed: int


@pytest.fixture(scope="module")
async def refusal(files: Files, emptying: list[str]) -> Refusal:
    """What the import says without leave to skip bad lines."""
    await empty(emptying)
    await import_people(files.people)
    await import_departments(files.areas)
    with pytest.raises(BadLinesError) as raised:
        await import_history(RECOGNITIONS, files.mapping)
    return Refusal(raised.value.lines, await DB.fetch_value("select count(*) from kudos"))


@pytest.fixture(scope="module")
async def imported(files: Files, refusal: Refusal) -> HistoryResult:
    imported = await import_history(RECOGNITIONS, files.mapping, skip_bad=True)
    await settle()
    return imported


@pytest.fixture
async def clean(imported: HistoryResult) -> None:
    """Instead of emptying the database before each test: what was imported once stays, and each test looks at it."""


def _lines_to_oneself() -> list[int]:
    with RECOGNITIONS.open(newline="", encoding="utf-8") as lines:
        rows = csv.DictReader(lines)
        return [rows.line_num for row in rows if row["sender"] in row["recipients"].split()]


async def test_all_lands_but_the_27_lines_to_oneself(imported: HistoryResult):
    assert imported.imported == await DB.fetch_value("select count(*) from kudos") == 5537
    assert await DB.fetch_value("select count(*) from feed_items") == 5537
    assert len(imported.bad_lines) == 27
    assert [line.number for line in imported.bad_lines] == _lines_to_oneself()
    assert {line.reason.en for line in imported.bad_lines} == {
        "recipients: the sender is among them; nobody recognises themselves"
    }


async def test_without_leave_to_skip_them_nothing_lands(refusal: Refusal):
    assert (len(refusal.lines), refusal.landed) == (27, 0)


async def test_importing_it_again_adds_nothing(imported: HistoryResult, files: Files):
    again = await import_history(RECOGNITIONS, files.mapping, skip_bad=True)
    assert (again.imported, again.already_there, again.bad_lines) == (0, 5537, imported.bad_lines)
    assert await DB.fetch_value("select count(*) from kudos") == 5537
    assert await DB.fetch_value(GIVEN_EVENTS) == 5537


async def test_none_of_its_events_has_an_audience_and_tallies_count_each(imported: HistoryResult):
    given = await DB.fetch_row(
        "select count(*), count(*) filter (where audience <> '{}') as heard from log where kind = 'kudos.given'"
    )
    assert tuple(given) == (5537, 0)
    tallied = dict(await DB.fetch("select measure, sum(count)::int from tallies where key = '' group by 1"))
    received = await DB.fetch_value("select count(*) from kudos_recipients")
    assert tallied == {"messages": 5537, "given": received, "received": received}


async def world(files: Files) -> World:
    return files.world._replace(earned=[Earned(*row) for row in await DB.fetch(EARNED)])


@pytest.mark.parametrize("zone", ["UTC", "America/Santiago", "Asia/Tokyo"])
async def test_the_reports_of_all_months_agree_with_another_count(zone: str, imported: HistoryResult, files: Files):
    await change_organisation(OrganisationChange(time_zone=zone))
    await settle()
    expected = reports(read_thanks(RECOGNITIONS, BEHAVIOURS), await world(files), MONTHS, zone)
    counted = [await month_report(Month.parse(month)) for month in MONTHS]
    assert set(MONTHS[1:]) <= {str(month) for month in await counted_months()}
    for report in counted:
        assert json.loads(as_json(report)) == expected[report.month]
    assert sum(report.totals.kudos for report in counted) == 5537
    assert all(sum(getattr(each.directions, way) for each in counted) > 50 for way in ("up", "down", "sideways"))


async def test_the_reports_of_an_area_agree_with_another_count(imported: HistoryResult, files: Files):
    await change_organisation(OrganisationChange(time_zone="Asia/Tokyo"))
    await settle()
    area = Area("d01", ("d01", "d05", "d08"))
    expected = reports(read_thanks(RECOGNITIONS, BEHAVIOURS), await world(files), MONTHS, "Asia/Tokyo", area)
    for month in MONTHS:
        assert json.loads(as_json(await month_report(Month.parse(month), "d01"))) == expected[month]
