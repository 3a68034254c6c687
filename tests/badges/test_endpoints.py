"""What is next, who holds what, and why."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.lib.database import DB
from recognize.organisation.queries import audit_page
from recognize.people.actions import change_person, choose_preference, create_department, create_person
from recognize.worker import settle
from tests.badges.test_awards import grow_old, thanks
from tests.cast import Actor, Cast
from tests.wins.sharing import shares


async def badges(who: Actor) -> dict[str, Any]:
    answer = await who.http.get("/api/badges")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def badge(who: Actor, code: str) -> dict[str, Any]:
    return next(each for each in (await badges(who))["badges"] if each["code"] == code)


async def awards(reader: Actor, handle: str) -> dict[str, dict[str, Any]]:
    answer = await reader.http.get(f"/api/people/{handle}/awards")
    assert answer.status_code == 200, answer.text
    return {each["badge"]: each for each in answer.json()}


async def why(reader: Actor, award: str) -> dict[str, Any]:
    answer = await reader.http.get(f"/api/awards/{award}")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def hands(who: Actor, code: str, person: str, reason: str = "Held us all up on Friday."):
    return await who.http.post(f"/api/badges/{code}/awards", json={"person": person, "reason": reason})


# ---- Progress


async def test_my_progress_and_what_is_next(cast: Cast):
    await thanks(cast, 2, behaviours=["patience"])
    await settle()
    next_one = await badge(cast.bruno, "patience-bronze")
    assert next_one["conditions"] == [{"count": "received", "key": "behaviour:patience", "at_least": 3, "reached": 2}]
    assert (next_one["award"], next_one["holders"]) == (None, 0)
    assert (await badges(cast.bruno))["next"][0] == "patience-bronze"
    assert (await badge(cast.diego, "patience-bronze"))["conditions"][0]["reached"] == 0


async def test_a_higher_tier_is_not_next_before_the_lower_one(cast: Cast):
    await thanks(cast, 3, behaviours=["patience"])
    await settle()
    told = await badges(cast.bruno)
    assert "patience-silver" in told["next"]
    assert "patience-gold" not in told["next"]
    assert (await badge(cast.bruno, "patience-bronze"))["award"]["earned_on"]


async def test_nobody_is_counted_as_holder_who_is_quiet(cast: Cast):
    await cast.ana.gives()
    await settle()
    assert (await badge(cast.diego, "first-recognition"))["holders"] == 1
    await choose_preference(cast.bruno.id, "quiet")
    assert (await badge(cast.diego, "first-recognition"))["holders"] == 0


# ---- Awards and why


async def test_everybody_sees_who_holds_what_and_a_quiet_person_alone(cast: Cast):
    await cast.ana.gives()
    await settle()
    assert set(await awards(cast.diego, "bruno")) == {"first-recognition"}
    held = (await awards(cast.diego, "bruno"))["first-recognition"]["id"]
    await choose_preference(cast.bruno.id, "quiet")
    assert await awards(cast.diego, "bruno") == {}
    assert set(await awards(cast.bruno, "bruno")) == {"first-recognition"}
    assert (await cast.diego.http.get(f"/api/awards/{held}")).status_code == 404
    assert (await cast.diego.http.get(f"/api/awards/{held}/certificate.png")).status_code == 404
    assert (await cast.diego.http.get("/api/people/nobody/awards")).status_code == 404


async def test_who_gives_a_badge_to_a_quiet_person_sees_it_given(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    given = await cast.hr.http.post(
        "/api/badges/culture/awards", json={"person": "bruno", "reason": "He showed all of us how."}
    )
    assert (given.status_code, given.json()["person"]["handle"]) == (201, "bruno")
    assert (await cast.diego.http.get(f"/api/awards/{given.json()['award']['id']}")).status_code == 404


async def test_constancia_is_ones_own_business(cast: Cast):
    for week in range(4):
        at = datetime.now(UTC) - timedelta(weeks=week)
        await give(
            cast.ana.id, NewKudos(recipients=["bruno"], behaviours=["courtesy"], message="Thanks, again."), at=at
        )
    await settle()
    held = (await awards(cast.ana, "ana"))["constancy-bronze"]["id"]
    assert "constancy-bronze" not in await awards(cast.bruno, "ana")
    assert (await cast.bruno.http.get(f"/api/awards/{held}")).status_code == 404
    assert (await cast.bruno.http.get(f"/api/awards/{held}/certificate.png")).status_code == 404
    assert (await cast.ana.http.get(f"/api/awards/{held}")).status_code == 200
    assert (await badge(cast.bruno, "constancy-bronze"))["holders"] == 0


async def test_the_owner_sees_the_kudos_that_earned_it_others_only_their_number(cast: Cast):
    given = await thanks(cast, 4, behaviours=["patience"])
    await thanks(cast, 1, behaviours=["patience"], visibility="private")
    await cast.carla.gives(behaviours=["ownership"])
    await settle()
    held = (await awards(cast.bruno, "bruno"))["patience-bronze"]["id"]
    mine, others = await why(cast.bruno, held), await why(cast.diego, held)
    assert [each["id"] for each in mine["evidence"]] == given[:3]
    assert others["evidence"] is None
    assert others["conditions"] == [{"count": "received", "key": "behaviour:patience", "at_least": 3, "reached": 3}]


@pytest.mark.parametrize("code", ["many-hands-bronze", "without-borders-bronze"])
async def test_distinct_people_and_areas_are_shown_by_their_first_kudos(cast: Cast, code: str):
    await create_department("TI", "Sistemas", parent="DG")
    givers = [cast.ana, cast.carla, cast.diego, cast.hr, cast.admin]
    first = [(await who.gives()).json()["id"] for who in givers]
    await cast.diego.gives()
    await settle()
    shown = (await why(cast.bruno, (await awards(cast.bruno, "bruno"))[code]["id"]))["evidence"]
    expected = first if code == "many-hands-bronze" else first[2:4]
    assert [each["id"] for each in shown] == expected


async def test_the_wins_that_earned_a_badge_are_its_evidence(cast: Cast):
    await shares(cast.ana, participants=["bruno"])
    win = (await shares(cast.ana, participants=["bruno", "diego"])).json()["id"]
    await settle()
    earned = (await awards(cast.bruno, "bruno"))["shared-wins-bronze"]["id"]
    assert [(each["kind"], each["id"]) for each in (await why(cast.bruno, earned))["evidence"]] == [("win", win)]
    assert (await why(cast.ana, earned))["evidence"] is None


async def test_withdrawn_evidence_is_marked_and_its_text_is_gone(cast: Cast):
    given = await thanks(cast, 3, behaviours=["patience"])
    await settle()
    await grow_old("bruno", 48)
    await cast.ana.withdraws(given[0])
    await settle()
    held = (await awards(cast.diego, "bruno"))["patience-bronze"]
    assert held["evidence_withdrawn"] is True
    evidence = (await why(cast.bruno, held["id"]))["evidence"]
    assert [each["id"] for each in evidence] == given[1:]


# ---- By hand


async def test_a_manager_gives_a_badge_with_its_reason_and_it_is_audited(cast: Cast):
    answer = await hands(cast.carla, "pillar", "bruno")
    assert answer.status_code == 201, answer.text
    told = answer.json()
    assert told["award"]["reason"] == "Held us all up on Friday."
    assert told["award"]["giver"] == {"handle": "carla", "name": "Carla"}
    entry = (await audit_page(1, None)).entries[0]
    assert (entry.actor, entry.action, entry.subject) == ("carla", "badge.awarded", "bruno")


@pytest.mark.parametrize(
    ("who", "code", "person", "refusal"),
    [
        ("ana", "pillar", "bruno", "not_yours_to_award"),
        ("admin", "culture", "bruno", "not_yours_to_award"),
        ("carla", "pillar", "carla", "self_award"),
        ("carla", "patience-gold", "bruno", "earned_only"),
        ("carla", "nothing", "bruno", "not_found"),
        ("carla", "pillar", "nobody", "not_found"),
    ],
)
async def test_it_is_refused(cast: Cast, who: str, code: str, person: str, refusal: str):
    answer = await hands(getattr(cast, who), code, person)
    assert answer.json()["code"] == refusal


async def test_nobody_gets_it_twice_and_nobody_who_left(cast: Cast):
    assert (await hands(cast.carla, "pillar", "bruno")).status_code == 201
    assert (await hands(cast.carla, "pillar", "bruno")).json()["code"] == "already_awarded"
    await change_person(cast.diego.id, status="left")
    assert (await hands(cast.carla, "pillar", "diego")).json()["code"] == "recipient_left"


async def test_a_month_has_its_cap_also_when_all_come_at_once(cast: Cast):
    for name in ("p1", "p2", "p3", "p4"):
        await create_person(name, name)
    answers = await asyncio.gather(*(hands(cast.carla, "pillar", name) for name in ("p1", "p2", "p3", "p4")))
    assert sorted(each.status_code for each in answers) == [201, 201, 422, 422]
    assert {each.json()["monthly_cap"] for each in answers if each.status_code == 422} == {2}
    await DB.execute("update awards set granted_at = granted_at - interval '40 days'")
    assert (await hands(cast.carla, "pillar", "bruno")).status_code == 201


async def test_moderation_takes_a_badge_back_with_a_reason(cast: Cast):
    held = (await hands(cast.carla, "pillar", "bruno")).json()["award"]["id"]
    assert (await cast.admin.http.delete(f"/api/awards/{held}", params={"reason": "a mistake"})).status_code == 204
    assert await awards(cast.bruno, "bruno") == {}
    assert (await cast.admin.http.delete(f"/api/awards/{held}", params={"reason": "again"})).status_code == 404
    assert (await audit_page(1, None)).entries[0].action == "badge.taken"


async def test_a_badge_by_hand_needs_no_evidence_to_stay(cast: Cast):
    given = (await cast.ana.gives()).json()["id"]
    await hands(cast.carla, "pillar", "bruno")
    await settle()
    await cast.ana.withdraws(given)
    await settle()
    assert set(await awards(cast.bruno, "bruno")) == {"pillar"}
