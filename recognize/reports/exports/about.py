"""What every file says of itself: of what it is, by which rules, made when and by whom."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from recognize.reports.exports import words
from recognize.reports.exports.words import label


class About(Struct, frozen=True, kw_only=True):
    """`filters` are (name, value) in the language of the file; `made_by` is who asked for it, name and handle."""

    organisation: str
    contents: str
    time_zone: str
    locale: str
    made_at: datetime
    made_by: str
    filters: list[tuple[str, str]] = []
    definition_version: int | None = None
    checksum: str | None = None

    @property
    def local_time(self) -> str:
        return self.made_at.astimezone(ZoneInfo(self.time_zone)).strftime("%Y-%m-%d %H:%M")

    def lines(self) -> list[tuple[str, str]]:
        said = {
            "organisation": self.organisation,
            "contents": self.contents,
            "time_zone": self.time_zone,
            "filters": self.filters_in_words(),
            "definition_version": self.definition_version and str(self.definition_version),
            "checksum": self.checksum,
            "made_at": self.local_time,
            "made_by": self.made_by,
        }
        return [(label(words.ABOUT, name, self.locale), value) for name, value in said.items() if value]

    def filters_in_words(self) -> str:
        return "; ".join(f"{name}: {value}" for name, value in self.filters) or words.NO_FILTER[self.locale]


def this_moment() -> datetime:
    """Whole seconds, which every format can say."""
    return datetime.now(UTC).replace(microsecond=0)
