"""A month report as a file of any format."""

from typing import Any, Literal

import msgspec
from msgspec import Struct

from recognize.organisation.schemas import Locale
from recognize.reports.errors import UnknownFormatError
from recognize.reports.exports import words
from recognize.reports.exports.about import About, this_moment
from recognize.reports.exports.csv_file import Dialect, report_csv
from recognize.reports.exports.drawing import Drawing, drawn
from recognize.reports.exports.gathering import gather
from recognize.reports.exports.material import Material

MEDIA_TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
Format = Literal["json", "csv", "xlsx", "pdf"]


class Wish(Struct, frozen=True, kw_only=True):
    """How somebody wants the file."""

    format: Format
    locale: Locale
    made_by: str
    dialect: Dialect = Dialect()


def format_named(name: str) -> Format:
    """Raises UnknownFormatError."""
    if name not in MEDIA_TYPES:
        raise UnknownFormatError(f"{name!r} is not one of {', '.join(MEDIA_TYPES)}")
    return name  # type: ignore[return-value]  # mypy does not narrow by the keys


async def report_file(canonical: bytes, wish: Wish) -> bytes:
    """`canonical`: the report as its JSON, which is a format of its own."""
    if wish.format == "json":
        return canonical
    report = msgspec.json.decode(canonical)
    material = await gather(report, wish.locale)
    about = about_report(report, material, wish)
    if wish.format == "csv":
        return report_csv(report, about, wish.dialect)
    return await drawn(Drawing(format=wish.format, report=report, material=material, about=about))


def about_report(report: dict[str, Any], material: Material, wish: Wish) -> About:
    area = report["department"]
    name = material.names.departments.get(area, area) if area else ""
    return About(
        organisation=material.organisation,
        contents=words.REPORT_OF[wish.locale].format(month=words.month_named(report["month"], wish.locale)),
        time_zone=report["time_zone"],
        locale=wish.locale,
        made_at=this_moment(),
        made_by=wish.made_by,
        filters=[(words.COLUMNS["department"][wish.locale], f"{name} ({area})")] if area else [],
        definition_version=report["definition_version"],
        checksum=report["checksum"],
    )
