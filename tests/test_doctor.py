"""The doctor finds what a reader forgot, and knows what is kept by rule."""

from datetime import timedelta

import pytest

from recognize.doctor import examine
from recognize.lib.database import DB
from recognize.people.actions import change_person
from recognize.worker import settle
from tests.cast import Cast
from tests.reports.closing import all_read, bring_october, closed
from tests.wins.sharing import shares

WELL: list[str] = []


async def complaints() -> list[str]:
    return [finding.what for finding in await examine() if not finding.is_well]


@pytest.fixture
async def patient_bruno(cast: Cast) -> list[str]:
    """Holds the badges of three thanks for patience; the ids of the three kudos."""
    given = [(await cast.ana.gives(behaviours=["patience"], points=5)).json()["id"] for _ in range(3)]
    await settle()
    return given


async def test_an_award_that_nothing_carries_is_found(cast: Cast, patient_bruno: list[str]):
    assert await complaints() == WELL
    await DB.execute("update awards set badge = 'ownership-bronze' where badge = 'patience-bronze'")
    assert await complaints() == ["every award is carried by its rule", "what the rules grant is granted"]


async def test_an_award_that_was_forgotten_is_found(cast: Cast, patient_bruno: list[str]):
    await DB.execute("delete from awards where badge = 'patience-bronze'")
    assert await complaints() == ["what the rules grant is granted"]


async def test_what_is_kept_after_a_withdrawal_must_say_so(cast: Cast, patient_bruno: list[str]):
    await DB.execute("update awards set granted_at = granted_at - $1::interval", timedelta(days=2))
    await cast.ana.withdraws(patient_bruno[0])
    assert await complaints() == WELL
    await DB.execute("update awards set unsupported_at = null")
    assert await complaints() == ["every award is carried by its rule"]


async def test_what_moderation_took_stays_taken(cast: Cast, patient_bruno: list[str]):
    award = await DB.fetch_value("select id from awards where badge = 'patience-bronze'")
    answer = await cast.admin.http.request("DELETE", f"/api/awards/{award}", params={"reason": "a game of two"})
    assert answer.status_code < 300, answer.text
    await cast.ana.gives(behaviours=["patience"])
    assert await complaints() == WELL
    held = (await cast.bruno.http.get("/api/people/bruno/awards")).json()
    assert "patience-bronze" not in [each["badge"] for each in held]


async def test_a_win_of_one_person_is_recounted_as_nobodys(cast: Cast):
    await shares(cast.ana, participants=["ana"])
    await shares(cast.ana)
    assert await complaints() == WELL


async def test_awards_are_kept_when_areas_and_managers_change(cast: Cast):
    for _ in range(3):
        await cast.carla.gives()
    await settle()
    await change_person(cast.bruno.id, manager="hr")
    assert await complaints() == WELL


async def test_a_boost_that_the_ledger_does_not_know_is_found(cast: Cast, patient_bruno: list[str]):
    await cast.diego.http.post(f"/api/kudos/{patient_bruno[0]}/boosts", json={"points": 5})
    await cast.ana.withdraws(patient_bruno[1])
    assert await complaints() == WELL
    await DB.execute("update boosts set points = 6")
    assert "boosts equal the ledger" in await complaints()


async def test_a_withdrawn_boost_must_be_back(cast: Cast, patient_bruno: list[str]):
    await cast.diego.http.post(f"/api/kudos/{patient_bruno[0]}/boosts", json={"points": 5})
    await cast.ana.withdraws(patient_bruno[0])
    assert await complaints() == WELL
    await DB.execute("delete from ledger where reason = 'withdrawal' and giver_id = $1", cast.diego.id)
    assert "boosts equal the ledger" in await complaints()


async def test_a_closed_month_that_was_tampered_with_is_found(cast: Cast):
    await bring_october(cast)
    await closed()
    assert await complaints() == WELL
    await DB.execute("alter table month_lists disable trigger closed_lists_stay")
    await DB.execute("update month_lists set ids = '{}' where list = 'kudos'")
    await DB.execute("alter table month_lists enable trigger closed_lists_stay")
    assert await complaints() == ["closed months have their checksums"]


async def test_an_adjustment_that_was_forgotten_is_found(cast: Cast):
    october = await bring_october(cast)
    await closed()
    await cast.ana.withdraws(str(october[0]))
    await all_read()
    assert await complaints() == WELL
    await DB.execute("delete from month_adjustments")
    assert await complaints() == ["closed months with their adjustments equal a recount"]
