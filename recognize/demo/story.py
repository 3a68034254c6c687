"""What the company said to each other: every written kudos once and, where more is wanted, again between others.

Writes nothing. The moments are working hours of working days, more of them near the ends of months.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate, cycle, islice
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from msgspec import structs

from recognize.demo.company import DAYS_A_MONTH, SEED, Company
from recognize.demo.material import CompanyFile, Member, Written
from recognize.kudos.schemas import NewKudos
from recognize.lib.text import fold

WRITTEN_FOR_PEOPLE = 180
WRITTEN_FOR_MONTHS = 6
POINTS = 10  # what the dialog offers for each person
OPENS_AT = time(7)
OPEN_SECONDS = 12 * 60 * 60
WORKING_WEEKDAYS = range(5)
MONTH_END_FROM_DAY = 25
MONTH_END_WEIGHT = 2.5

_WORD = re.compile(r"\w+")


class Moment(NamedTuple):
    """`giver` is a handle."""

    at: datetime
    giver: str
    new: NewKudos


def tell(company: Company, written: Sequence[Written], until: datetime, months: int, zone: str) -> list[Moment]:
    """Oldest first, no two at the same moment; the same for the same arguments."""
    random = Random(SEED)  # noqa: S311 — a story, no secret
    size = len(company.members) / WRITTEN_FOR_PEOPLE * months / WRITTEN_FOR_MONTHS
    repeats = max(round(len(written) * size) - len(written), 0)
    chosen = [(each, False) for each in written] + [(each, True) for each in _repeated(company.file, written, repeats)]
    random.shuffle(chosen)
    moments = _moments(random, len(chosen), until, months, ZoneInfo(zone))
    cast = _Cast(random, company)
    return [
        _moment(at, cast.other_people(each, at.date()) if again else each)
        for at, (each, again) in zip(moments, chosen, strict=True)
    ]


def _repeated(file: CompanyFile, written: Sequence[Written], count: int) -> Iterator[Written]:
    """Those that fit other people too: to persons, and nobody is named in the text."""
    names = {word for each in file.characters for word in _words(f"{each.preferred_name} {each.name}")}
    return islice(cycle(each for each in written if each.to and names.isdisjoint(_words(each.message))), count)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(fold(text)))


def _moments(random: Random, count: int, until: datetime, months: int, zone: ZoneInfo) -> list[datetime]:
    days = list(_working_days(until.astimezone(zone).date(), months))
    weights = list(accumulate(MONTH_END_WEIGHT if day.day >= MONTH_END_FROM_DAY else 1.0 for day in days))
    moments: set[datetime] = set()
    while len(moments) < count:
        (day,) = random.choices(days, cum_weights=weights)
        at = datetime.combine(day, OPENS_AT, zone) + timedelta(seconds=random.randrange(OPEN_SECONDS))
        if at < until:
            moments.add(at.astimezone(UTC))
    return sorted(moments)


def _working_days(last: date, months: int) -> Iterator[date]:
    for back in range(round(months * DAYS_A_MONTH)):
        day = last - timedelta(days=back)
        if day.weekday() in WORKING_WEEKDAYS:
            yield day


class _Cast:
    """Who could have said it as well: people of the same area with the same job."""

    def __init__(self, random: Random, company: Company) -> None:
        self._random = random
        self._dates = company.dates
        self._jobs = {each.handle: _job(company.file, each) for each in company.members}
        self._holders: defaultdict[tuple[str, str, bool], list[str]] = defaultdict(list)
        for handle, job in self._jobs.items():
            self._holders[job].append(handle)

    def other_people(self, written: Written, day: date) -> Written:
        cast: list[str] = []
        for handle in (written.giver, *written.to):
            holders = self._holders[self._jobs[handle]]
            there = [each for each in holders if each not in cast and self._dates[each].hired_on <= day]
            cast.append(self._random.choice(there))
        return structs.replace(written, giver=cast[0], to=cast[1:])


def _job(file: CompanyFile, member: Member) -> tuple[str, str, bool]:
    """With the grammatical gender, for the words in the text that agree with it."""
    given = member.name.split()[0]
    is_woman = given in file.names.given_f or given.endswith("a")
    return member.department, member.job_title, is_woman


def _moment(at: datetime, written: Written) -> Moment:
    return Moment(at, written.giver, new_kudos(written))


def new_kudos(written: Written) -> NewKudos:
    points = written.points if written.points is not None else POINTS
    return NewKudos(
        recipients=written.to,
        teams=written.teams,
        behaviours=written.behaviours,
        message=written.message,
        points=points if written.to else 0,
        points_if_possible=True,
        visibility=written.visibility,
        reached_customer=written.reached_customer,
    )
