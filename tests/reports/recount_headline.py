"""The headline figures counted another way, for a company in which nobody is hired, leaves or moves: everybody has been there since
they first gave or received."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.reports.recount import Thanks, World

Dated = tuple[date, "Thanks"]


class Story:
    """Everything that was given, by its local day in order of time."""

    def __init__(self, dated: Iterable[Dated], world: "World") -> None:
        self.dated = sorted(dated, key=lambda each: each[0])
        self.world = world
        self.since: dict[str, date] = {}
        for day, thanks in self.dated:
            for person in (thanks.sender, *thanks.recipients):
                self.since.setdefault(person, day)

    def between(self, first: date, last: date) -> list["Thanks"]:
        return [thanks for day, thanks in self.dated if first <= day <= last]

    def members(self, last: date, days: int, areas: set[str] | None) -> set[str]:
        return {
            person
            for person, since in self.since.items()
            if (last - since).days >= days and (areas is None or self.world.departments[person] in areas)
        }


def percent(part: int, whole: int) -> float | None:
    return _rounded(Decimal(100 * part) / whole) if whole else None


def headline(story: Story, first: date, last: date, areas: set[str] | None) -> dict[str, Any]:
    world, eligible = story.world, story.members(last, 30, areas)
    sent = [
        (each, recipient)
        for each in story.between(first, last)
        for recipient in each.recipients
        if areas is None or {world.departments[each.sender], world.departments[recipient]} & areas
    ]
    single = [recipient for each, recipient in sent if len(each.recipients) <= 5]
    held = sorted((single.count(person) for person in eligible), reverse=True)
    here = story.members(last, 0, areas)
    leaders = {boss for person, boss in world.managers.items() if person in here} & here
    leading = {each.sender for each, recipient in sent if world.managers.get(recipient) == each.sender}
    heard = {
        to for each in story.between(last - timedelta(89), last) if len(each.recipients) <= 5 for to in each.recipients
    }
    long_here = story.members(last, 90, areas)
    staged = [each for each, _ in sent if world.stages[each.behaviour] != "every-moment"]
    crossing = [each for each, to in sent if world.departments[each.sender] != world.departments[to]]
    groups = _groups(eligible, set(single), world)
    return {
        "headline": {
            "reach": _figure(len(eligible & set(single)), len(eligible)),
            "gave": _figure(len(eligible & {each.sender for each, _ in sent}), len(eligible)),
            "nobody_in_90_days": _figure(len(long_here - heard), len(long_here)),
            "leaders_who_recognised": _figure(len(leaders & leading), len(leaders)),
            "recognitions_per_100": _figure(sum(held), len(eligible)),
            "concentration": _figure(sum(held[: -(-len(eligible) // 10)]), sum(held)),
            "between_areas": _figure(len(crossing), len(sent)),
            "stage_tagged": _figure(len(staged), len(sent)),
            "reach_gap": {"value": _gap(groups), "numerator": None, "denominator": None},
            "newcomers": _figure(0, 0),
        },
        "stages": [
            {"stage": stage, "recognitions": count, "percent": percent(count, len(staged))}
            for stage, count in sorted(Counter(world.stages[each.behaviour] for each in staged).items())
        ],
        "groups": groups,
        "pairs": _pairs(story, first, [(each, to) for each, to in sent], areas),
    }


def _figure(numerator: int, denominator: int) -> dict[str, Any]:
    return {"value": percent(numerator, denominator), "numerator": numerator, "denominator": denominator}


def _groups(eligible: set[str], reached: set[str], world: "World") -> list[dict[str, Any]]:
    ordered = sorted(eligible, key=world.departments.__getitem__)
    by_area = {code: set(people) for code, people in groupby(ordered, key=world.departments.__getitem__)}
    return [
        {
            "dimension": "area",
            "key": code,
            "people": len(people),
            "reached": len(people & reached),
            "reach_percent": percent(len(people & reached), len(people)),
        }
        for code, people in by_area.items()
        if len(people) >= 10
    ]


def _gap(groups: Sequence[dict[str, Any]]) -> float | None:
    shares = [Fraction(100 * each["reached"], each["people"]) for each in groups]
    if len(shares) < 2:
        return None
    gap = max(shares) - min(shares)
    return _rounded(Decimal(gap.numerator) / gap.denominator)


def _rounded(value: Decimal) -> float:
    return float(value.quantize(Decimal("0.1"), ROUND_HALF_UP))


def _pairs(
    story: Story, first: date, sent: Iterable[tuple["Thanks", str]], areas: set[str] | None
) -> dict[str, list[dict[str, Any]]]:
    before = date(first.year - (first.month <= 3), (first.month - 4) % 12 + 1, 1)
    earlier = [(each, to) for each in story.between(before, first - timedelta(1)) for to in each.recipients]
    now, then = (_crossings(some, story.world, areas) for some in (sent, earlier))
    return {"strongest": _five(now), "silent": _five({pair: count for pair, count in then.items() if pair not in now})}


def _crossings(
    some: Iterable[tuple["Thanks", str]], world: "World", areas: set[str] | None
) -> dict[tuple[str, str], int]:
    pairs = Counter((world.departments[each.sender], world.departments[to]) for each, to in some)
    return {
        pair: count for pair, count in pairs.items() if len(set(pair)) == 2 and (areas is None or set(pair) & areas)
    }


def _five(pairs: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    strongest = sorted(pairs.items(), key=lambda each: (-each[1], each[0]))[:5]
    return [
        {"giver_department": giver, "receiver_department": receiver, "recognitions": count}
        for (giver, receiver), count in strongest
    ]
