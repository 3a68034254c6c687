from typing import Annotated

from litestar import Response, Router, get
from litestar.params import FromPath, FromQuery, QueryParameter

from recognize.lib.clock import Month
from recognize.lib.engine import patient
from recognize.lib.http import json_response
from recognize.permissions import requires
from recognize.reports.errors import InvalidMonthError
from recognize.reports.export import as_json, format_named
from recognize.reports.queries import month_report
from recognize.reports.schemas import MonthReport
from recognize.reports.waiting import wait_until_read


@get("/{month:str}", guards=[requires("reports.read")])
async def read_report(month: FromPath[str], department: FromQuery[str | None] = None) -> Response[MonthReport]:
    return json_response(as_json(await _report(month, department)), MonthReport)


@get("/{month:str}/export", guards=[requires("reports.read")])
async def export_report(
    month: FromPath[str],
    department: FromQuery[str | None] = None,
    format_: Annotated[str, QueryParameter(name="format")] = "json",
) -> Response[bytes]:
    chosen = format_named(format_)
    report = await _report(month, department)
    name = f'attachment; filename="recognize-{report.month}.{format_}"'
    return Response(chosen.encode(report), media_type=chosen.media_type, headers={"Content-Disposition": name})


async def _report(text: str, department: str | None) -> MonthReport:
    month = _month(text)
    with patient():
        await wait_until_read()
        return await month_report(month, department or None)


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as refusal:
        raise InvalidMonthError(str(refusal)) from refusal


router = Router("/reports", route_handlers=[read_report, export_report], tags=["reports"])
