"""Fourteen years that nobody made up: every badge that they earn, counted again in Python over the lines of the file."""

import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pytest

from recognize.lib.database import DB
from recognize.lib.seeds import seeds_folder
from tests.reports.recount import Thanks, World, read_thanks
from tests.reports.test_real_history import BEHAVIOURS, RECOGNITIONS, Files, clean, files, imported, pytestmark, refusal

__all__ = [
    "clean",
    "files",
    "imported",
    "pytestmark",
    "refusal",
]  # fixtures and the mark that leaves them out where the data are not

HELD = "select p.handle, a.badge from awards a join people p on p.id = a.person_id where a.taken_at is null"
Values = dict[str, Counter[tuple[str, str]]]


def counted(all_thanks: Iterable[Thanks], world: World) -> Values:
    """By person, how often each (count, narrowing)."""
    values: Values = defaultdict(Counter)
    sets: dict[tuple[str, str], set[str]] = defaultdict(set)
    for thanks in all_thanks:
        values[thanks.sender]["messages", ""] += 1
        for recipient in thanks.recipients:
            keys = ("", thanks.behaviour, world.stages[thanks.behaviour], _direction(thanks.sender, recipient, world))
            for key in keys:
                values[thanks.sender]["given", key] += 1
                values[recipient]["received", key] += 1
            sets[thanks.sender, "thanked"].add(recipient)
            sets[recipient, "givers"].add(thanks.sender)
            here, there = world.departments[thanks.sender], world.departments[recipient]
            if here != there:
                sets[thanks.sender, "areas_thanked"].add(there)
                sets[recipient, "areas_served"].add(here)
    for (person, count), found in sets.items():
        values[person][count, ""] = len(found)
    return values


def _direction(giver: str, recipient: str, world: World) -> str:
    if recipient in _above(giver, world.managers):
        return "up"
    return "down" if giver in _above(recipient, world.managers) else "across"


def _above(person: str, managers: Mapping[str, str]) -> Iterator[str]:
    while person := managers.get(person, ""):
        yield person


def earned(values: Values) -> set[tuple[str, str]]:
    """(person, badge) by the file of badges, read here once more."""
    badges = tomllib.loads((seeds_folder("catalogue") / "badges.toml").read_text())["badge"]
    found = set()
    for badge in badges:
        numbers = badge.get("tiers") or {"": badge.get("at_least", 0)}
        for person, reached in values.items():
            for tier, number in numbers.items():
                if badge.get("rule") and all(reached[_name(each)] >= number for each in badge["rule"]):
                    found.add((person, f"{badge['code']}-{tier}".rstrip("-")))
    return found


def _name(condition: Mapping[str, str]) -> tuple[str, str]:
    narrowed = condition.get("behaviour") or condition.get("stage") or condition.get("direction") or ""
    return condition["count"], narrowed


async def test_the_history_earns_the_badges_that_another_count_finds(imported: object, files: Files):
    held = {(row["handle"], row["badge"]) for row in await DB.fetch(HELD)}
    expected = earned(counted(read_thanks(RECOGNITIONS, BEHAVIOURS), files.world))
    assert len(expected) > 500
    assert held == expected


@pytest.mark.parametrize("kind", ["award.granted"])
async def test_and_nobody_is_told(imported: object, kind: str):
    assert await DB.fetch_value("select count(*) from awards where not silent") == 0
    assert await DB.fetch_value("select count(*) from log where kind = $1 and audience <> '{}'", kind) == 0
    days = await DB.fetch_row("select min(earned_on)::text, max(earned_on) < now()::date - 365 as is_old from awards")
    assert (days["min"][:4], days["is_old"]) == ("2005", True)
