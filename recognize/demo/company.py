"""Who works at the company: the characters of the file, and as many drawn ones as its size asks for. Writes nothing."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import cycle, islice, product
from typing import NamedTuple

from faker import Faker
from msgspec import structs

from recognize.demo.material import Area, CompanyFile, Member, TeamRule, Title
from recognize.lib.text import fold

SEED = 180  # the same company each time
DAYS_A_MONTH = 365 / 12
OLDEST_HIRE_DAYS = 14 * 365
SETTLED_DAYS = 60  # whoever the written kudos name was there so long before the first of them
NEWCOMERS = 0.15  # of those whom no written kudos can reach
YOUNGEST_NEWCOMER_DAYS = 10
EARLIER_SENIORITY = 0.06  # came back, or came along with a company that was bought
PREFERENCES = (("fanfare", 0.3), ("feed_only", 0.15), ("quiet", 0.03))  # the others have not chosen


class Dates(NamedTuple):
    """`birthday` is MM-DD."""

    hired_on: date
    seniority_on: date
    birthday: str


class Slot(NamedTuple):
    site: str
    shift: str


class Company(NamedTuple):
    """`teams` are handles by the team's code, `managers` and `dates` are by handle."""

    name: str
    file: CompanyFile
    members: list[Member]
    managers: dict[str, str]
    dates: dict[str, Dates]
    teams: dict[str, list[str]]

    @property
    def areas(self) -> list[Area]:
        return self.file.areas


def draw_company(file: CompanyFile, until: datetime, people: int, months: int) -> Company:
    """The same for the same arguments. Fewer people than there are characters is not possible."""
    fake = Faker()
    fake.seed_instance(SEED)
    members = [*file.characters, *_drawn(fake, file, people - len(file.characters))]
    teams = {team.code: [each.handle for each in members if team.takes(each)] for team in file.teams}
    reached = {each.handle for each in file.characters}.union(*teams.values())
    dates = {each.handle: _dates(fake, until.date(), months, each.handle in reached) for each in members}
    return Company(file.company.name, file, members, _managers(members), dates, teams)


def _drawn(fake: Faker, file: CompanyFile, people: int) -> Iterator[Member]:
    taken = {each.handle for each in file.characters}
    names = _names(fake, file)
    spare = {area.code: area.headcount - len(_characters(file, area)) for area in file.areas}
    for area, count in zip(file.areas, apportion(people, spare).values(), strict=True):
        for (slot, title), (woman, given, first, second) in zip(_posts(fake, file, area, count), names, strict=False):
            called = f"{file.names.preferred.get(given, given)} {first}"
            yield Member(
                handle=_handle(called, taken),
                name=f"{given} {first} {second}",
                preferred_name=called,
                department=area.code,
                job_title=title.f if woman else title.m,
                site=slot.site,
                shift=slot.shift,
                kind=title.kind,
                mail=title.mail,
                preference=_preference(fake),
            )


def _characters(file: CompanyFile, area: Area) -> list[Member]:
    return [each for each in file.characters if each.department == area.code]


def apportion(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Shares of `total` in proportion, whole and summing up; the largest remainders get what is left."""
    whole = sum(weights.values()) or 1
    shares = {key: total * weight // whole for key, weight in weights.items()}
    missing = total - sum(shares.values())
    for key in sorted(weights, key=lambda key: total * weights[key] % whole)[len(weights) - missing :]:
        shares[key] += 1
    return shares
