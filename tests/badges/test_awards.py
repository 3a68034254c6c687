"""Awards follow what happened: earned once, taken back with what carried them while they are fresh, kept later."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from recognize.badges.readers import BADGES, weigh_new, weigh_service
from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.lib.database import DB
from recognize.log.events import head
from recognize.log.readers import rebuild
from recognize.people.actions import change_person, choose_preference, create_department, create_person
from recognize.wins.actions import share
from recognize.wins.schemas import NewWin
from recognize.worker import settle
from tests.cast import Cast
from tests.wins.sharing import WIN, shares

HELD = """
select a.badge from awards a join people p on p.id = a.person_id where p.handle = $1 and a.taken_at is null order by a.badge
"""
EVENTS = """
select l.audience, l.payload ->> 'badge' as badge from log l join people p on p.id::text = l.payload ->> 'person'
where l.kind = $1 and p.handle = $2 order by position
"""


async def held(handle: str) -> set[str]:
    await settle()
    return {row["badge"] for row in await DB.fetch(HELD, handle)}


async def told(kind: str, handle: str) -> dict[str, list[str]]:
    await settle()
    return {row["badge"]: row["audience"] for row in await DB.fetch(EVENTS, kind, handle)}


async def thanks(cast: Cast, count: int, **changes: Any) -> list[str]:
    return [(await cast.ana.gives(**changes)).json()["id"] for _ in range(count)]


async def test_the_first_kudos_is_a_first_step_for_both(cast: Cast):
    await cast.ana.gives()
    assert await held("bruno") == {"first-recognition"}
    assert await held("ana") == {"first-thanks"}


async def test_the_third_thanks_for_a_behaviour_earns_its_bronze(cast: Cast):
    await thanks(cast, 2, behaviours=["patience"])
    assert "patience-bronze" not in await held("bruno")
    await thanks(cast, 1, behaviours=["patience"])
    assert "patience-bronze" in await held("bruno")


async def test_it_is_told_once_however_often_the_events_are_read(cast: Cast):
    await thanks(cast, 4, behaviours=["patience"])
    await settle()
    await DB.execute("update reader_cursors set position = 0 where name = 'badges'")
    await settle()
    await rebuild(BADGES)
    events = await DB.fetch(EVENTS, "award.granted", "bruno")
    assert sorted(row["badge"] for row in events) == ["first-recognition", "patience-bronze"]


async def test_private_quiet_and_areas_own_kudos_earn_nothing(cast: Cast):
    await thanks(cast, 3, behaviours=["patience"], visibility="private")
    await thanks(cast, 3, behaviours=["patience"], visibility="department")
    await choose_preference(cast.bruno.id, "quiet")
    await thanks(cast, 3, behaviours=["patience"])
    assert await held("bruno") == set()
    assert await held("ana") == set()


async def test_a_quiet_person_alone_hears_of_an_award(cast: Cast):
    await choose_preference(cast.ana.id, "quiet")
    await cast.ana.gives()
    assert (await told("award.granted", "ana"))["first-thanks"] == [f"person:{cast.ana.id}"]
    assert (await told("award.granted", "bruno"))["first-recognition"] == ["org", f"person:{cast.bruno.id}"]


async def test_all_three_stages_must_be_there(cast: Cast):
    await thanks(cast, 2, behaviours=["warm-opening", "patience"])
    assert "whole-service-bronze" not in await held("bruno")
    await thanks(cast, 2, behaviours=["reliable-handover"])
    assert "whole-service-bronze" in await held("bruno")
    assert "sees-it-whole-bronze" in await held("ana")


async def test_many_hands_are_different_people(cast: Cast):
    await thanks(cast, 6)
    assert "many-hands-bronze" not in await held("bruno")
    for who in (cast.carla, cast.diego, cast.hr, cast.admin):
        await who.gives()
    assert "many-hands-bronze" in await held("bruno")


async def test_areas_are_others_than_ones_own(cast: Cast):
    for area in ("A1", "A2"):
        await create_department(area, area, parent="DG")
    await create_person("elsa", "Elsa", department="A1")
    await create_person("fabio", "Fabio", department="A2")
    await cast.ana.gives(recipients=["bruno"])
    await cast.ana.gives(recipients=["elsa"])
    assert "bridges-bronze" not in await held("ana")
    await cast.ana.gives(recipients=["fabio"])
    assert "bridges-bronze" in await held("ana")


async def test_thanks_downward_and_upward_are_their_own(cast: Cast):
    for _ in range(3):
        await cast.carla.gives()
    await cast.bruno.gives(recipients=["carla"])
    await cast.bruno.gives(recipients=["carla"])
    assert "leads-with-thanks-bronze" in await held("carla")
    assert "thanks-upward-bronze" in await held("bruno")


async def test_a_win_that_everybody_sees_counts_for_whoever_took_part(cast: Cast):
    await shares(cast.ana, participants=["bruno", "diego"], visibility="department")
    assert "shared-wins-bronze" not in await held("bruno")
    win = (await shares(cast.ana, participants=["bruno", "diego"])).json()["id"]
    assert "shared-wins-bronze" in await held("bruno")
    await cast.ana.http.delete(f"/api/wins/{win}")
    assert "shared-wins-bronze" not in await held("bruno")


async def test_whoever_tells_of_wins_that_they_took_part_in_earns_it_too(cast: Cast):
    await shares(cast.ana, participants=["bruno", "diego"])
    assert "shared-wins-bronze" not in await held("ana")
    await shares(cast.ana, participants=["ana", "bruno"])
    assert "shared-wins-bronze" in await held("ana")


async def test_a_win_is_shared_with_somebody_else_whom_everybody_sees_in_it(cast: Cast):
    await shares(cast.ana, participants=["ana"])
    await shares(cast.ana, participants=["bruno"])
    await choose_preference(cast.diego.id, "quiet")
    await shares(cast.ana, participants=["ana", "diego"])
    assert "shared-wins-bronze" not in await held("ana") | await held("bruno")


async def test_it_is_earned_on_the_day_of_the_win(cast: Cast):
    await share(cast.ana.id, NewWin(**WIN), at=datetime(2026, 3, 2, 15, tzinfo=UTC))
    assert "shared-wins-bronze" in await held("bruno")
    earned = "select distinct earned_on::text from awards where badge = 'shared-wins-bronze'"
    assert await DB.fetch_value(earned) == "2026-03-02"


async def test_a_badge_waits_for_the_one_before_it(cast: Cast):
    """Both come at once where both are earned, the lower one first."""
    await DB.execute("update badges set retired_at = now() where code = 'patience-bronze'")
    try:
        await thanks(cast, 10, behaviours=["patience"])
        assert not {code for code in await held("bruno") if code.startswith("patience")}
    finally:
        await DB.execute("update badges set retired_at = null where code = 'patience-bronze'")
    await thanks(cast, 1, behaviours=["patience"])
    assert {"patience-bronze", "patience-silver"} <= await held("bruno")


async def test_a_fresh_award_goes_with_the_kudos_that_carried_it(cast: Cast):
    *_, last = await thanks(cast, 3, behaviours=["patience"])
    assert "patience-bronze" in await held("bruno")
    await cast.ana.withdraws(last)
    assert "patience-bronze" not in await held("bruno")
    assert (await told("award.taken", "bruno")) == {"patience-bronze": [f"person:{cast.bruno.id}"]}


async def test_it_can_be_earned_again(cast: Cast):
    *_, last = await thanks(cast, 3, behaviours=["patience"])
    await settle()
    await cast.ana.withdraws(last)
    await settle()
    await thanks(cast, 1, behaviours=["patience"])
    assert "patience-bronze" in await held("bruno")


async def grow_old(handle: str, hours: float) -> None:
    await DB.execute(
        "update awards set granted_at = granted_at - $2::interval where person_id = (select id from people where handle = $1)",
        handle,
        timedelta(hours=hours),
    )


async def unsupported(handle: str) -> set[str]:
    rows = await DB.fetch(
        "select a.badge from awards a join people p on p.id = a.person_id "
        "where p.handle = $1 and taken_at is null and unsupported_at is not null",
        handle,
    )
    return {row["badge"] for row in rows}


@pytest.mark.parametrize(("hours", "is_kept"), [(23.9, False), (24.1, True)])
async def test_after_a_day_it_is_kept_and_says_that_its_evidence_was_withdrawn(cast: Cast, hours: float, is_kept: bool):
    *_, last = await thanks(cast, 3, behaviours=["patience"])
    await settle()
    await grow_old("bruno", hours)
    await cast.ana.withdraws(last)
    assert ("patience-bronze" in await held("bruno")) is is_kept
    assert await unsupported("bruno") == ({"patience-bronze"} if is_kept else set())


async def test_the_mark_goes_when_there_is_evidence_again(cast: Cast):
    *_, last = await thanks(cast, 3, behaviours=["patience"])
    await settle()
    await grow_old("bruno", 48)
    await cast.ana.withdraws(last)
    await settle()
    await thanks(cast, 1, behaviours=["patience"])
    assert "patience-bronze" in await held("bruno")
    assert await unsupported("bruno") == set()


async def test_what_moderation_hides_takes_the_award_along_and_restoring_brings_it_back(cast: Cast):
    *_, last = await thanks(cast, 3, behaviours=["patience"])
    await settle()
    await grow_old("bruno", 48)
    await cast.admin.http.post(f"/api/kudos/{last}/hiding", json={"reason": "not kind"})
    assert "patience-bronze" not in await held("bruno")
    await cast.admin.http.delete(f"/api/kudos/{last}/hiding", params={"reason": "it was"})
    assert "patience-bronze" in await held("bruno")


async def test_whoever_left_keeps_badges_and_earns_no_more(cast: Cast):
    given = await thanks(cast, 3, behaviours=["patience"])
    await settle()
    await change_person(cast.bruno.id, status="left")
    await cast.ana.withdraws(given[0])
    await cast.ana.gives(recipients=["diego"], behaviours=["patience"])
    assert "first-recognition" in await held("bruno")


async def test_a_made_up_past_awards_in_silence_and_on_its_own_day(cast: Cast):
    new = NewKudos(recipients=["bruno"], behaviours=["patience"], message="You waited with me, thank you.")
    for day in (3, 1, 2):
        await give(cast.ana.id, new, at=datetime(2026, 3, day, 15, tzinfo=UTC))
    assert "patience-bronze" in await held("bruno")
    row = await DB.fetch_row("select earned_on::text, silent from awards where badge = 'patience-bronze'")
    assert tuple(row) == ("2026-03-03", True)
    assert (await told("award.granted", "bruno"))["patience-bronze"] == []


async def test_a_badge_that_is_added_is_given_to_all_who_earned_it_before(cast: Cast):
    await DB.execute("update badges set retired_at = now() where family = 'patience'")
    await thanks(cast, 3, behaviours=["patience"])
    assert "patience-bronze" not in await held("bruno")
    await DB.execute("update badges set retired_at = null, is_weighed = false where family = 'patience'")
    await weigh_new()
    assert "patience-bronze" in await held("bruno")
    assert (await told("award.granted", "bruno"))["patience-bronze"] == []
    assert await DB.fetch_value("select count(*) from badges where not is_weighed") == 0


# ---- Another area, another manager


async def test_whoever_moves_is_looked_at_with_other_areas_than_before(cast: Cast):
    for area in ("A1", "A2"):
        await create_department(area, area, parent="DG")
    await create_person("elsa", "Elsa", department="A1")
    await cast.ana.gives(recipients=["bruno"])
    await cast.ana.gives(recipients=["elsa"])
    assert "bridges-bronze" not in await held("ana")
    await change_person(cast.ana.id, department="A2")
    assert "bridges-bronze" in await held("ana")
    assert (await told("award.granted", "ana"))["bridges-bronze"] == []


async def test_so_is_whoever_thanked_somebody_whose_area_is_known_now(cast: Cast):
    for area in ("A1", "A2"):
        await create_department(area, area, parent="DG")
    elsa = await create_person("elsa", "Elsa")
    await create_person("fabio", "Fabio", department="A2")
    await cast.ana.gives(recipients=["elsa", "fabio"])
    assert "bridges-bronze" not in await held("ana")
    await change_person(elsa, department="A1")
    assert "bridges-bronze" in await held("ana")


async def test_thanks_have_the_direction_of_the_managers_of_their_day(cast: Cast):
    await thanks(cast, 3)
    assert "leads-with-thanks-bronze" not in await held("ana")
    await change_person(cast.bruno.id, manager="ana")
    assert "leads-with-thanks-bronze" in await held("ana")
    await change_person(cast.bruno.id, manager="carla")
    assert "leads-with-thanks-bronze" in await held("ana")


async def test_whoever_comes_back_is_looked_at_again(cast: Cast):
    await change_person(cast.bruno.id, status="left")
    await settle()
    await DB.execute("update people set seniority_on = '2020-01-15' where id = $1", cast.bruno.id)
    await change_person(cast.bruno.id, status="active")
    assert "service-gold" in await held("bruno")


# ---- Years of service


async def served(handle: str, since: str) -> UUID:
    return await create_person(handle, handle.capitalize(), seniority_on=datetime.fromisoformat(since).date())


async def test_years_from_before_a_person_was_brought_in_are_held_at_once_and_no_news(cast: Cast):
    await served("elsa", "2015-01-15")
    years = {"service-bronze", "service-silver", "service-gold", "long-service-bronze"}
    assert await held("elsa") == years
    await cast.ana.gives(recipients=["elsa"])
    heard = await told("award.granted", "elsa")
    assert {badge: bool(audience) for badge, audience in heard.items()} == dict.fromkeys(years, False) | {
        "first-recognition": True
    }


async def test_what_was_earned_long_ago_is_no_news_when_something_else_is(cast: Cast):
    await DB.execute("update people set hired_on = '2020-01-15' where id = $1", cast.bruno.id)  # and no event tells it
    await cast.ana.gives()
    assert {badge for badge, audience in (await told("award.granted", "bruno")).items() if audience} == {
        "first-recognition"
    }
    assert "service-gold" in await held("bruno")
    inbox = (await cast.bruno.http.get("/api/me/notifications")).json()
    assert [each["kind"] for each in inbox["items"]].count("badge") == 1


@pytest.mark.parametrize("field", ["hired_on", "seniority_on"])
async def test_another_date_is_looked_at_when_it_is_given(cast: Cast, field: str):
    today: date = await DB.fetch_value("select (now() at time zone 'America/Lima')::date")
    await change_person(cast.bruno.id, **{field: str(today - timedelta(days=365 * 3 + 3))})
    heard = await told("award.granted", "bruno")
    assert {badge: bool(audience) for badge, audience in heard.items()} == {
        "service-bronze": False,
        "service-silver": True,
    }


async def on_day(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """The database's clock cannot be turned: the statements get another one."""
    from recognize.badges import readers

    for name in ("FRESH", "BEGIN_DAY"):
        monkeypatch.setattr(readers, name, getattr(readers, name).replace("now()", f"'{day}'::timestamptz"))


async def test_a_year_of_service_is_not_full_before_its_day_has_begun(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    await served("elsa", "2025-11-22")
    await on_day(monkeypatch, "2026-11-22 04:59:59+00")  # in Lima still the 21st
    await weigh_service()
    assert await held("elsa") == set()


async def test_it_is_full_at_the_local_midnight(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    await served("elsa", "2025-11-22")
    await on_day(monkeypatch, "2026-11-22 05:00:00+00")
    await weigh_service()
    assert await held("elsa") == {"service-bronze"}
    assert list(await told("award.granted", "elsa")) == ["service-bronze"]


async def test_who_came_on_a_leap_day_has_the_year_on_the_28th(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    await served("elsa", "2024-02-29")
    await on_day(monkeypatch, "2025-02-28 12:00:00+00")
    await weigh_service()
    assert await held("elsa") == {"service-bronze"}


async def test_two_schedules_at_once_award_once_and_only_once_a_day(cast: Cast):
    await served("elsa", "2020-01-15")
    await asyncio.gather(*(weigh_service() for _ in range(5)))
    assert await held("elsa") == {"service-bronze", "service-silver", "service-gold"}
    assert set(map(tuple, (await told("award.granted", "elsa")).values())) == {()}  # long past: nobody is told
    await DB.execute("delete from awards where badge like 'service-%'")
    await weigh_service()
    assert await held("elsa") == set()


async def test_the_reader_is_at_the_heads_place_after_settling(cast: Cast):
    await cast.ana.gives()
    for _ in range(5):  # an award is an event, and may be followed by others
        await settle()
    assert await DB.fetch_value("select position from reader_cursors where name = 'badges'") == (await head()).position
