"""From what somebody asks for to what is read: refused here, before anything is made."""

from calendar import monthrange
from collections.abc import Collection
from datetime import date
from typing import Any

import msgspec

from recognize.lib.clock import Month, month_of
from recognize.lib.text import unusable
from recognize.reports.errors import UnknownDepartmentError, UnknownFormatError
from recognize.reports.exports import words
from recognize.reports.exports.cells import DELIMITERS
from recognize.reports.exports.csv_file import Dialect
from recognize.reports.exports.errors import InvalidPeriodError, UnknownColumnError, UnknownKindError
from recognize.reports.exports.lines import Selection
from recognize.reports.exports.queries import unknown_departments
from recognize.reports.exports.raw import Source, source
from recognize.reports.exports.schemas import NewExport

FORMATS_OF_LINES = ("csv", "xlsx")


async def check(asked: NewExport) -> None:
    """Raises what is wrong with it, with a stable code."""
    if asked.month is not None:
        month_of(asked.month)
    if wrong := [code for code in asked.departments if unusable(code)] or await unknown_departments(asked.departments):
        raise UnknownDepartmentError(f"no department has the code {', '.join(map(repr, sorted(wrong)))}")
    if asked.kind == "report":
        _check_report(asked)
    else:
        _check_lines(asked)


def _check_report(asked: NewExport) -> None:
    if asked.month is None or asked.from_ or asked.to:
        raise InvalidPeriodError("a report is of a month")
    if len(asked.departments) > 1:
        raise UnknownDepartmentError("a report is of one area, or of all")
    _refuse_unknown(asked.columns, (), UnknownColumnError)
    _refuse_unknown(asked.kinds, (), UnknownKindError)


def _check_lines(asked: NewExport) -> None:
    if asked.format not in FORMATS_OF_LINES:
        raise UnknownFormatError(f"{asked.format!r} is not one of {', '.join(FORMATS_OF_LINES)}")
    if asked.kind == "people" and (asked.month or asked.from_ or asked.to):
        raise InvalidPeriodError("people are those of today")
    if asked.month and (asked.from_ or asked.to):
        raise InvalidPeriodError("either a month or days")
    if asked.from_ and asked.to and asked.to < asked.from_:
        raise InvalidPeriodError(f"{asked.to} is before {asked.from_}")
    of = _source(asked)
    _refuse_unknown(asked.columns, of.columns, UnknownColumnError)
    _refuse_unknown(asked.kinds, of.kinds, UnknownKindError)


def _source(asked: NewExport) -> Source:
    return source("kudos" if asked.kind == "kudos" else "people", asked.locale or "en")


def _refuse_unknown(
    given: Collection[str], known: Collection[str], error: type[UnknownColumnError] | type[UnknownKindError]
) -> None:
    if unknown := [each for each in given if each not in known]:
        raise error(f"{', '.join(map(repr, unknown))}: {', '.join(known) or 'none'}")


def selection(asked: NewExport) -> Selection:
    first_day, last_day = asked.from_, asked.to
    if asked.month:
        month = month_of(asked.month)
        first_day, last_day = month.first_day, _last_day(month)
    return Selection(
        of="kudos" if asked.kind == "kudos" else "people",
        first_day=first_day,
        last_day=last_day,
        departments=asked.departments,
        kinds=asked.kinds,
        columns=list(dict.fromkeys(asked.columns)),
    )


def _last_day(month: Month) -> date:
    return date(month.year, month.number, monthrange(month.year, month.number)[1])


def dialect(asked: NewExport) -> Dialect:
    return Dialect(asked.delimiter or DELIMITERS[asked.locale or "en"], asked.bom)


def filters(asked: NewExport) -> list[tuple[str, str]]:
    """As the file says them."""
    locale = asked.locale or "en"
    chosen = selection(asked) if asked.kind != "report" else None
    days = (chosen.first_day, chosen.last_day) if chosen else (None, None)
    said = {
        "from": str(days[0] or ""),
        "to": str(days[1] or ""),
        "departments": ", ".join(asked.departments),
        "kinds": ", ".join(words.VALUES[kind][locale] for kind in asked.kinds),
    }
    return [(words.FILTERS[name][locale], value) for name, value in said.items() if value]


def contents(asked: NewExport) -> str:
    locale = asked.locale or "en"
    if asked.kind == "report":
        return words.REPORT_OF[locale].format(month=words.month_named(asked.month or "", locale))
    return (words.KUDOS_OF if asked.kind == "kudos" else words.PEOPLE_OF)[locale]


def file_name(asked: NewExport) -> str:
    if asked.kind == "people":
        return f"recognize-people.{asked.format}"
    if asked.kind == "report":
        return f"recognize-{asked.month}.{asked.format}"
    period = asked.month or "-".join(str(day) for day in (asked.from_, asked.to) if day)
    return f"recognize-kudos{'-' if period else ''}{period}.{asked.format}"


def told(asked: NewExport) -> dict[str, Any]:
    """What the audit log keeps: all that was chosen, and nothing that was not."""
    chosen: dict[str, Any] = msgspec.to_builtins(asked)
    return {name: value for name, value in chosen.items() if value not in (None, [])}
