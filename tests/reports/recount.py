"""The month report counted another way: in Python, over the lines of the files, with Python's own time zones."""

import csv
import hashlib
import json
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from tests.reports.recount_headline import Story, headline, percent


class Thanks(NamedTuple):
    at: datetime
    sender: str
    recipients: list[str]
    behaviour: str


class Earned(NamedTuple):
    person: str
    badge: str
    day: date


class World(NamedTuple):
    """`departments` and `managers` are by handle; `stages` by behaviour. `earned` are the badges that everybody may see."""

    departments: Mapping[str, str]
    managers: Mapping[str, str]
    stages: Mapping[str, str]
    earned: Collection[Earned] = ()


def read_thanks(file: Path, behaviours: Mapping[str, str]) -> list[Thanks]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = [(row, row["recipients"].split()) for row in csv.DictReader(lines)]
    return [
        Thanks(datetime.fromisoformat(row["sent_at"]), row["sender"], recipients, behaviours[row["kind"]])
        for row, recipients in rows
        if row["sender"] not in recipients
    ]


class Area(NamedTuple):
    """`departments`: the area's own code and those below it."""

    code: str
    departments: Collection[str]


def reports(
    all_thanks: Iterable[Thanks], world: World, months: Iterable[str], zone: str, area: Area | None = None
) -> dict[str, dict[str, Any]]:
    """By month, what the JSON of its report must hold."""
    by_month: dict[str, list[Thanks]] = defaultdict(list)
    dated = [(thanks.at.astimezone(ZoneInfo(zone)).date(), thanks) for thanks in all_thanks]
    for day, thanks in dated:
        by_month[f"{day:%Y-%m}"].append(thanks)
    story, areas = Story(dated, world), None if area is None else set(area.departments)
    known: set[str] = set()
    counted = {}
    for month in sorted(months):
        known |= {person for each in by_month[month] for person in (each.sender, *each.recipients)}
        members = {person for person in known if area is None or world.departments[person] in area.departments}
        sent = by_month[month] if area is None else _touching(area.departments, by_month[month], world)
        head = {"definition_version": 1, "month": month, "time_zone": zone, "department": area and area.code}
        year, number = int(month[:4]), int(month[5:])
        first, last = date(year, number, 1), date(year, number, monthrange(year, number)[1])
        figures = head | _figures(sent, members, world) | headline(story, first, last, areas)
        figures["sections"] = _sections(month, world, areas)
        counted[month] = {**figures, "checksum": hashlib.sha256(_canonical(figures)).hexdigest()}
    return counted


def _touching(departments: Collection[str], sent: list[Thanks], world: World) -> list[Thanks]:
    def touch(each: Thanks) -> list[str]:
        if world.departments[each.sender] in departments:
            return each.recipients
        return [recipient for recipient in each.recipients if world.departments[recipient] in departments]

    return [each._replace(recipients=touch(each)) for each in sent if touch(each)]


def _canonical(figures: dict[str, Any]) -> bytes:
    return json.dumps(figures, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _figures(sent: list[Thanks], members: set[str], world: World) -> dict[str, Any]:
    return {
        "totals": _totals(sent, members),
        "behaviours": _behaviours(sent, world),
        "matrix": _matrix(sent, world),
        "directions": _directions(sent, world),
    }


def _totals(sent: list[Thanks], members: set[str]) -> dict[str, Any]:
    givers = {each.sender for each in sent}
    receivers = {recipient for each in sent for recipient in each.recipients}
    return {
        "kudos": len(sent),
        "recognitions": sum(len(each.recipients) for each in sent),
        "givers": len(givers),
        "receivers": len(receivers),
        "people": len(members),
        "participation_percent": percent(len((givers | receivers) & members), len(members)),
        "points": 0,
        "boost_points": 0,
    }


def _behaviours(sent: list[Thanks], world: World) -> list[dict[str, Any]]:
    kudos = Counter(each.behaviour for each in sent)
    recognitions = Counter(each.behaviour for each in sent for _ in each.recipients)
    return [
        {"code": code, "stage": world.stages[code], "kudos": kudos[code], "recognitions": recognitions[code]}
        for code in sorted(kudos)
    ]


def _matrix(sent: list[Thanks], world: World) -> list[dict[str, Any]]:
    cells: Counter[tuple[str, str, str]] = Counter()
    for each in sent:
        stages = {"any", world.stages[each.behaviour]} - {"every-moment"}
        for recipient in each.recipients:
            cells.update((world.departments[each.sender], world.departments[recipient], stage) for stage in stages)
    return [
        {"giver_department": giver, "receiver_department": receiver, "stage": stage, "recognitions": count}
        for (giver, receiver, stage), count in sorted(cells.items())
    ]


def _directions(sent: list[Thanks], world: World) -> dict[str, int]:
    counts = dict.fromkeys(("up", "down", "sideways", "across"), 0)
    for each in sent:
        for recipient in each.recipients:
            counts[_direction(each.sender, recipient, world.managers)] += 1
    return counts


def _direction(sender: str, recipient: str, managers: Mapping[str, str]) -> str:
    if recipient in _above(sender, managers):
        return "up"
    if sender in _above(recipient, managers):
        return "down"
    both = managers.get(sender), managers.get(recipient)
    return "sideways" if both[0] is not None and both[0] == both[1] else "across"


def _above(person: str, managers: Mapping[str, str]) -> list[str]:
    chain: list[str] = []
    while person in managers and len(chain) < 100:
        person = managers[person]
        chain.append(person)
    return chain


def _sections(month: str, world: World, areas: Collection[str] | None) -> dict[str, Any]:
    """History knows nothing of customers, wins, front lines, and of nobody who wants fanfare."""
    badges = Counter(
        each.badge
        for each in world.earned
        if f"{each.day:%Y-%m}" == month and (areas is None or world.departments[each.person] in areas)
    )
    return {
        "badges": [{"badge": badge, "awards": count} for badge, count in sorted(badges.items())],
        "customers": [{"kudos": 0, "recognitions": 0}],
        "front_line": [],
        "stories": [],
        "wins": [],
    }
