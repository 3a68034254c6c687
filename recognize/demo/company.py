"""Who works at the company: the characters of the file, and as many drawn ones as its size asks for. Writes nothing."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import chain, cycle, product, repeat
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo

from recognize.demo.material import Area, CompanyFile, Member, NearDate, Title, life
from recognize.lib.text import fold
from recognize.people.schemas import Preference

if TYPE_CHECKING:
    from faker import Faker

SEED = 180  # the same company each time
DAYS_A_MONTH = 365 / 12
OLDEST_HIRE_DAYS = 14 * 365
SETTLED_DAYS = 60  # whoever the written kudos reach was there so long before the first of them
NEWCOMERS_PERCENT = 15  # of the others
YOUNGEST_NEWCOMER_DAYS = 10
EARLIER_SENIORITY_PERCENT = 6  # came back, or came along with a company that was bought
MOST_EARLIER_DAYS = 6 * 365
HAVE_CHOSEN_PERCENT = 50
CHOICES: tuple[Preference, ...] = ("fanfare", "fanfare", "feed_only", "feed_only", "quiet")
FEBRUARY = 2  # whose 29th other years do not have
NEWEST_DAYS = (1, 3, 5)  # ago: who came to the company in its last days
LEAP_YEAR = (date(2000, 1, 1), date(2000, 12, 31))


class Dates(NamedTuple):
    """`birthday` is MM-DD."""

    hired_on: date
    seniority_on: date
    birthday: str


class Post(NamedTuple):
    site: str
    shift: str
    title: Title


class Name(NamedTuple):
    given: str
    surnames: tuple[str, str]
    called: str
    is_woman: bool


class Company(NamedTuple):
    """`managers` and `dates` are by handle, `teams` are handles by code."""

    file: CompanyFile
    members: list[Member]
    managers: dict[str, str]
    dates: dict[str, Dates]
    teams: dict[str, list[str]]

    @property
    def name(self) -> str:
        return self.file.company.name


def draw_company(file: CompanyFile, until: datetime, people: int, months: int) -> Company:
    """The same for the same arguments. `until` is the moment at which its `months` of history end."""
    from faker import Faker  # noqa: PLC0415 — slow to load, and only a first start needs it

    fake = Faker()
    fake.seed_instance(SEED)
    members = [*file.characters, *_drawn(fake, file, people - len(file.characters))]
    teams = {team.code: [each.handle for each in members if team.takes(each)] for team in file.teams}
    reached = {each.handle for each in file.characters}.union(*teams.values())
    dates = {each.handle: _dates(fake, until.date(), months, each.handle in reached) for each in members}
    today = until.astimezone(ZoneInfo(file.company.time_zone)).date()
    dates |= {each.of: _near(each, today, dates[each.of]) for each in life().dates}
    dates |= _newest(members, reached, today, dates)
    return Company(file, members, _managers(file, members), dates, teams)


def _drawn(fake: "Faker", file: CompanyFile, people: int) -> Iterator[Member]:
    names = _names(fake, file)
    taken = {each.handle for each in file.characters}
    vacant = {area.code: area.headcount - len(_characters(file, area)) for area in file.areas}
    counts = apportion(people, vacant)
    for area in file.areas:
        for post, name in zip(_posts(fake, file, area, counts[area.code]), names, strict=False):
            yield _member(area, post, name, _handle(name, taken), _preference(fake))


def _characters(file: CompanyFile, area: Area) -> list[Member]:
    return [each for each in file.characters if each.department == area.code]


def apportion(total: int, weights: Mapping[str, int]) -> dict[str, int]:
    """Whole shares of `total` in proportion to the weights; what is left over goes to the largest remainders."""
    whole = sum(weights.values()) or 1
    shares = {key: total * weight // whole for key, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda key: -(total * weights[key] % whole))
    for key in by_remainder[: total - sum(shares.values())]:
        shares[key] += 1
    return shares


def _names(fake: "Faker", file: CompanyFile) -> Iterator[Name]:
    """Without end; nobody is called like somebody else before all combinations are used."""
    material = file.names
    women, men = (product(given, material.surnames) for given in (material.given_f, material.given_m))
    pairs = [*((*pair, True) for pair in women), *((*pair, False) for pair in men)]
    fake.random.shuffle(pairs)
    known = {each.preferred_name for each in file.characters}
    for given, first, is_woman in cycle(pairs):
        called = f"{material.preferred.get(given, given)} {first}"
        if called not in known:
            second = fake.random_element([each for each in material.surnames if each != first])
            yield Name(given, (first, second), called, is_woman)


def _posts(fake: "Faker", file: CompanyFile, area: Area, count: int) -> Iterator[Post]:
    """Sites, shifts and titles as the file weighs them, less what the characters have."""
    here = _characters(file, area)
    sites = _shared_out(count, area.sites, Counter(each.site for each in here))
    shifts = _shared_out(count, area.shifts, Counter(each.shift for each in here))
    places = list(zip(sites, reversed(shifts), strict=True))  # the night shift works where most work
    fake.random.shuffle(places)
    titles = {title.m: title for title in area.job_titles}
    weights = {title.m: title.weight for title in area.job_titles}
    held = Counter(title.m for title in area.job_titles for each in here if each.job_title in (title.m, title.f))
    for title in sorted((titles[each] for each in _shared_out(count, weights, held)), key=lambda each: not each.shift):
        place = next(each for each in places if title.shift in (None, each[1]))
        places.remove(place)
        yield Post(*place, title)


def _shared_out(count: int, weights: Mapping[str, int], held: Counter[str]) -> list[str]:
    left = {key: max(weight - held[key], 0) for key, weight in weights.items()}
    return list(chain.from_iterable(repeat(key, times) for key, times in apportion(count, left).items()))


def _handle(name: Name, taken: set[str]) -> str:
    given, _, surname = fold(name.called).replace("ñ", "n").partition(" ")
    plain = f"{given}.{surname.replace(' ', '')}"
    handle, number = plain, 1
    while handle in taken:
        number += 1
        handle = f"{plain}{number}"
    taken.add(handle)
    return handle


def _preference(fake: "Faker") -> Preference | None:
    return fake.random_element(CHOICES) if fake.boolean(HAVE_CHOSEN_PERCENT) else None


def _member(area: Area, post: Post, name: Name, handle: str, preference: Preference | None) -> Member:
    return Member(
        handle=handle,
        name=" ".join((name.given, *name.surnames)),
        preferred_name=name.called,
        department=area.code,
        job_title=post.title.f if name.is_woman else post.title.m,
        site=post.site,
        shift=post.shift,
        kind=post.title.kind,
        mail=post.title.mail,
        preference=preference,
    )


def _dates(fake: "Faker", today: date, months: int, settled: bool) -> Dates:
    oldest, story_days = today - timedelta(days=OLDEST_HIRE_DAYS), round(months * DAYS_A_MONTH)
    begin = today - timedelta(days=story_days)
    if not settled and fake.boolean(NEWCOMERS_PERCENT):
        hired = fake.date_between_dates(begin, today - timedelta(days=YOUNGEST_NEWCOMER_DAYS))
    else:
        hired = fake.date_between_dates(min(oldest, begin - timedelta(days=365)), begin - timedelta(days=SETTLED_DAYS))
    senior = hired
    if fake.boolean(EARLIER_SENIORITY_PERCENT):
        senior -= timedelta(days=fake.random_int(30, MOST_EARLIER_DAYS))
    return Dates(hired, senior, f"{fake.date_between_dates(*LEAP_YEAR):%m-%d}")


def _near(near: NearDate, today: date, drawn: Dates) -> Dates:
    day = today + timedelta(days=near.in_days)
    if near.years is None:
        return drawn._replace(birthday=f"{day:%m-%d}")
    hired = date(day.year - near.years, day.month, min(day.day, 28) if day.month == FEBRUARY else day.day)
    return drawn._replace(hired_on=hired, seniority_on=hired)


def _newest(members: list[Member], reached: set[str], today: date, dates: Mapping[str, Dates]) -> dict[str, Dates]:
    """Drawn people who like fanfare, so that walls may welcome them."""
    free = [each.handle for each in members if each.handle not in reached and each.preference == "fanfare"]
    hired = [today - timedelta(days=days) for days in NEWEST_DAYS]
    return {
        handle: dates[handle]._replace(hired_on=day, seniority_on=day) for handle, day in zip(free, hired, strict=False)
    }


def _managers(file: CompanyFile, members: list[Member]) -> dict[str, str]:
    """Heads report to the head of the area at the top, a shift to its supervisor, all others to their head."""
    top = next(area.code for area in file.areas if area.parent is None)
    heads = {each.department: each.handle for each in members if each.head}
    of_shifts = {name for area in file.areas for title in area.job_titles if title.shift for name in (title.m, title.f)}
    leads = {(each.department, each.shift): each.handle for each in members if each.job_title in of_shifts}
    managers = {}
    for each in members:
        head = heads[top if each.head else each.department]
        lead = None if each.head or each.job_title in of_shifts else leads.get((each.department, each.shift))
        managers[each.handle] = lead or head
    managers.pop(heads[top])
    return managers
