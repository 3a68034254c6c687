"""Whose dates are celebrated, and that they are celebrated once."""

import asyncio

import pytest

from recognize.celebrations.actions import celebrate
from recognize.lib.database import DB
from recognize.people.actions import change_person, change_status, choose_preference
from tests.cast import Cast
from tests.celebrations.support import made, morning_of, wants

# 2026-11-25 is a Wednesday, 2026-11-28 a Saturday.


async def test_an_anniversary_counts_from_the_recognised_seniority(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-25", seniority_on="2016-11-25")
    await change_person(cast.diego.id, hired_on="2021-11-25")
    await morning_of("2026-11-25")
    assert await made() == [("bruno", "anniversary", "2026-11-25", 10), ("diego", "anniversary", "2026-11-25", 5)]


async def test_on_the_first_day_nobody_has_an_anniversary(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2026-11-25")
    await morning_of("2026-11-25")
    assert await made() == [("bruno", "newcomer", "2026-11-25")]


async def test_a_birthday_is_celebrated_only_where_its_person_asked_for_it_and_tells_no_age(cast: Cast):
    for who in (cast.bruno, cast.diego):
        await change_person(who.id, birthday="11-25")
    await wants(cast.bruno, birthday=True)
    await morning_of("2026-11-25")
    assert await made() == [("bruno", "birthday", "2026-11-25")]
    (item,) = (await cast.ana.feed())["items"]
    assert (item["celebration"], item["person"]["handle"], item["years"]) == ("birthday", "bruno", None)


async def test_an_anniversary_is_left_out_where_its_person_asked_for_that(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-25")
    await wants(cast.bruno, anniversary=False)
    await morning_of("2026-11-25")
    assert await made() == []


async def test_who_wants_nothing_celebrated_gets_nothing_celebrated(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-25", birthday="11-25")
    await change_person(cast.diego.id, hired_on="2026-11-24")
    await wants(cast.bruno, birthday=True, never=True)
    await wants(cast.diego, never=True)
    await morning_of("2026-11-25")
    assert await made() == []


@pytest.mark.parametrize("status", ["on_leave", "left"])
async def test_nobody_on_leave_and_nobody_who_left_is_celebrated(cast: Cast, status: str):
    await change_person(cast.bruno.id, hired_on="2020-11-25")
    await change_person(cast.diego.id, hired_on="2026-11-24")
    for who in (cast.bruno, cast.diego):
        await change_status(who.id, status)  # type: ignore[arg-type]
    await morning_of("2026-11-25")
    assert await made() == []


@pytest.mark.parametrize(
    ("year", "days"),
    [(2027, {"2027-02-28", "2027-03-01"}), (2028, {"2028-02-29"})],  # 2027-02-28 is a Sunday
)
async def test_the_29th_of_february_is_the_28th_in_other_years(cast: Cast, year: int, days: set[str]):
    await change_person(cast.bruno.id, birthday="02-29", hired_on="2020-02-29")
    await wants(cast.bruno, birthday=True)
    for day in (f"{year}-02-27", f"{year}-02-28", "2028-02-29" if year == 2028 else f"{year}-03-01", f"{year}-03-02"):
        await morning_of(day)
    assert {each[2] for each in await made()} == days
    assert {each[1] for each in await made()} == {"birthday", "anniversary"}


async def test_a_date_of_a_weekend_has_its_day_and_the_next_working_day(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-28")
    await change_person(cast.diego.id, hired_on="2020-11-29")
    for day in ("2026-11-28", "2026-11-29", "2026-11-30", "2026-12-01"):
        await morning_of(day)
    assert await made() == [
        ("bruno", "anniversary", "2026-11-28", 6),
        ("diego", "anniversary", "2026-11-29", 6),
        ("bruno", "anniversary", "2026-11-30", "again", 6),
        ("diego", "anniversary", "2026-11-30", "again", 6),
    ]


async def test_a_newcomer_who_was_entered_late_is_still_welcomed_and_once(cast: Cast):
    await morning_of("2026-11-23")
    await change_person(cast.bruno.id, hired_on="2026-11-20")
    await change_person(cast.diego.id, hired_on="2026-11-10")
    for day in ("2026-11-24", "2026-11-25", "2026-11-26"):
        await morning_of(day)
    assert await made() == [("bruno", "newcomer", "2026-11-24")]


async def test_before_seven_in_the_morning_nothing_is_celebrated(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-25")
    await morning_of("2026-11-25", "06:59")
    assert await made() == []
    await morning_of("2026-11-25", "07:00")
    assert len(await made()) == 1


async def test_a_day_is_celebrated_once_however_often_the_worker_restarts(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-25")
    for time in ("07:00", "07:05", "12:00", "23:59"):
        await morning_of("2026-11-25", time)
    await morning_of("2026-11-26", "00:01")
    assert len(await made()) == 1
    assert await DB.fetch_value("select count(*) from feed_items") == 1


async def test_two_workers_at_once_celebrate_once(cast: Cast):
    for who in (cast.ana, cast.bruno, cast.diego):
        await change_person(who.id, hired_on="2020-11-25")
    await asyncio.gather(*(morning_of("2026-11-25") for _ in range(8)))
    assert len(await made()) == 3
    assert await DB.fetch_value("select count(*) from feed_items") == 3


async def test_a_round_that_breaks_off_is_made_whole_by_the_next(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    for who in (cast.ana, cast.bruno):
        await change_person(who.id, hired_on="2020-11-25")
    made_by_hand = celebrate.__globals__["_make"]
    count = 0

    async def breaks(*given: object, **named: object) -> None:
        nonlocal count
        count += 1
        if count == 2:
            raise ConnectionError("the worker was killed")
        await made_by_hand(*given, **named)

    monkeypatch.setattr("recognize.celebrations.actions._make", breaks)
    with pytest.raises(ConnectionError):
        await morning_of("2026-11-25")
    assert await made() == []
    monkeypatch.undo()
    await morning_of("2026-11-25")
    assert [each[0] for each in await made()] == ["ana", "bruno"]


async def test_each_zone_has_its_own_morning(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-25")
    await change_person(cast.diego.id, hired_on="2020-11-25", time_zone="Asia/Tokyo")
    await morning_of("2026-11-25", "07:30", "Asia/Tokyo")
    assert [each[0] for each in await made()] == ["diego"]
    await morning_of("2026-11-25", "07:30")
    assert [each[0] for each in await made()] == ["diego", "bruno"] or len(await made()) == 2


async def test_who_moves_to_another_zone_is_not_celebrated_twice(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-25", time_zone="Asia/Tokyo")
    await morning_of("2026-11-25", "07:30", "Asia/Tokyo")
    await change_person(cast.bruno.id, time_zone="America/Lima")
    await morning_of("2026-11-25", "07:30")
    assert len(await made()) == 1


@pytest.mark.parametrize(
    ("day", "before", "morning"),
    [("2027-03-28", "06:59", "07:00"), ("2026-10-25", "06:59", "07:00")],  # Madrid's clocks go forward, and back
)
async def test_on_the_days_when_clocks_change_it_is_by_the_clock_on_the_wall(
    cast: Cast, day: str, before: str, morning: str
):
    await change_person(cast.bruno.id, hired_on=f"2020{day[4:]}", time_zone="Europe/Madrid")
    await morning_of(day, before, "Europe/Madrid")
    assert await made() == []
    for _ in range(2):
        await morning_of(day, morning, "Europe/Madrid")
    assert [each[:3] for each in await made()] == [("bruno", "anniversary", day)]


async def test_a_quiet_persons_date_is_theirs_and_their_managers(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    await change_person(cast.bruno.id, hired_on="2020-11-25")
    await morning_of("2026-11-25")
    seen = {who.handle: len((await who.feed())["items"]) for who in (cast.ana, cast.bruno, cast.carla, cast.diego)}
    assert seen == {"ana": 0, "bruno": 1, "carla": 1, "diego": 0}
    assert (await cast.ana.feed(person="bruno"))["items"] == []
    assert len((await cast.carla.feed(person="bruno"))["items"]) == 1


async def test_the_schedule_tells_sockets_and_the_made_up_past_does_not(cast: Cast):
    await DB.execute("update organisation set time_zone = 'UTC'")
    zone = await DB.fetch_value(  # one in which it is late morning now, whatever the time
        "select 'Etc/GMT' || case when h > 0 then '+' else '' end || h from (select (extract(hour from now())::int - 10) as h) x"
    )
    day = await DB.fetch_value("select (now() at time zone $1)::date", zone)
    await change_person(
        cast.bruno.id, hired_on=f"{day.year - 5}-{day:%m-%d}" if f"{day:%m-%d}" != "02-29" else "2020-02-29"
    )
    await change_person(cast.bruno.id, time_zone=zone)
    async with cast.diego.listens() as ear:
        await ear.next()
        await celebrate()
        while (event := await ear.event())["kind"] != "celebration.made":
            pass
    assert event["item"]["person"]["handle"] == "bruno"
