from typing import Annotated, Any, cast

from litestar import Request, Response, Router, get, post
from litestar.params import FromPath, FromQuery, QueryParameter

from recognize.lib.clock import month_of
from recognize.lib.engine import patient
from recognize.lib.http import json_response
from recognize.lib.pagination import MAX_PAGE_SIZE, Cursor, TextCursor
from recognize.organisation import audit
from recognize.organisation.schemas import Locale
from recognize.permissions import principal_of, requires
from recognize.reports import team
from recognize.reports.closing import close_month
from recognize.reports.definitions import definitions
from recognize.reports.drilldown import Behind, kudos_behind
from recognize.reports.exports.cells import DELIMITERS, Delimiter
from recognize.reports.exports.csv_file import Dialect
from recognize.reports.exports.report_file import MEDIA_TYPES, Wish, format_named, report_file
from recognize.reports.lists import people_listed
from recognize.reports.months import month_state_json, months_json
from recognize.reports.reading import report_json
from recognize.reports.schemas import (
    Definition,
    KudosBehind,
    ListedPeople,
    MonthReport,
    Months,
    MonthState,
    OwnMonth,
    TeamMonth,
    Trend,
)
from recognize.reports.trend import this_month, trend
from recognize.reports.waiting import wait_until_read

MAX_CURSOR_CHARACTERS = 4_000
MAX_TREND_MONTHS = 36

Text = Annotated[str | None, QueryParameter(max_length=200)]
Limit = Annotated[int, QueryParameter(ge=1, le=MAX_PAGE_SIZE)]


@get("/", guards=[requires("reports.read")])
async def read_months() -> Response[Months]:
    return json_response(await months_json(), Months)


@get("/{month:str}", guards=[requires("reports.read")])
async def read_report(month: FromPath[str], department: FromQuery[str | None] = None) -> Response[MonthReport]:
    """Of a closed month the same bytes for ever; of an area in it what the facts of now say."""
    return json_response(await report_json(month_of(month), department or None), MonthReport)


@get("/{month:str}/state", guards=[requires("reports.read")])
async def read_month_state(month: FromPath[str]) -> Response[MonthState]:
    return json_response(await month_state_json(month_of(month)), MonthState)


@post("/{month:str}/close", guards=[requires("months.close")], status_code=200)
async def close_report(month: FromPath[str]) -> Response[MonthState]:
    """Freezes its figures. 409 `month_running`, `too_early` less than an hour after its end, and `month_closed`; 503
    `readers_behind` while something that happened has not been counted."""
    closing = month_of(month)
    await close_month(closing)
    return json_response(await month_state_json(closing), MonthState)


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
    file = await report_file(await report_json(month_of(month), department or None), wish)
    name = f"recognize-{month}.{wish.format}"
    await audit.record("export.made", name, {"kind": "report", "format": wish.format, "department": department or None})
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(file, media_type=MEDIA_TYPES[wish.format], headers=headers)


@get("/{month:str}/kudos", guards=[requires("reports.read")])
async def list_kudos_behind(
    month: FromPath[str],
    figure: Text = None,
    department: Text = None,
    behaviour: Text = None,
    stage: Text = None,
    giver_department: Text = None,
    receiver_department: Text = None,
    direction: Text = None,
    limit: Limit = 25,
    before: Text = None,
) -> Response[KudosBehind]:
    """Newest first, nothing private and nothing quiet. All conditions must hold; an area that is given and empty is people
    without one."""
    behind = Behind(
        figure=figure or "totals",
        department=department or None,
        behaviour=behaviour or None,
        stage=stage or None,
        giver_department=giver_department,
        receiver_department=receiver_department,
        direction=direction or None,
    )
    cursor = Cursor.parse(before) if before else None
    with patient():
        await wait_until_read()
        return json_response(await kudos_behind(month_of(month), behind, limit, cursor), KudosBehind)


@get("/{month:str}/people", guards=[requires("reports.read", "reports.team")])
async def list_people_of_month(
    request: Request[Any, Any, Any],
    month: FromPath[str],
    list_: Annotated[str, QueryParameter(name="list", max_length=200)],
    department: Text = None,
    limit: Limit = 50,
    before: Annotated[str | None, QueryParameter(max_length=MAX_CURSOR_CHARACTERS)] = None,
) -> Response[ListedPeople]:
    """HR sees everybody, a manager the people below them on the month's last day. `list` is `recognised`, `unrecognised`,
    `silent90` or `newcomers_unrecognised`."""
    cursor = TextCursor.parse(before) if before else None
    with patient():
        await wait_until_read()
        page = await people_listed(principal_of(request), month_of(month), list_, department or None, limit, cursor)
    return json_response(page, ListedPeople)


@get("/{month:str}/team", guards=[requires("reports.team")])
async def read_team(request: Request[Any, Any, Any], month: FromPath[str]) -> TeamMonth:
    """Of the people below oneself on the month's last day."""
    with patient():
        await wait_until_read()
        return await team.team_month(principal_of(request), month_of(month))


@get("/trend", guards=[requires("reports.read")])
async def read_trend(
    until: Text = None, months: Annotated[int, QueryParameter(ge=1, le=MAX_TREND_MONTHS)] = 13
) -> Trend:
    """`until` is this month where it is not given: 13 months hold the same month of last year."""
    with patient():
        last = month_of(until) if until else await this_month()
        await wait_until_read()
        return await trend(last, months)


@get("/definitions", guards=[requires("reports.read", "reports.team")])
async def list_definitions() -> list[Definition]:
    """What every figure of the report means."""
    return definitions()


@get("/month/{month:str}", guards=[requires("me.read")])
async def read_own_month(request: Request[Any, Any, Any], month: FromPath[str]) -> OwnMonth:
    """One's own month, private recognitions too."""
    return await team.own_month(principal_of(request), month_of(month))


routers = [
    Router(
        "/reports",
        route_handlers=[
            read_months,
            read_report,
            read_month_state,
            close_report,
            export_report,
            list_kudos_behind,
            list_people_of_month,
            read_team,
            read_trend,
            list_definitions,
        ],
        tags=["reports"],
    ),
    Router("/me", route_handlers=[read_own_month], tags=["reports"]),
]
