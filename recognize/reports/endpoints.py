from typing import Annotated, Any, cast

from litestar import Request, Response, Router, get
from litestar.params import FromPath, FromQuery, QueryParameter

from recognize.lib.clock import Month
from recognize.lib.http import json_response
from recognize.organisation import audit
from recognize.organisation.schemas import Locale
from recognize.permissions import principal_of, requires
from recognize.reports.errors import InvalidMonthError
from recognize.reports.exports.cells import DELIMITERS, Delimiter
from recognize.reports.exports.csv_file import Dialect
from recognize.reports.exports.report_file import MEDIA_TYPES, Wish, format_named, report_file
from recognize.reports.reading import report_json
from recognize.reports.schemas import MonthReport


@get("/{month:str}", guards=[requires("reports.read")])
async def read_report(month: FromPath[str], department: FromQuery[str | None] = None) -> Response[MonthReport]:
    return json_response(await report_json(_month(month), department or None), MonthReport)


@get("/{month:str}/export", guards=[requires("reports.read")])
async def export_report(
    request: Request[Any, Any, Any],
    month: FromPath[str],
    department: FromQuery[str | None] = None,
    format_: Annotated[str, QueryParameter(name="format")] = "json",
    locale: FromQuery[Locale | None] = None,
    bom: FromQuery[bool] = False,
    delimiter: FromQuery[Delimiter | None] = None,
) -> Response[bytes]:
    """CSV parts its columns as its language does (`;` in Spanish) where one is named, else with commas."""
    reader = principal_of(request)
    wish = Wish(
        format=format_named(format_),
        locale=locale or cast(Locale, reader.locale),
        made_by=f"{reader.name} ({reader.handle})",
        dialect=Dialect(delimiter or (DELIMITERS[locale] if locale else ","), bom),
    )
    file = await report_file(await report_json(_month(month), department or None), wish)
    name = f"recognize-{month}.{wish.format}"
    await audit.record("export.made", name, {"kind": "report", "format": wish.format, "department": department or None})
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(file, media_type=MEDIA_TYPES[wish.format], headers=headers)


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as refusal:
        raise InvalidMonthError(str(refusal)) from refusal


router = Router("/reports", route_handlers=[read_report, export_report], tags=["reports"])
