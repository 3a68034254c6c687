"""The ten headline figures of a month, on their base: *eligible* people and *individual* recognitions.

Their definitions stand in `docs/reports.md`. Discreet recognitions count in the ten figures of the organisation, and where
areas, sites or shifts are named they do not.
"""

from collections.abc import Iterable
from fractions import Fraction
from itertools import groupby

from msgspec import Struct

from recognize.reports.schemas import Dimension, Figure, GroupRow, Headline, StageRow

TENURE_DAYS = 30
LONG_TENURE_DAYS = SILENT_DAYS = 90
HIRE_DAYS = 60
SMALLEST_GROUP = 10
PAIRS_SHOWN = 5

Ratio = tuple[int, int]


class Group(Struct, frozen=True):
    dimension: Dimension
    key: str
    people: int
    reached: int

    @property
    def reach(self) -> Fraction:
        return Fraction(100 * self.reached, self.people)

    def row(self) -> GroupRow:
        return GroupRow(
            dimension=self.dimension,
            key=self.key,
            people=self.people,
            reached=self.reached,
            reach_percent=rounded(self.reach),
        )


class StageCount(Struct, frozen=True):
    stage: str
    recognitions: int
    tagged: int

    def row(self) -> StageRow:
        share = Fraction(100 * self.recognitions, self.tagged)
        return StageRow(stage=self.stage, recognitions=self.recognitions, percent=rounded(share))


class Ratios(Struct, frozen=True):
    reach: Ratio
    giving: Ratio
    silence: Ratio
    leaders: Ratio
    density: Ratio
    concentration: Ratio
    between_areas: Ratio
    stages: Ratio
    newcomers: Ratio


def headline(ratios: Ratios, groups: Iterable[Group]) -> Headline:
    return Headline(
        reach=_share(ratios.reach),
        gave=_share(ratios.giving),
        nobody_in_90_days=_share(ratios.silence),
        leaders_who_recognised=_share(ratios.leaders),
        recognitions_per_100=_share(ratios.density),
        concentration=_share(ratios.concentration),
        between_areas=_share(ratios.between_areas),
        stage_tagged=_share(ratios.stages),
        reach_gap=Figure(value=_widest_gap(groups), numerator=None, denominator=None),
        newcomers=_share(ratios.newcomers),
    )


def held_by_the_most_recognised(held: Iterable[tuple[int, int]], people: int) -> int:
    """What a tenth of them, rounded up, received; `held`: a number of recognitions, and how many people received it."""
    left, total = -(-people // 10), 0
    for recognitions, receivers in sorted(held, reverse=True):
        total += recognitions * min(receivers, left)
        left -= min(receivers, left)
    return total


def percent(numerator: int, denominator: int) -> float | None:
    """One decimal, half up; None of nothing."""
    return rounded(Fraction(100 * numerator, denominator)) if denominator else None


def rounded(value: Fraction) -> float:
    """Of what is not negative: one decimal, half up, counted in whole numbers."""
    return int(value * 10 + Fraction(1, 2)) / 10


def _share(ratio: Ratio) -> Figure:
    numerator, denominator = ratio
    return Figure(value=percent(numerator, denominator), numerator=numerator, denominator=denominator)


def _widest_gap(groups: Iterable[Group]) -> float | None:
    """Percentage points, of the dimension in which it is widest; None where no two groups can be compared."""
    reaches = [[each.reach for each in of_one] for _, of_one in groupby(groups, key=lambda each: each.dimension)]
    gaps = [max(of_one) - min(of_one) for of_one in reaches if len(of_one) > 1]
    return rounded(max(gaps)) if gaps else None
