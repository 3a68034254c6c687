"""Boards and tallies of fourteen years that nobody made up, moved to end today, counted by a program that shares nothing."""

import csv
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from recognize.boards.queries import leaderboard
from recognize.boards.schemas import Choice, Measure, Period
from recognize.kudos.history import import_history
from recognize.lib.database import DB
from recognize.people.imports import import_people
from recognize.worker import settle
from tests.conftest import empty
from tests.reports.recount import Thanks, read_thanks
from tests.reports.test_real_history import BEHAVIOURS, PEOPLE, RECOGNITIONS

ZONE = "America/Santiago"
PERIODS: tuple[Period, ...] = ("week", "month", "quarter", "year", "all")
MEASURES: tuple[Measure, ...] = ("reach", "areas", "given", "received")

pytestmark = pytest.mark.skipif(not RECOGNITIONS.exists(), reason="the real history is not there")


class Past(NamedTuple):
    """`departments` are by handle."""

    thanks: list[Thanks]
    departments: dict[str, str]

    def counts(self, period: Period, by: Measure, behaviour: str = "") -> dict[str, int]:
        """By handle."""
        start = started(period, datetime.now(ZoneInfo(ZONE)).date())
        found: dict[str, list[str]] = defaultdict(list)
        for each in self.thanks:
            if each.at.astimezone(ZoneInfo(ZONE)).date() < start or behaviour not in ("", each.behaviour):
                continue
            for recipient in each.recipients:
                giver, thanked = (recipient, each.sender) if by == "received" else (each.sender, recipient)
                found[giver].append(self.departments[thanked] if by == "areas" else thanked)
        count: Callable[[list[str]], int] = len if by in ("given", "received") else lambda seen: len(set(seen))
        return {handle: count(seen) for handle, seen in found.items()}


def started(period: Period, today: date) -> date:
    match period:
        case "week":
            return today - timedelta(days=today.weekday())
        case "month":
            return today.replace(day=1)
        case "quarter":
            return today.replace(day=1, month=1 + (today.month - 1) // 3 * 3)
        case "year":
            return today.replace(day=1, month=1)
    return date.min


@pytest.fixture(scope="module", autouse=True)
async def clean(emptying: list[str]) -> None:
    """Instead of emptying the database before each test: what was imported once stays, and each test looks at it."""
    await empty(emptying)


@pytest.fixture(scope="module")
async def past(tmp_path_factory: pytest.TempPathFactory, clean: None) -> Past:
    folder = tmp_path_factory.mktemp("history")
    await DB.execute("update organisation set time_zone = $1, boards_received = true", ZONE)
    mapping, history = folder / "mapping.toml", folder / "history.csv"
    mapping.write_text("[behaviours]\n" + "".join(f'"{kind}" = "{code}"\n' for kind, code in BEHAVIOURS.items()))
    with RECOGNITIONS.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    later = datetime.now(UTC) - timedelta(hours=1) - max(datetime.fromisoformat(row["sent_at"]) for row in rows)
    for row in rows:
        row["sent_at"] = (datetime.fromisoformat(row["sent_at"]) + later).isoformat()
    with history.open("w", newline="", encoding="utf-8") as target:
        writer = csv.DictWriter(target, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    await import_people(PEOPLE)
    await DB.execute("update people set on_boards = true")
    await import_history(history, mapping, skip_bad=True)
    await settle()
    with PEOPLE.open(newline="") as lines:
        departments = {row["handle"]: row["department"] for row in csv.DictReader(lines)}
    return Past(read_thanks(history, BEHAVIOURS), departments)


@pytest.mark.parametrize("behaviour", ["", "ownership"])
async def test_every_board_agrees_with_another_count(past: Past, behaviour: str):
    for period in PERIODS:
        for by in MEASURES:
            counts = past.counts(period, by, behaviour)
            board = await leaderboard(uuid4(), Choice(period, by, behaviour=behaviour))
            in_order = sorted(counts.values(), reverse=True)
            named = {each.who.handle: (each.place, each.count) for each in board.entries}
            due = {
                who: (1 + in_order.index(count), count) for who, count in counts.items() if in_order.index(count) < 5
            }
            if board.shared:
                due = {who: each for who, each in due.items() if each[1] > board.shared.count}
            assert named == due, (period, by)
            assert bool(named) == bool(due)
    assert len((await leaderboard(uuid4(), Choice("all", "reach"))).entries) >= 5


async def test_everybodys_tallies_agree_with_another_count(past: Past):
    rows = await DB.fetch(
        "select p.handle, t.measure, t.key, t.count from tallies t join people p on p.id = t.person_id"
    )
    kept = {(row["handle"], row["measure"], row["key"]): row["count"] for row in rows}
    for measure, by in (("given", "given"), ("received", "received")):
        assert {who: count for (who, of, key), count in kept.items() if (of, key) == (measure, "")} == past.counts(
            "all", by
        )  # type: ignore[arg-type]
        for behaviour in set(BEHAVIOURS.values()):
            told = {
                who: count for (who, of, key), count in kept.items() if (of, key) == (measure, f"behaviour:{behaviour}")
            }
            assert told == past.counts("all", by, behaviour)  # type: ignore[arg-type]
    areas: dict[str, int] = defaultdict(int)
    for who, of, key in kept:
        areas[who] += of == "given" and key.startswith("department:")
    assert {who: count for who, count in areas.items() if count} == past.counts("all", "areas")
    assert sum(count for (_, of, key), count in kept.items() if (of, key) == ("messages", "")) == len(past.thanks)
