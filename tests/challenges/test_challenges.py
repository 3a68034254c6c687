"""Challenges of the month: done once however often, told to who did it, chosen by administrators."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from recognize.challenges.actions import ChallengesFileError, choose_challenge, plant_challenges
from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.lib.database import DB
from recognize.people.actions import choose_preference, create_person
from recognize.worker import settle
from tests.cast import KUDOS, Actor, Cast
from tests.wins.sharing import shares

EVENTS = "select kind, subject, audience, payload::text from log where kind like 'challenge.%done' order by position"


async def challenge(reader: Actor, code: str) -> dict[str, Any]:
    await settle()
    answer = await reader.http.get("/api/challenges")
    assert answer.status_code == 200, answer.text
    (found,) = [each for each in answer.json()["challenges"] if each["code"] == code]
    assert isinstance(found, dict)
    return found


async def done(code: str) -> set[str]:
    await settle()
    rows = await DB.fetch(
        "select p.handle from challenges_done d join people p on p.id = d.person_id where d.challenge = $1", code
    )
    return {row["handle"] for row in rows}


async def told() -> list[tuple[str, str]]:
    await settle()
    rows = [(row["kind"], json.loads(row["payload"])) for row in await DB.fetch(EVENTS)]
    return [(kind, facts.get("person") or facts["department"]) for kind, facts in rows]


async def told_after_all() -> list[tuple[str, str]]:
    """A reader's own event stands in the outbox when it has read: the next settling brings it into the log."""
    await settle()
    return await told()


async def only(code: str) -> None:
    await DB.execute("update challenges set runs = code = $1", code)


async def test_thanking_another_area_is_done_once_however_often(cast: Cast):
    await cast.ana.gives(recipients=["bruno"])
    assert (await challenge(cast.ana, "another-area"))["count"] == 0
    for _ in range(3):
        await cast.ana.gives(recipients=["diego"])
        await settle()
    assert (await challenge(cast.ana, "another-area"))["done_at"] is not None
    assert await done("another-area") == {"ana"}
    assert await told() == [("challenge.done", str(cast.ana.id))]


async def test_it_is_told_live_to_who_did_it_and_to_nobody_else(cast: Cast):
    await cast.ana.gives(recipients=["diego"])
    assert len(await told_after_all()) == 1
    (row,) = await DB.fetch(EVENTS)
    assert row["audience"] == [f"person:{cast.ana.id}"]


async def test_all_three_stages_take_one_kudos_of_each(cast: Cast):
    rows = await DB.fetch("select distinct on (stage) stage, code from behaviours where stage <> 'every-moment'")
    codes = [row["code"] for row in rows]
    assert len(codes) == 3
    await cast.ana.gives(behaviours=codes[:2])
    assert (await challenge(cast.ana, "three-stages"))["count"] == 2
    await cast.ana.gives(behaviours=["courtesy"])
    assert await done("three-stages") == set()
    await cast.ana.gives(behaviours=codes[2:])
    assert await done("three-stages") == {"ana"}


async def test_somebody_thanked_within_90_days_is_not_a_long_time_ago(cast: Cast):
    await only("long-time-no-thanks")
    now = datetime.now(UTC)
    await give(cast.ana.id, NewKudos(**KUDOS), at=now - timedelta(days=60))
    await give(cast.bruno.id, NewKudos(**KUDOS | {"recipients": ["ana"]}), at=now - timedelta(days=100))
    await cast.ana.gives(recipients=["bruno"])
    await cast.bruno.gives(recipients=["ana"])
    assert "bruno" in await done("long-time-no-thanks")
    month_begins_within_60_days = (await challenge(cast.ana, "long-time-no-thanks"))["count"]
    assert month_begins_within_60_days == 0


async def test_a_challenge_of_wins_that_begins_to_run_finds_those_of_the_month(cast: Cast):
    await shares(cast.hr, participants=["ana", "diego"])
    await settle()
    assert (
        await cast.admin.http.patch("/api/challenges/improvement-of-two-areas", json={"runs": True})
    ).status_code == 204
    assert await done("improvement-of-two-areas") == {"ana", "diego"}


async def test_what_is_private_quiet_or_within_an_area_does_no_challenge(cast: Cast):
    await cast.ana.gives(recipients=["diego"], visibility="private")
    await cast.ana.gives(recipients=["diego"], visibility="department")
    assert await done("another-area") == set()


async def test_an_improvement_of_two_areas_is_done_by_all_who_took_part(cast: Cast):
    await only("improvement-of-two-areas")
    await shares(cast.hr, win="improvement", participants=["ana", "bruno"])
    await shares(cast.hr, win="result", participants=["ana", "diego"])
    assert await done("improvement-of-two-areas") == set()
    assert (await challenge(cast.ana, "improvement-of-two-areas"))["count"] == 0
    await shares(cast.hr, win="improvement", participants=["ana", "bruno", "diego"])
    assert await done("improvement-of-two-areas") == {"ana", "bruno", "diego"}
    assert (await challenge(cast.ana, "improvement-of-two-areas"))["count"] == 1
    assert sorted(await told_after_all()) == sorted(
        ("challenge.done", str(each.id)) for each in (cast.ana, cast.bruno, cast.diego)
    )


async def test_an_area_has_shown_its_work_once_a_joint_activity_tells_of_it(cast: Cast):
    await only("show-me-your-work")
    await shares(cast.ana, win="improvement", participants=["ana", "diego"])
    assert await done("show-me-your-work") == set()
    await shares(cast.ana, win="joint_activity", participants=["ana", "diego"])
    assert await done("show-me-your-work") == {"ana", "diego"}


async def test_a_win_that_not_everybody_sees_or_that_is_gone_does_no_challenge(cast: Cast):
    await only("improvement-of-two-areas")
    await choose_preference(cast.bruno.id, "quiet")
    await shares(cast.ana, visibility="department", participants=["ana", "diego"])
    win = (await shares(cast.carla, participants=["carla", "diego"])).json()["id"]
    assert (await cast.carla.http.delete(f"/api/wins/{win}")).status_code == 204
    await shares(cast.hr, participants=["bruno", "diego"])
    assert await done("improvement-of-two-areas") == {"diego"}


async def test_what_is_done_stays_done_when_the_kudos_is_withdrawn(cast: Cast):
    kudos = (await cast.ana.gives(recipients=["diego"])).json()["id"]
    assert await done("another-area") == {"ana"}
    await cast.ana.withdraws(kudos)
    assert (await challenge(cast.ana, "another-area"))["count"] == 0
    assert await done("another-area") == {"ana"}
    await cast.ana.gives(recipients=["diego"])
    assert len(await told()) == 1


async def test_a_challenge_begins_anew_each_month(cast: Cast):
    first = await DB.fetch_value("select date_trunc('month', now() at time zone time_zone)::date from organisation")
    last_month = datetime.combine(first, datetime.min.time(), UTC) - timedelta(hours=1)
    await give(cast.ana.id, NewKudos(**KUDOS | {"recipients": ["diego"]}), at=last_month)
    found = await challenge(cast.ana, "another-area")
    assert (found["count"], found["done_at"]) == (0, None)
    await cast.ana.gives(recipients=["diego"])
    await settle()
    months = await DB.fetch("select month from challenges_done order by month")
    assert [row["month"] for row in months] == [last_month.date().replace(day=1), first]


async def test_a_past_that_is_brought_in_is_done_silently(cast: Cast):
    await give(cast.ana.id, NewKudos(**KUDOS | {"recipients": ["diego"]}), at=datetime.now(UTC) - timedelta(seconds=1))
    assert await done("another-area") == {"ana"}
    assert await told() == []


async def test_an_area_reaches_its_goal_together_and_only_one_that_is_large_enough_has_goals(cast: Cast):
    await only("area-looks-out")
    for number in range(2):
        await create_person(f"v{number}", f"V{number}", department="VE")
    assert (await challenge(cast.ana, "area-looks-out")) | {"texts": None} == {
        "code": "area-looks-out", "scope": "area", "icon": "megaphone", "texts": None, "runs": True,
        "count": 0, "goal": 2, "done_at": None,
    }  # fmt: skip
    await settle()
    answer = await cast.diego.http.get("/api/challenges")
    assert answer.json()["challenges"] == [], "almacen has one person: a count would tell who does not give"
    await cast.ana.gives(recipients=["diego"])
    await cast.ana.gives(recipients=["hr"])
    assert (await challenge(cast.bruno, "area-looks-out"))["count"] == 1
    await cast.bruno.gives(recipients=["diego"])
    assert (await challenge(cast.carla, "area-looks-out"))["done_at"] is not None
    department = await DB.fetch_value("select id from departments where code = 'VE'")
    assert await told() == [("challenge.area_done", str(department))]


async def test_administrators_choose_which_run_and_the_audit_knows(cast: Cast):
    answer = await cast.admin.http.get("/api/challenges")
    assert len(answer.json()["challenges"]) >= 10
    assert {each["code"] for each in (await cast.ana.http.get("/api/challenges")).json()["challenges"]} == {
        "another-area",
        "three-stages",
    }
    await cast.ana.gives(recipients=["bruno", "carla", "diego", "hr", "admin"])
    await settle()
    for _ in range(2):
        changed = await cast.admin.http.patch("/api/challenges/five-people", json={"runs": True})
        assert changed.status_code == 204, changed.text
    assert await done("five-people") == {"ana"}, "who had done it already has done it"
    assert await DB.fetch_value("select count(*) from audit where action = 'challenge.chosen'") == 1
    await cast.admin.http.patch("/api/challenges/five-people", json={"runs": False})
    assert "five-people" not in str((await cast.ana.http.get("/api/challenges")).json())


async def test_a_challenge_that_is_not_there_cannot_be_chosen(cast: Cast):
    answer = await cast.admin.http.patch("/api/challenges/nothing", json={"runs": True})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_challenge")


async def test_the_catalogue_has_at_least_ten_and_planting_again_keeps_what_was_chosen():
    await choose_challenge("another-area", runs=False)
    await plant_challenges()
    assert await DB.fetch_value("select count(*) from challenges") >= 10
    assert await DB.fetch_value("select runs from challenges where code = 'another-area'") is False


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ('counts = "people"', "counts"),
        ('behaviours = ["kindness"]', "kindness"),
        ("goal = 0", "goal"),
        ('counts = "wins"', "win"),
    ],
)
async def test_a_file_that_is_wrong_is_refused_and_changes_nothing(tmp_path: Path, change: str, says: str):
    entry = {
        "counts": 'counts = "hugs"',
        "win": 'counts = "wins"',
        "kindness": 'counts = "people"',
        "goal": 'counts = "people"',
    }[says]
    goal = "goal = 0" if says == "goal" else "goal = 1"
    behaviours = change if says == "kindness" else ""
    words = 'es = { name = "a", about = "b" }\nen = { name = "a", about = "b" }'
    file = tmp_path / "challenges.toml"
    file.write_text(
        f'[[challenge]]\ncode = "new-one"\nscope = "person"\n{entry}\n{goal}\n{behaviours}\nicon = "link"\nruns = true\n{words}\n'
    )
    with pytest.raises(ChallengesFileError, match=says):
        await plant_challenges(file)
    assert not await DB.fetch_value("select exists (select from challenges where code = 'new-one')")
