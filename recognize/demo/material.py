"""The files in `seeds/demo`, read into their meaning."""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

from recognize.feed.audience import Visibility
from recognize.feed.schemas import Face
from recognize.lib.seeds import seeds_folder
from recognize.people.schemas import Kind, Preference
from recognize.wins.schemas import WinKind

_ROLES = {"colleague": "colleague", "manager": "manager", "hr": "HR", "administrator": "administrator"}


class Label(Struct, frozen=True):
    """The company itself, a site or a shift."""

    name: str
    code: str = ""
    time_zone: str = ""
    mail_domain: str = ""


class Title(Struct, frozen=True):
    """A job in its two grammatical forms. `weight`: how many of an area of the default size have it."""

    m: str
    f: str
    weight: int
    shift: str | None = None
    kind: Kind = "employee"
    mail: bool = True


class Area(Struct, frozen=True, kw_only=True):
    """`headcount`, and its parts by site and by shift, are those of the default size, characters included."""

    code: str
    name: str
    parent: str | None = None
    front_line: bool
    headcount: int
    sites: dict[str, int]
    shifts: dict[str, int]
    job_titles: list[Title]


class Member(Struct, frozen=True, kw_only=True):
    """Somebody of the company: a fixed character, or drawn."""

    handle: str
    name: str
    preferred_name: str
    department: str
    job_title: str
    site: str
    shift: str = "dia"
    head: bool = False
    kind: Kind = "employee"
    mail: bool = True
    on_leave: bool = False
    locale: Literal["es", "en"] | None = None
    preference: Preference | None = None
    demo_login: bool = False
    roles: list[str] = field(default_factory=list)

    @property
    def role(self) -> str:
        """The most that they are, as people say it."""
        return _ROLES[self.roles[-1]] if self.roles else _ROLES["manager" if self.head else "colleague"]

    @property
    def rank(self) -> int:
        return list(_ROLES.values()).index(self.role)


class TeamRule(Struct, frozen=True):
    """The handles in `members`, or everybody who meets every condition that is given."""

    code: str
    name: str
    department: str | None = None
    shift: str | None = None
    site: str | None = None
    job_titles: list[str] = field(default_factory=list)
    members: list[str] = field(default_factory=list)

    def takes(self, member: Member) -> bool:
        if self.members:
            return member.handle in self.members
        wanted = ((self.department, member.department), (self.shift, member.shift), (self.site, member.site))
        return all(want in (None, has) for want, has in wanted) and (
            not self.job_titles or member.job_title in self.job_titles
        )


class Names(Struct, frozen=True):
    given_f: list[str]
    given_m: list[str]
    surnames: list[str]
    preferred: dict[str, str]


class CompanyFile(Struct, frozen=True, rename={"areas": "department", "characters": "character", "teams": "team"}):
    company: Label
    site: list[Label]
    shift: list[Label]
    areas: list[Area]
    teams: list[TeamRule]
    names: Names
    characters: list[Member]

    @property
    def places(self) -> Mapping[str, str]:
        """Names of sites and shifts by code."""
        return {each.code: each.name for each in (*self.site, *self.shift)}


class Written(Struct, frozen=True, kw_only=True, rename={"giver": "from"}):
    """A kudos as the file has it: handles of characters, codes of teams."""

    giver: str
    to: list[str] = field(default_factory=list)
    teams: list[str] = field(default_factory=list)
    behaviours: list[str]
    message: str
    points: int | None = None
    visibility: Visibility = "public"
    reached_customer: bool | None = None


@cache
def company_file() -> CompanyFile:
    return msgspec.convert(_read("company.toml"), CompanyFile)


@cache
def written_kudos() -> tuple[Written, ...]:
    return msgspec.convert(_read("kudos.toml")["kudos"], tuple[Written, ...])


class GivenBadge(Struct, frozen=True, rename={"giver": "from"}):
    """A badge that `giver` gives by hand, in the role that gives it."""

    giver: str
    role: str
    badge: str
    to: str
    reason: str


@cache
def given_badges() -> tuple[GivenBadge, ...]:
    return msgspec.convert(_read("badges.toml")["given"], tuple[GivenBadge, ...])


class PastWin(Struct, frozen=True, kw_only=True, rename={"giver": "from"}):
    """A win that `giver` shared so many days before the company is made; `picture` is one of `pictures.py`."""

    days_ago: int
    giver: str
    win: WinKind
    title: str
    story: str
    participants: list[str]
    picture: str | None = None


class NearDate(Struct, frozen=True):
    """A date near the day on which the company is made: so many years of service, else a birthday."""

    of: str
    in_days: int
    years: int | None = None


class TodaysKudos(Written, frozen=True, kw_only=True, rename={"giver": "from"}):
    """`first`: what it said before its giver changed it."""

    first: str | None = None
    picture: str | None = None


class Said(Struct, frozen=True, rename={"giver": "from"}):
    giver: str
    text: str


class AlsoThere(Struct, frozen=True):
    """Somebody was forgotten; where the giver of the kudos has agreed, they are `added_by` them."""

    named_by: str
    person: str
    added_by: str | None = None


class Answered(Struct, frozen=True):
    """`to`: how the text of a kudos, or the title of a win, begins."""

    to: str
    reactions: dict[Face, list[str]] = field(default_factory=dict)
    comments: list[Said] = field(default_factory=list)
    boosts: list[str] = field(default_factory=list)
    helped: list[AlsoThere] = field(default_factory=list)

    def faces(self) -> Iterator[tuple[str, Face]]:
        return ((who, face) for face, people in self.reactions.items() for who in people)


class Life(Struct, frozen=True, rename={"wins": "win", "dates": "date", "answers": "answer"}):
    wins: list[PastWin]
    dates: list[NearDate]
    today: list[TodaysKudos]
    answers: list[Answered]


@cache
def life() -> Life:
    return msgspec.convert(_read("life.toml"), Life)


def _read(name: str) -> dict[str, Any]:
    with (seeds_folder("demo") / name).open("rb") as opened:
        return tomllib.load(opened)
