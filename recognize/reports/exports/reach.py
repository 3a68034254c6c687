"""Whom recognition reaches, by area, site and shift."""

from typing import Any

from recognize.reports.exports import said, words
from recognize.reports.exports.numbers import number, percent
from recognize.reports.exports.tables import Json, Names

MOST_GROUPS = 14
DIMENSIONS = ("area", "site", "shift")


class Reach:
    def __init__(self, report: dict[str, Any], names: Names, locale: str) -> None:
        self.report, self.names, self.locale = report, names, locale

    def groups(self) -> list[Json]:
        found = [self._of(dimension) for dimension in DIMENSIONS]
        return [each for each in found if each["rows"]]

    def gap(self) -> str | None:
        widest: tuple[float, Json, Json] | None = None
        for dimension in DIMENSIONS:
            rows = [row for row in self.report["groups"] if row["dimension"] == dimension]
            if len(rows) > 1:
                low, high = (pick(rows, key=lambda row: row["reach_percent"]) for pick in (min, max))
                gap = high["reach_percent"] - low["reach_percent"]
                if widest is None or gap > widest[0]:
                    widest = gap, low, high
        if widest is None or not widest[0]:
            return None
        _, low, high = widest
        dimension = low["dimension"]
        return said.TEXTS["gap_is"][self.locale].format(
            dimension=said.DIMENSIONS[dimension][self.locale],
            low=self._group(dimension, low["key"]),
            low_value=percent(low["reach_percent"], self.locale),
            high=self._group(dimension, high["key"]),
            high_value=percent(high["reach_percent"], self.locale),
        )

    def _of(self, dimension: str) -> Json:
        """Where there are too many, the highest and the lowest."""
        rows = sorted(
            (row for row in self.report["groups"] if row["dimension"] == dimension),
            key=lambda row: (-row["reach_percent"], row["key"]),
        )
        half = MOST_GROUPS // 2
        shown = rows if len(rows) <= MOST_GROUPS else [*rows[:half], *rows[-half:]]
        return {
            "name": words.VALUES[dimension][self.locale],
            "rows": [
                {
                    "name": self._group(dimension, row["key"]),
                    "value": percent(row["reach_percent"], self.locale),
                    "share": row["reach_percent"],
                    "part": said.TEXTS["part_of"][self.locale].format(
                        part=number(row["reached"], self.locale), whole=number(row["people"], self.locale)
                    ),
                }
                for row in shown
            ],
            "split": half if len(shown) < len(rows) else None,
            "more": said.TEXTS["more"][self.locale].format(n=len(rows) - len(shown)),
        }

    def _group(self, dimension: str, key: str) -> str:
        return self.names.departments.get(key, key) if dimension == "area" else key
