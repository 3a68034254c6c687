from datetime import date
from typing import Annotated

from litestar import Router, delete, get, patch, put
from litestar.params import FromPath, JSONBody, QueryParameter

from recognize.lib.clock import month_of
from recognize.nominations import calendar, cycles
from recognize.nominations.schemas import Calendar, CalendarChange, Cycle, CycleChange, NewHoliday
from recognize.permissions import requires


@get("/calendar", guards=[requires("nominations.read")])
async def read_calendar() -> Calendar:
    return await calendar.calendar()


@patch("/calendar", guards=[requires("nominations.manage")])
async def change_calendar(data: JSONBody[CalendarChange]) -> Calendar:
    return await calendar.change_calendar(data)


@put("/holidays/{day:date}", guards=[requires("nominations.manage")], status_code=204)
async def set_holiday(day: FromPath[date], data: JSONBody[NewHoliday]) -> None:
    """Cycles that stand already keep their dates."""
    await calendar.set_holiday(day, data.name)


@delete("/holidays/{day:date}", guards=[requires("nominations.manage")])
async def remove_holiday(day: FromPath[date]) -> None:
    await calendar.remove_holiday(day)


@get("/cycles", guards=[requires("nominations.read")])
async def list_cycles(limit: Annotated[int, QueryParameter(ge=1, le=100)] = 12) -> list[Cycle]:
    """Newest month first."""
    return await cycles.cycles(limit)


@get("/cycles/{month:str}", guards=[requires("nominations.read")])
async def read_cycle(month: FromPath[str]) -> Cycle:
    return await cycles.cycle_of(month_of(month))


@patch("/cycles/{month:str}", guards=[requires("nominations.manage")])
async def move_cycle(month: FromPath[str], data: JSONBody[CycleChange]) -> Cycle:
    """409 `changed_meanwhile` says in `current` what stands there now, `date_passed` that it is too late."""
    return await cycles.move(month_of(month), data)


router = Router(
    "/nominations",
    route_handlers=[read_calendar, change_calendar, set_holiday, remove_holiday, list_cycles, read_cycle, move_cycle],
    tags=["nominations"],
)
