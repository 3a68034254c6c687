from typing import Annotated

from litestar import Response, Router, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from recognize.lib.clock import Month
from recognize.lib.http import json_response
from recognize.permissions import requires
from recognize.reports.closing import close_month
from recognize.reports.errors import InvalidMonthError
from recognize.reports.export import format_named
from recognize.reports.months import month_state_json, months_json
from recognize.reports.reading import report_json
from recognize.reports.schemas import MonthReport, Months, MonthState


@get("/", guards=[requires("reports.read")])
async def read_months() -> Response[Months]:
    return json_response(await months_json(), Months)


@get("/{month:str}", guards=[requires("reports.read")])
async def read_report(month: FromPath[str], department: FromQuery[str | None] = None) -> Response[MonthReport]:
    """Of a closed month the same bytes for ever; of an area in it what the facts of now say."""
    return json_response(await report_json(_month(month), department or None), MonthReport)


@get("/{month:str}/state", guards=[requires("reports.read")])
async def read_month_state(month: FromPath[str]) -> Response[MonthState]:
    return json_response(await month_state_json(_month(month)), MonthState)


@post("/{month:str}/close", guards=[requires("months.close")], status_code=200)
async def close_report(month: FromPath[str]) -> Response[MonthState]:
    """Freezes its figures. 409 `month_running`, `too_early` less than an hour after its end, and `month_closed`; 503
    `readers_behind` while something that happened has not been counted."""
    closing = _month(month)
    await close_month(closing)
    return json_response(await month_state_json(closing), MonthState)


@get("/{month:str}/export", guards=[requires("reports.read")])
async def export_report(
    month: FromPath[str],
    department: FromQuery[str | None] = None,
    format_: Annotated[str, QueryParameter(name="format")] = "json",
) -> Response[bytes]:
    chosen = format_named(format_)
    report = await report_json(_month(month), department or None)
    name = f'attachment; filename="recognize-{month}.{format_}"'
    return Response(chosen.encode(report), media_type=chosen.media_type, headers={"Content-Disposition": name})


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as refusal:
        raise InvalidMonthError(str(refusal)) from refusal


router = Router(
    "/reports",
    route_handlers=[read_months, read_report, read_month_state, close_report, export_report],
    tags=["reports"],
)
