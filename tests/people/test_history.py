"""What held since when. A day is one of the organisation's zone."""

import pytest

from recognize.lib.database import DB
from recognize.people.actions import change_manager, change_status, create_person, move_department

from .support import EVER, a_day_passes, history, land, person

STAFF = """\
    handle,department,manager,status
    carla,ventas,,
    diego,almacén,,on_leave
    ana,ventas,carla,
"""


async def test_what_is_known_first_holds_since_ever() -> None:
    await land(STAFF)
    assert await history("department", "ana") == [(EVER, "ventas")]
    assert await history("manager", "ana") == [(EVER, "carla")]
    assert await history("status", "ana") == [(EVER, "active")]
    assert await history("status", "diego") == [(EVER, "on_leave")]


async def test_what_is_not_known_leaves_no_row() -> None:
    await land("handle\nana\n")
    assert await history("department", "ana") == []
    assert await history("manager", "ana") == []


async def test_the_first_department_reaches_back_even_when_it_comes_late() -> None:
    await land("handle\nana\ncarla\n")
    await a_day_passes()
    await land("handle,department,manager\nana,ventas,carla\n")
    assert await history("department", "ana") == [(EVER, "ventas")]
    assert await history("manager", "ana") == [(EVER, "carla")]


async def test_a_later_change_counts_from_its_day() -> None:
    await land(STAFF)
    await land("handle,department,manager,status\nana,almacén,diego,on leave\n")
    assert await history("department", "ana") == [(EVER, "ventas"), ("today", "almacén")]
    assert await history("manager", "ana") == [(EVER, "carla"), ("today", "diego")]
    assert await history("status", "ana") == [(EVER, "active"), ("today", "on_leave")]


async def test_a_second_change_of_the_day_overwrites_the_first() -> None:
    await land(STAFF)
    await land("handle,department\nana,almacén\n")
    await land("handle,department\nana,caja\n")
    assert await history("department", "ana") == [(EVER, "ventas"), ("today", "caja")]


async def test_a_change_back_on_the_same_day_leaves_no_trace() -> None:
    await land(STAFF)
    await land("handle,department,status\nana,almacén,left\n")
    await land("handle,department,status\nana,ventas,active\n")
    assert await history("department", "ana") == [(EVER, "ventas")]
    assert await history("status", "ana") == [(EVER, "active")]


async def test_another_change_of_the_same_day_keeps_what_happened_before() -> None:
    await land(STAFF)
    await land("handle,department\nana,almacén\n")
    await land("handle,name\nana,Ana Pérez\n")
    assert await history("department", "ana") == [(EVER, "ventas"), ("today", "almacén")]


async def test_leaving_a_department_for_none_is_remembered() -> None:
    await land(STAFF)
    await a_day_passes()
    await land("handle,department,manager\nana,,\n")
    assert await history("department", "ana") == [(EVER, "ventas"), ("today", None)]
    assert await history("manager", "ana") == [(EVER, "carla"), ("today", None)]


async def test_days_follow_each_other() -> None:
    await land(STAFF)
    for status in ("left", "active"):
        await a_day_passes()
        await land(f"handle,status\nana,{status}\n")
    assert await history("status", "ana") == [(EVER, "active"), ("1 day ago", "left"), ("today", "active")]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])  # 25 hours apart: never the same day
async def test_today_is_the_organisations(zone: str) -> None:
    await DB.execute("update organisation set time_zone = $1", zone)
    await land(STAFF)
    await land("handle,status\nana,left\n")
    since = await DB.fetch_value("select max(since) from status_history")
    assert since == await DB.fetch_value("select (now() at time zone $1)::date", zone)


async def test_when_the_zone_moves_back_a_day_the_last_word_still_counts() -> None:
    await land(STAFF)
    await DB.execute("update organisation set time_zone = 'Pacific/Kiritimati'")
    await land("handle,department\nana,almacén\n")
    await DB.execute("update organisation set time_zone = 'Pacific/Pago_Pago'")
    await land("handle,department\nana,caja\n")
    assert await history("department", "ana") == [(EVER, "ventas"), ("today", "caja")]


async def test_verbs_write_the_same_history() -> None:
    await land(STAFF)
    hr = await create_person("hr", "Helena Ruiz", department="ventas")
    await move_department(hr, "almacén")
    await change_manager(hr, "diego")
    await change_status(hr, "on_leave")
    assert await history("department", "hr") == [(EVER, "ventas"), ("today", "almacén")]
    assert await history("manager", "hr") == [(EVER, "diego")]
    assert await history("status", "hr") == [(EVER, "active"), ("today", "on_leave")]
    assert (await person("hr")).status == "on_leave"
