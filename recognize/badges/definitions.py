"""The badges' file: what it may say, and what it means. Whatever is wrong in it is named with the badge it stands in."""

import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import msgspec
from msgspec import Meta, Struct

from recognize.badges.medal import Shape
from recognize.badges.palette import Tier
from recognize.behaviours.schemas import Code, Stage
from recognize.lib.symbols import ICONS
from recognize.tallies.constancia import WEEKS

Count = Literal[
    "received", "given", "messages", "wins", "nomination_wins", "givers", "thanked", "areas_served", "areas_thanked",
    "weeks", "service_years",
]  # fmt: skip
GrantingRole = Literal["hr", "manager", "administrator"]
Number = Annotated[int, Meta(ge=1, le=1_000_000)]
Words = Annotated[str, Meta(min_length=1, max_length=200)]

TIERS: tuple[Tier, ...] = ("bronze", "silver", "gold")
NARROWED = ("received", "given")


class BadgesError(Exception):
    """The file cannot be used; the message names the badge."""


class Condition(Struct, frozen=True, forbid_unknown_fields=True):
    count: Count
    behaviour: Code | None = None
    stage: Stage | None = None
    direction: Literal["up", "down", "sideways", "across"] | None = None

    @property
    def key(self) -> str:
        """As the tallies name what is counted."""
        narrowed = {"behaviour": self.behaviour, "stage": self.stage, "direction": self.direction}
        return next((f"{name}:{value}" for name, value in narrowed.items() if value), "")


class BadgeText(Struct, frozen=True, forbid_unknown_fields=True):
    name: Words
    about: Words

    def of(self, number: int) -> "BadgeText":
        return BadgeText(self.name.replace("{n}", str(number)), self.about.replace("{n}", str(number)))


class BadgeTexts(Struct, frozen=True):
    es: BadgeText
    en: BadgeText


class Tiers(Struct, frozen=True, forbid_unknown_fields=True):
    bronze: Number
    silver: Number
    gold: Number


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """One `[[badge]]`; see the head of `seeds/catalogue/badges.toml`."""

    code: Code
    shape: Shape
    stage: Stage
    icon: str
    es: BadgeText
    en: BadgeText
    rule: list[Condition] = []
    at_least: Number | None = None
    tiers: Tiers | None = None
    after: Code | None = None
    granted_by: GrantingRole | None = None
    monthly_cap: Number | None = None


class Requirement(NamedTuple):
    measure: str
    key: str
    at_least: int


class Definition(NamedTuple):
    """A badge as it is kept: one tier of its entry."""

    code: str
    family: str
    tier: Tier | None
    entry: Entry
    texts: BadgeTexts
    after: str | None
    requirements: list[Requirement]


def read_badges(file: Path, behaviours: Collection[str]) -> list[Definition]:
    """Raises BadgesError. Whatever `after` names comes before who needs it."""
    with file.open("rb") as opened:
        try:
            told = tomllib.load(opened)
        except tomllib.TOMLDecodeError as failure:
            raise BadgesError(f"{file.name}: {failure}") from failure
    if told.keys() - {"badge"}:
        raise BadgesError(f"{file.name}: only [[badge]] may stand there, not {', '.join(sorted(told))}")
    found = [each for raw in told.get("badge", []) for each in _definitions(_entry(raw, behaviours))]
    codes = [each.code for each in found]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise BadgesError(f"{', '.join(sorted(twice))}: the code is there twice")
    return _in_order(found)


def _entry(raw: dict[str, object], behaviours: Collection[str]) -> Entry:
    name = raw.get("code", "a badge without a code")
    try:
        entry = msgspec.convert(raw, Entry)
    except msgspec.ValidationError as failure:
        raise BadgesError(f"{name}: {failure}") from failure
    if fault := next(_faults(entry, behaviours), None):
        raise BadgesError(f"{name}: {fault}")
    return entry


def _faults(entry: Entry, behaviours: Collection[str]) -> Iterator[str]:
    if entry.icon not in ICONS:
        yield f"there is no icon {entry.icon}"
    if bool(entry.rule) == bool(entry.granted_by):
        yield "a badge has either a rule or granted_by"
    if bool(entry.granted_by) != bool(entry.monthly_cap):
        yield "granted_by and monthly_cap come together"
    if bool(entry.rule) != bool((entry.at_least is None) != (entry.tiers is None)):
        yield "a rule needs either at_least or tiers, a badge by hand neither"
    if entry.tiers and not entry.tiers.bronze < entry.tiers.silver < entry.tiers.gold:
        yield "each tier needs more than the one below it"
    if len({(each.count, each.key) for each in entry.rule}) < len(entry.rule):
        yield "one condition is there twice"
    for condition in entry.rule:
        yield from _faults_of(condition, entry, behaviours)


def _faults_of(condition: Condition, entry: Entry, behaviours: Collection[str]) -> Iterator[str]:
    narrowings = [each for each in (condition.behaviour, condition.stage, condition.direction) if each]
    if len(narrowings) > 1:
        yield f"{condition.count} takes one of behaviour, stage and direction"
    if narrowings and condition.count not in NARROWED:
        yield f"{condition.count} takes neither behaviour nor stage nor direction"
    if condition.direction and condition.count != "given":
        yield "direction narrows given alone"
    if condition.behaviour and condition.behaviour not in behaviours:
        yield f"there is no behaviour {condition.behaviour}"
    highest = entry.tiers.gold if entry.tiers else entry.at_least or 0
    if condition.count == "weeks" and highest > WEEKS:
        yield f"weeks are counted of {WEEKS}"


def _definitions(entry: Entry) -> Iterator[Definition]:
    if entry.tiers is None:
        yield _definition(entry, entry.code, None, entry.at_least or 0, entry.after)
        return
    below = entry.after
    for tier in TIERS:
        code = f"{entry.code}-{tier}"
        yield _definition(entry, code, tier, getattr(entry.tiers, tier), below)
        below = code


def _definition(entry: Entry, code: str, tier: Tier | None, number: int, after: str | None) -> Definition:
    texts = BadgeTexts(entry.es.of(number), entry.en.of(number))
    requirements = [Requirement(each.count, each.key, number) for each in entry.rule]
    return Definition(code, entry.code, tier, entry, texts, after, requirements)


def _in_order(found: list[Definition]) -> list[Definition]:
    ordered: list[Definition] = []
    waiting = found
    while waiting:
        there = {each.code for each in ordered}
        ready = [each for each in waiting if each.after is None or each.after in there]
        if not ready:
            faults = ", ".join(f"{each.code} after {each.after}" for each in waiting)
            raise BadgesError(f"these wait for a badge that is not there, or for each other: {faults}")
        ordered += ready
        waiting = [each for each in waiting if each not in ready]
    return ordered
