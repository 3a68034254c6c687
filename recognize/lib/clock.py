"""Times and months. The database's clock decides periods; this module only parses and names them."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from recognize.errors import InvalidMonthError

# What tzdata has besides is for machines (`Factory`, `localtime`), or an old name of one of these.
_AREAS = {
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Etc",
    "Europe",
    "Indian",
    "Pacific",
}
YEARS = range(1900, 10_000)
_MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


def parse_instant(text: str) -> datetime:
    """An ISO 8601 time with its offset, in UTC. Raises ValueError without an offset: a naive time is nobody's."""
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError("the time has no offset from UTC")
    return instant.astimezone(UTC)


def is_time_zone(name: str) -> bool:
    """The IANA name of a place, or UTC: what browsers know too."""
    return name in _time_zones()


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(name for name in available_timezones() if name == "UTC" or name.partition("/")[0] in _AREAS)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, without a zone."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Reads `2026-11`. Raises ValueError for anything else."""
        match = _MONTH.fullmatch(text)
        if match is None or int(match[1]) < 1:
            raise ValueError(f"a month is written YYYY-MM, not {text!r}")
        return cls(int(match[1]), int(match[2]))

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def next(self) -> "Month":
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    def starts_at(self, zone: str) -> datetime:
        """The first instant of the month in an IANA zone, in UTC."""
        return datetime(self.year, self.number, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def month_of(text: str) -> Month:
    """What somebody asked for. Raises InvalidMonthError, also for years that nobody means."""
    try:
        month = Month.parse(text)
    except ValueError as refusal:
        raise InvalidMonthError(str(refusal)) from refusal
    if month.year not in YEARS:
        raise InvalidMonthError(f"years go from {YEARS.start} to {YEARS.stop - 1}")
    return month
