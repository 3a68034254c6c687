"""A month report as a PDF of six pages, to hand to the board: what stands on them. How they look is in `report.typ`."""

from collections.abc import Iterator
from math import ceil
from typing import Any

import msgspec

from recognize.reports.exports import said, words
from recognize.reports.exports.about import About
from recognize.reports.exports.advice import advice
from recognize.reports.exports.material import Material, Story
from recognize.reports.exports.numbers import figure, number, percent
from recognize.reports.exports.reach import Reach
from recognize.reports.exports.tables import Figures, Json, Table
from recognize.reports.exports.typesetting import typeset
from recognize.reports.exports.words import label, month_named

MOST_BEHAVIOURS, MOST_CROSSED = 6, 12
MOST_ROWS = 6  # of a section that this document knows nothing else of
ROOM_LINES, STORY_LINES, HEADING_LINES = (
    34,
    5,
    4,
)  # of the page with stories, of two stories, of a section but for its rows
MOST_STORIES, MOST_ADJUSTMENTS = 6, 4
STAGES = ("opening", "performing", "closing", "every-moment")
TOTALS = ("kudos", "recognitions", "participation_percent", "people")
CARDS = ("front_line", "customers")
WITHOUT_TABLE = {"stories", *CARDS}


def report_document(report: dict[str, Any], material: Material, about: About) -> bytes:
    pages = Pages(report, material, about)
    return typeset("report.typ", msgspec.json.encode(pages.everything()).decode(), about.made_at)


class Pages:
    """What stands on them, as text: the template decides nothing but looks."""

    def __init__(self, report: dict[str, Any], material: Material, about: About) -> None:
        self.report, self.material, self.about = report, material, about
        self.locale = about.locale
        self.figures = Figures(report, material.names, about.locale)
        self.month = month_named(report["month"], about.locale)

    def everything(self) -> dict[str, Any]:
        return {
            "lang": self.locale,
            "text": {name: each[self.locale] for name, each in said.TEXTS.items()},
            "title": self.about.contents,
            "organisation": self.about.organisation,
            "month": self.month,
            "filters": self.about.filters_in_words() if self.about.filters else None,
            "empty": self._text("empty", month=self.month) if not self.report["totals"]["kudos"] else None,
            "foot": self._text("zone", zone=self.about.time_zone, version=self.about.definition_version),
            **self._summary(),
            **self._reach(),
            **self._behaviours(),
            **self._who_serves_whom(),
            **self._stories(),
            **self._next(),
        }

    def _text(self, name: str, **values: object) -> str:
        return said.TEXTS[name][self.locale].format(**values)

    def _summary(self) -> dict[str, Any]:
        totals = self.report["totals"]
        counted = {code: number(totals[code], self.locale) for code in ("givers", "kudos", "receivers", "recognitions")}
        reach = self.report["headline"]["reach"]["value"]
        lead = self._text("lead", month=self.month, **counted)
        if reach is not None:
            lead += self._text("lead_reach", value=percent(reach, self.locale))
        return {
            "lead": lead,
            "totals": [self._total(code) for code in TOTALS],
            "headline": [self._headline(code) for code in words.FIGURES if code in self.report["headline"]],
            "trend": self._trend(),
        }

    def _total(self, code: str) -> Json:
        value = self.report["totals"][code]
        shown = percent(value, self.locale) if code.endswith("percent") else number(value, self.locale)
        return {"name": words.FIGURES[code][self.locale].removesuffix(", %"), "value": shown}

    def _headline(self, code: str) -> Json:
        given = self.report["headline"][code]
        value, part, whole = given["value"], given["numerator"], given["denominator"]
        counted = {"part": number(part, self.locale), "whole": number(whole, self.locale)}
        return {
            "name": label(words.FIGURES, code, self.locale),
            "value": figure(code, value, self.locale),
            "part": self._text("part_of", **counted) if whole is not None else None,
            "share": value if code not in words.UNITS else None,
            "change": self._change(code, value),
        }

    def _change(self, code: str, value: float | None) -> str | None:
        """Since the month before, in points."""
        before = [each for each in self.material.trend if each["month"] < self.report["month"]]
        earlier = before[-1]["headline"].get(code, {}).get("value") if before else None
        if value is None or earlier is None:
            return None
        change = round(value - earlier, 1)
        sign = "+" if change > 0 else "−" if change < 0 else "±"
        return self._text(
            "since",
            change=f"{sign}{number(abs(change), self.locale)}",
            month=month_named(before[-1]["month"], self.locale),
        )

    def _trend(self) -> Json | None:
        if len(self.material.trend) < 2:
            return None
        shown = ("reach", "gave", "between_areas")
        return {
            "months": [each["month"] for each in self.material.trend],
            "series": [
                {
                    "name": words.FIGURES[code][self.locale],
                    "values": [each["headline"][code]["value"] for each in self.material.trend],
                }
                for code in shown
            ],
        }

    def _reach(self) -> dict[str, Any]:
        reach = Reach(self.report, self.material.names, self.locale)
        shown = ("reach", "nobody_in_90_days", "leaders_who_recognised", "newcomers")
        return {
            "groups": reach.groups(),
            "gap": reach.gap(),
            "reach_cards": [self._headline(code) for code in shown if code in self.report["headline"]],
        }

    def _more(self, count: int) -> str | None:
        return self._text("more", n=count) if count else None

    def _behaviours(self) -> dict[str, Any]:
        counts = {row["stage"]: row for row in self.report["stages"]}
        most = max((row["recognitions"] for row in self.report["behaviours"]), default=1)
        return {"stages": [self._stage(code, counts.get(code), most) for code in STAGES]}

    def _stage(self, code: str, count: Json | None, most: int) -> Json:
        rows = sorted(
            (row for row in self.report["behaviours"] if row["stage"] == code),
            key=lambda row: (-row["recognitions"], row["code"]),
        )
        story = next((each for each in self.material.stories if each.stage == code), None)
        return {
            "code": code,
            "name": words.STAGES[code][self.locale],
            "count": number(count["recognitions"], self.locale) if count else None,
            "share": count["percent"] if count else 0,
            "part": self._text("of_tagged", value=percent(count["percent"], self.locale)) if count else None,
            "behaviours": [
                {
                    "name": self.material.names.behaviours.get(row["code"], row["code"]),
                    "count": number(row["recognitions"], self.locale),
                    "share": 100 * row["recognitions"] / most,
                }
                for row in rows[:MOST_BEHAVIOURS]
            ],
            "more": self._more(len(rows[MOST_BEHAVIOURS:])),
            "quote": story and story.message,
        }

    def _who_serves_whom(self) -> dict[str, Any]:
        directions = self.report["directions"]
        most = max([*directions.values(), 1])
        return {
            "matrix": self._matrix(),
            "pairs": [
                {"name": self._text(which), "rows": [self._pair(pair) for pair in self.report["pairs"][which]]}
                for which in ("strongest", "silent")
            ],
            "directions": [
                {
                    "name": words.FIGURES[code][self.locale],
                    "count": number(directions[code], self.locale),
                    "share": 100 * directions[code] / most,
                }
                for code in ("up", "down", "sideways", "across")
            ],
            "cards": [card for name in CARDS for card in self._card(name)],
        }

    def _matrix(self) -> Json | None:
        areas, cells = self.figures.crossed()
        shown = areas[:MOST_CROSSED]
        if not shown:
            return None
        return {
            "areas": [str(self.figures.said("giver_department", area)) for area in shown],
            "rows": [[cells.get((giver, receiver), 0) for receiver in shown] for giver in shown],
            "most": max(cells.get((giver, receiver), 0) for giver in shown for receiver in shown) or 1,
            "more": self._text("more_areas", n=len(areas)) if len(areas) > len(shown) else None,
        }

    def _pair(self, pair: Json) -> Json:
        return {
            "giver": self.figures.said("giver_department", pair["giver_department"]),
            "receiver": self.figures.said("receiver_department", pair["receiver_department"]),
            "count": number(pair["recognitions"], self.locale),
        }

    def _card(self, section: str) -> list[Json]:
        """The first row is of everything."""
        row = next(iter(self.report.get("sections", {}).get(section, [])), None)
        if row is None:
            return []
        share = percent(row["percent"], self.locale) if "percent" in row else None
        return [
            {
                "name": label(words.SECTIONS, section, self.locale),
                "value": number(row["recognitions"], self.locale),
                "part": share,
            }
        ]

    def _stories(self) -> dict[str, Any]:
        quoted = {stage["quote"] for stage in self._behaviours()["stages"]}
        told = [story for story in self.material.stories if story.message not in quoted] or self.material.stories
        shown = told[:MOST_STORIES]
        return {
            "stories": [self._story(story) for story in shown],
            "sections": list(self._sections(ROOM_LINES - STORY_LINES * ceil(len(shown) / 2))),
        }

    def _sections(self, room: int) -> Iterator[Json]:
        """Those of which this document knows nothing else, as far as the page goes; the workbook has all of them."""
        for table in self.figures.section_tables():
            if table.code in WITHOUT_TABLE or not table.rows:
                continue
            room -= HEADING_LINES + min(len(table.rows), MOST_ROWS)
            if room < 0:
                return
            yield self._section(table)

    def _story(self, story: Story) -> Json:
        areas = [area for area in (story.giver_department, story.receiver_department) if area]
        return {
            "stage": story.stage,
            "message": story.message,
            "recipients": ", ".join(story.recipients),
            "areas": " → ".join(dict.fromkeys(areas)),
        }

    def _section(self, table: Table) -> Json:
        rows = [
            [number(value, self.locale) if isinstance(value, int | float) else str(value or "") for value in row]
            for row in table.rows
        ]
        return {
            "name": table.title,
            "columns": [{"name": column.label, "is_text": column.kind == "text"} for column in table.columns],
            "rows": rows[:MOST_ROWS],
            "more": self._more(len(rows[MOST_ROWS:])),
        }

    def _next(self) -> dict[str, Any]:
        definitions = [{"name": each.name, "text": each.text} for each in self.material.definitions]
        return {
            "advice": advice(self.report, self.material.names, self.locale),
            "adjustments": [self._adjustment(each) for each in self.material.adjustments[-MOST_ADJUSTMENTS:]],
            "adjustments_more": self._more(len(self.material.adjustments[:-MOST_ADJUSTMENTS])),
            "is_closed": self.material.is_closed,
            "definitions": definitions,
            "about": [{"name": name, "value": value} for name, value in self.about.lines()],
        }

    def _figure(self, path: str) -> str:
        """`behaviours.courtesy.every-moment.kudos`: what the definition of `behaviours.kudos` names, and of which."""
        section, *rest, last = path.split(".")
        named = {each.figure: each.name for each in self.material.definitions}
        known = (path, f"{section}.{last}", ".".join((section, *rest[:1], last)), ".".join((section, *rest[:1])))
        figure = next((each for each in known if each in named), None)
        if figure is None:
            return path
        of = [] if figure == path else [self._said(part) for part in rest]
        return " · ".join((named[figure], *filter(None, of)))

    def _said(self, code: str) -> str | None:
        names = self.material.names
        for known in (names.behaviours, names.departments, names.badges):
            if code in known:
                return known[code]
        for said_of in (words.STAGES, words.VALUES, words.FIGURES):
            if code in said_of:
                return said_of[code][self.locale]
        return None

    def _adjustment(self, adjustment: Json) -> Json:
        changes = [
            f"{self._figure(change['figure'])}: {number(change['from'], self.locale)} → {number(change['to'], self.locale)}"
            for change in adjustment["changes"]
        ]
        return {"at": str(adjustment["at"])[:10], "changes": "; ".join(changes[:3])}
