"""Level and constancia: private, explained, and never lost."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.lib.database import DB
from recognize.log.readers import rebuild
from recognize.progress.readers import LEVELS
from recognize.worker import settle
from tests.cast import KUDOS, Actor, Cast

EVENTS = "select subject, audience, payload::text from log where kind = 'level.reached' order by position"


async def progress(reader: Actor) -> dict[str, Any]:
    await settle()
    answer = await reader.http.get("/api/me/progress")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def weeks_ago(giver: Actor, weeks: int) -> None:
    await give(giver.id, NewKudos(**KUDOS), at=datetime.now(UTC) - timedelta(weeks=weeks))


async def hired(person: Actor, weeks: int) -> None:
    await DB.execute("update people set hired_on = now()::date - $2::int * 7 where id = $1", person.id, weeks)


async def was_away(person: Actor, since: int, until: int) -> None:
    """From the Monday so many weeks ago to a later one."""
    await DB.execute(
        """
        insert into status_history (person_id, since, status)
        select $1, date_trunc('week', now() at time zone o.time_zone)::date - 7 * spell.weeks, spell.status
        from organisation o cross join (values ($2::int, 'on_leave'), ($3::int, 'active')) as spell (weeks, status)
        """,
        person.id,
        since,
        until,
    )


async def test_experience_is_explained_by_its_parts(cast: Cast):
    await cast.ana.gives(recipients=["bruno", "diego"])
    await cast.ana.gives(recipients=["bruno"])
    await cast.bruno.gives(recipients=["ana"])
    told = await progress(cast.ana)
    assert told["parts"] == [
        {"of": "people", "count": 2, "worth": 3},
        {"of": "given", "count": 3, "worth": 1},
        {"of": "received", "count": 1, "worth": 1},
    ]
    assert told["experience"] == sum(part["count"] * part["worth"] for part in told["parts"]) == 10
    assert (told["level"], told["next_at"], told["curve"][:3]) == (2, 15, [0, 5, 15])


async def test_who_begins_is_on_the_first_level(cast: Cast):
    told = await progress(cast.ana)
    assert (told["level"], told["experience"], told["next_at"]) == (1, 0, 5)


async def test_a_level_is_told_once_to_its_person_alone(cast: Cast):
    for _ in range(3):
        await cast.ana.gives(recipients=["bruno", "diego"])
        await settle()
    await settle()
    rows = await DB.fetch(EVENTS)
    assert [(row["audience"], json.loads(row["payload"])) for row in rows] == [
        ([f"person:{cast.ana.id}"], {"person": str(cast.ana.id), "level": 2})
    ]


async def test_a_level_is_never_lost(cast: Cast):
    kudos = (await cast.ana.gives(recipients=["bruno", "diego"])).json()["id"]
    assert (await progress(cast.ana))["level"] == 2
    await cast.ana.withdraws(kudos)
    told = await progress(cast.ana)
    assert (told["level"], told["experience"], told["next_at"]) == (2, 0, 15)
    await rebuild(LEVELS)
    assert (await progress(cast.ana))["level"] == 2


async def test_a_past_that_is_brought_in_reaches_levels_silently(cast: Cast):
    await give(cast.ana.id, NewKudos(**KUDOS | {"recipients": ["bruno", "diego"]}), at=datetime.now(UTC))
    assert (await progress(cast.ana))["level"] == 2
    assert await DB.fetch(EVENTS) == []


async def test_what_is_private_makes_no_experience_and_no_constancia(cast: Cast):
    await cast.ana.gives(visibility="private")
    told = await progress(cast.ana)
    assert (told["experience"], told["constancia"]["thanked"]) == (0, 0)


async def test_constancia_counts_the_weeks_with_thanks_of_the_last_twelve(cast: Cast):
    await hired(cast.ana, 40)
    for weeks in (0, 1, 1, 5, 11, 12, 30):
        await weeks_ago(cast.ana, weeks)
    told = (await progress(cast.ana))["constancia"]
    assert (told["thanked"], told["of"], len(told["weeks"])) == (4, 12, 12)
    assert [place for place, week in enumerate(reversed(told["weeks"])) if week["thanked"]] == [0, 1, 5, 11]


async def test_a_week_without_thanks_loses_nothing(cast: Cast):
    await hired(cast.ana, 40)
    await weeks_ago(cast.ana, 1)
    before = (await progress(cast.ana))["constancia"]["thanked"]
    await weeks_ago(cast.ana, 7)
    assert (await progress(cast.ana))["constancia"]["thanked"] == before + 1


async def test_weeks_on_leave_pause_it_and_earlier_ones_take_their_place(cast: Cast):
    await hired(cast.ana, 40)
    for weeks in (0, 13):
        await weeks_ago(cast.ana, weeks)
    assert (await progress(cast.ana))["constancia"]["thanked"] == 1
    await was_away(cast.ana, since=4, until=1)
    told = (await progress(cast.ana))["constancia"]
    assert (told["thanked"], told["of"]) == (2, 12)
    assert sum(week["paused"] for week in told["weeks"]) == 3


async def test_whoever_came_three_weeks_ago_is_asked_for_three_weeks(cast: Cast):
    await hired(cast.ana, 2)
    await cast.ana.gives()
    told = (await progress(cast.ana))["constancia"]
    assert (told["thanked"], told["of"]) == (1, 3)


async def test_the_badge_of_constancia_counts_the_same_weeks(cast: Cast):
    await hired(cast.ana, 40)
    for weeks in (12, 13, 14, 15):
        await weeks_ago(cast.ana, weeks)
    await was_away(cast.ana, since=6, until=2)
    told = (await progress(cast.ana))["constancia"]
    assert (told["thanked"], told["of"]) == (4, 12)
    badges = (await cast.ana.http.get("/api/badges")).json()["badges"]
    (reached,) = [each["conditions"][0]["reached"] for each in badges if each["code"] == "constancy-bronze"]
    assert reached == 4
    held = (await cast.ana.http.get("/api/people/ana/awards")).json()
    (award,) = [each for each in held if each["badge"] == "constancy-bronze"]
    why = (await cast.ana.http.get(f"/api/awards/{award['id']}")).json()
    assert len(why["evidence"]) == 4
