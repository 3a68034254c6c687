"""What people choose, the day without celebrations, and the list of dates."""

from recognize.lib.database import DB
from recognize.people.actions import change_person, choose_preference
from tests.cast import Cast
from tests.celebrations.support import made, morning_of, wants


async def test_without_a_choice_anniversaries_are_celebrated_and_birthdays_are_not(cast: Cast):
    own = (await cast.bruno.http.get("/api/me/celebrations")).json()
    assert own == {"birthday": False, "anniversary": True, "never": False}


async def test_only_what_is_given_changes(cast: Cast):
    await wants(cast.bruno, birthday=True)
    await wants(cast.bruno, anniversary=False)
    own = (await cast.bruno.http.get("/api/me/celebrations")).json()
    assert own == {"birthday": True, "anniversary": False, "never": False}


async def test_what_is_no_longer_wanted_leaves_the_feed_at_once(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-25", birthday="11-25")
    await wants(cast.bruno, birthday=True)
    await morning_of("2026-11-25")
    async with cast.diego.listens() as ear:
        await wants(cast.bruno, birthday=False)
        while (await ear.event())["kind"] != "item.removed":
            pass
    assert [item["celebration"] for item in (await cast.diego.feed())["items"]] == ["anniversary"]
    await wants(cast.bruno, never=True)
    assert (await cast.diego.feed())["items"] == []


async def test_what_is_wanted_again_on_its_day_is_back_once(cast: Cast):
    today = str(await DB.fetch_value("select (now() at time zone 'America/Lima')::date"))
    await change_person(cast.bruno.id, birthday=today[5:])
    await wants(cast.bruno, birthday=True)
    await morning_of(today)
    for wanted in (False, True, True):
        await wants(cast.bruno, birthday=wanted)
        await morning_of(today, "09:00")
    assert [item["celebration"] for item in (await cast.diego.feed())["items"]] == ["birthday"]
    assert [each[0] for each in await made()] == ["bruno"]


async def test_on_a_paused_day_nothing_is_celebrated_and_what_was_is_gone(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-25")
    await morning_of("2026-11-25")
    paused = await cast.hr.http.put("/api/celebrations/pauses/2026-11-25", json={"reason": "an accident in the plant"})
    assert paused.status_code == 204
    assert (await cast.ana.feed())["items"] == []
    assert (await cast.ana.http.get("/api/celebrations?on=2026-11-25")).json()["paused"] == ["2026-11-25"]
    await cast.hr.http.put("/api/celebrations/pauses/2026-11-26", json={"reason": "an accident in the plant"})
    await change_person(cast.diego.id, hired_on="2020-11-26")
    await morning_of("2026-11-26")
    assert [each[0] for each in await made()] == ["bruno"]
    acts = await DB.fetch(
        "select subject, details ->> 'reason' as reason from audit where action = 'celebrations.paused'"
    )
    assert {tuple(each) for each in acts} == {
        ("2026-11-25", "an accident in the plant"),
        ("2026-11-26", "an accident in the plant"),
    }


async def test_when_the_pause_ends_everything_is_back_and_what_was_missed_is_made(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-25")
    await morning_of("2026-11-25")
    for day in ("2026-11-25", "2026-11-26"):
        await cast.admin.http.put(f"/api/celebrations/pauses/{day}", json={"reason": "an accident"})
    await change_person(cast.diego.id, hired_on="2020-11-26")
    await morning_of("2026-11-26")
    for day in ("2026-11-25", "2026-11-26"):
        assert (await cast.admin.http.delete(f"/api/celebrations/pauses/{day}")).status_code == 204
    await morning_of("2026-11-26", "09:00")
    assert [item["person"]["handle"] for item in (await cast.ana.feed())["items"]] == ["diego", "bruno"]


async def test_a_pause_does_not_bring_back_what_its_person_took_away(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-25")
    await morning_of("2026-11-25")
    await cast.admin.http.put("/api/celebrations/pauses/2026-11-25", json={"reason": "an accident"})
    await wants(cast.bruno, anniversary=False)
    await cast.admin.http.delete("/api/celebrations/pauses/2026-11-25")
    assert (await cast.ana.feed())["items"] == []


async def test_what_is_wanted_again_during_the_pause_comes_back_with_the_others(cast: Cast):
    today = str(await DB.fetch_value("select (now() at time zone 'America/Lima')::date"))
    await change_person(cast.bruno.id, birthday=today[5:])
    await wants(cast.bruno, birthday=True)
    await morning_of(today)
    await cast.admin.http.put(f"/api/celebrations/pauses/{today}", json={"reason": "an accident"})
    await wants(cast.bruno, birthday=False)
    await wants(cast.bruno, birthday=True)
    assert (await cast.ana.feed())["items"] == []
    await cast.admin.http.delete(f"/api/celebrations/pauses/{today}")
    assert [item["celebration"] for item in (await cast.ana.feed())["items"]] == ["birthday"]


async def test_a_pause_needs_a_reason_that_can_be_read_and_a_day(cast: Cast):
    for reason in ("no", "   ", "\u0000\u0000\u0000"):
        answer = await cast.admin.http.put("/api/celebrations/pauses/2026-11-25", json={"reason": reason})
        assert answer.status_code == 422
    assert (await cast.admin.http.put("/api/celebrations/pauses/today", json={"reason": "accident"})).status_code in (
        400,
        404,
    )


async def test_the_list_says_whose_dates_come_and_which_are_on_the_feed(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-25")
    await change_person(cast.diego.id, birthday="11-28")
    await change_person(cast.carla.id, hired_on="2026-11-26")
    await wants(cast.diego, birthday=True)
    await morning_of("2026-11-25")
    answer = (await cast.ana.http.get("/api/celebrations?on=2026-11-25&days=7")).json()
    told = [
        (each["on"], each["person"]["handle"], each["celebration"], each["again"], each["item"] is not None)
        for each in answer["dates"]
    ]
    assert told == [
        ("2026-11-25", "bruno", "anniversary", False, True),
        ("2026-11-26", "carla", "newcomer", False, False),
        ("2026-11-28", "diego", "birthday", False, False),
        ("2026-11-30", "diego", "birthday", True, False),
    ]
    assert (answer["on"], answer["until"], answer["paused"]) == ("2026-11-25", "2026-12-01", [])


async def test_the_list_names_a_quiet_person_to_themselves_and_their_manager(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    await change_person(cast.bruno.id, hired_on="2020-11-25")
    counts = {
        who.handle: len((await who.http.get("/api/celebrations?on=2026-11-25")).json()["dates"])
        for who in (cast.ana, cast.bruno, cast.carla, cast.hr)
    }
    assert counts == {"ana": 0, "bruno": 1, "carla": 1, "hr": 0}


async def test_without_a_day_it_is_today_by_the_readers_clock(cast: Cast):
    await change_person(cast.ana.id, time_zone="Pacific/Kiritimati")
    today = await DB.fetch_value("select (now() at time zone 'Pacific/Kiritimati')::date::text")
    assert (await cast.ana.http.get("/api/celebrations")).json()["on"] == today


async def test_the_office_stops_celebrating_somebody_and_they_may_choose_otherwise(cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-25")
    await morning_of("2026-11-25")
    address = "/api/people/bruno/celebrations"
    stopped = await cast.hr.http.put(address, json={"never": True, "reason": "A death in the family"})
    assert stopped.status_code == 204
    assert (await cast.hr.http.get(address)).json() == {"never": True}
    assert (await cast.diego.feed())["items"] == []
    (entry,) = [
        each
        for each in (await cast.admin.http.get("/api/audit")).json()["entries"]
        if each["action"] == "celebrations.stopped"
    ]
    assert (entry["subject"], entry["details"]) == (str(cast.bruno.id), {"reason": "A death in the family"})
    await wants(cast.bruno, never=False)
    assert (await cast.hr.http.get(address)).json() == {"never": False}


async def test_nobody_is_stopped_without_a_reason_or_a_name(cast: Cast):
    refused = await cast.hr.http.put("/api/people/bruno/celebrations", json={"never": True, "reason": "   "})
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")
    unknown = await cast.hr.http.put("/api/people/nobody/celebrations", json={"never": True, "reason": "mourning"})
    assert unknown.status_code == 404
