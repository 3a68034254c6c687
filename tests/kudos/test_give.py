import asyncio
import json
from collections.abc import Coroutine
from contextvars import Context
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from recognize.lib.database import DB
from recognize.people.actions import change_status, choose_preference, create_person, create_team
from recognize.settings import settings
from tests.cast import KUDOS, Cast, kudos_to


async def kudos_count() -> int:
    return await DB.fetch_value("select count(*) from kudos")


async def test_a_kudos_appears_in_the_feed_as_the_item_that_was_answered(cast: Cast):
    answer = await cast.ana.gives(points=10)
    assert answer.status_code == 201, answer.text
    page, page_of_giver = await cast.diego.feed(), await cast.ana.feed()
    item = answer.json()
    mine = item.pop("mine")
    assert page["items"] == [item]
    assert (mine["points"], mine["may_withdraw"], mine["quiet"]) == (10, True, [])
    assert mine == page_of_giver["mine"][item["id"]]
    assert page["mine"] == {}


async def test_giver_and_recipient_see_the_points_and_nobody_else(cast: Cast):
    kudos = (await cast.ana.gives(points=20)).json()["id"]
    for who, may_withdraw in ((cast.ana, True), (cast.bruno, False)):
        mine = (await who.feed())["mine"][kudos]
        assert (mine["points"], mine["may_withdraw"], mine["quiet"]) == (20, may_withdraw, [])
    assert (await cast.carla.feed())["mine"] == {}
    assert "points" not in (await cast.carla.feed())["items"][0]


async def test_a_team_reaches_its_members_of_this_moment_without_points_and_without_the_giver(cast: Cast):
    await create_team("noche", "Turno noche", ["ana", "bruno", "diego"])
    answer = await cast.ana.gives(recipients=["diego"], teams=["noche"], points=10)
    item = answer.json()
    assert [person["handle"] for person in item["recipients"]] == ["diego", "bruno"]
    assert item["teams"] == [{"code": "noche", "name": "Turno noche"}]
    rows = await DB.fetch("select named, points from kudos_recipients order by place")
    assert [tuple(row) for row in rows] == [(True, 10), (False, 0)]


async def test_a_department_is_a_team_of_its_present_members(cast: Cast):
    item = (await cast.diego.gives(recipients=[], teams=["VE"])).json()
    assert {person["handle"] for person in item["recipients"]} == {"ana", "bruno", "carla"}


async def test_people_are_found_by_handle_in_any_case_and_by_id(cast: Cast):
    item = (await cast.ana.gives(recipients=["BRUNO", str(cast.diego.id)])).json()
    assert [person["handle"] for person in item["recipients"]] == ["bruno", "diego"]


REFUSED = {
    "unknown recipient": ({"recipients": ["nobody"]}, "unknown_recipient"),
    "unknown id": ({"recipients": [str(uuid4())]}, "unknown_recipient"),
    "oneself": ({"recipients": ["ana"]}, "self_recognition"),
    "oneself among others": ({"recipients": ["bruno", "ana"]}, "self_recognition"),
    "oneself through a team": ({"recipients": [], "teams": ["only-ana"]}, "self_recognition"),
    "unknown team": ({"teams": ["nothing"]}, "unknown_team"),
    "nobody": ({"recipients": []}, "no_recipient"),
    "an empty team": ({"recipients": [], "teams": ["empty"]}, "no_recipient"),
    "twenty-one": ({"recipients": [f"p{number}" for number in range(21)]}, "too_many_recipients"),
    "a leaver": ({"recipients": ["leaver"]}, "recipient_left"),
    "no behaviour": ({"behaviours": []}, "behaviour_required"),
    "four behaviours": (
        {"behaviours": ["courtesy", "respect", "patience", "ownership"]},
        "too_many_behaviours",
    ),
    "an unknown behaviour": ({"behaviours": ["kindness"]}, "unknown_behaviour"),
    "a retired behaviour": ({"behaviours": ["respect"]}, "retired_behaviour"),
    "a short message": ({"message": "Thanks!"}, "message_too_short"),
    "a message of blanks": ({"message": " " * 30}, "message_too_short"),
    "a long message": ({"message": "a" * 1001}, "message_too_long"),
    "a message that cannot be seen": ({"message": "\u200b" * 20}, "message_too_short"),
    "a NUL": ({"message": "Thank you\x00 very much"}, "message_characters"),
    "negative points": ({"points": -1}, "invalid_points"),
    "fractional points": ({"points": 10.5}, "invalid_input"),
    "huge points": ({"points": 10**30}, "invalid_points"),
    "points as text": ({"points": "10"}, "invalid_input"),
    "a NUL in a handle": ({"recipients": ["bru\x00no"]}, "unknown_recipient"),
    "a NUL in a behaviour": ({"behaviours": ["\x00"]}, "unknown_behaviour"),
    "unknown visibility": ({"visibility": "secret"}, "invalid_input"),
    "an unknown field": ({"mesage": "typo"}, "invalid_input"),
    "recipients that are no list": ({"recipients": "bruno"}, "invalid_input"),
    "more than the allowance": ({"recipients": ["bruno", "carla", "diego"], "points": 70}, "allowance_exceeded"),
    "more than 40 percent to one": ({"points": 81}, "allowance_exceeded"),
}


@pytest.mark.parametrize("name", REFUSED)
async def test_what_cannot_be_given_is_a_clear_problem_and_nothing_is_written(cast: Cast, name: str):
    await create_team("only-ana", "Solo Ana", ["ana"])
    await create_team("empty", "Nadie")
    await change_status(await create_person("leaver", "Leaver"), "left")
    await DB.execute("update behaviours set retired_at = now() where code = 'respect'")
    changes, code = REFUSED[name]
    answer = await cast.ana.gives(**changes)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["title"]
    assert await kudos_count() == 0
    assert await DB.fetch_value("select coalesce(sum(spent), 0) from allowances") == 0


async def test_a_message_loses_what_turns_text_round_and_keeps_what_letters_need(cast: Cast):
    written = "Thank you \u202ereven\u202c\u2066 Bruno\u2069,\u200b 👩\u200d🚒 می\u200cخواهم\ufeff"
    answer = await cast.ana.gives(message=written, key="once")
    assert answer.json()["message"] == "Thank you reven Bruno, 👩\u200d🚒 می\u200cخواهم"
    assert (await cast.bruno.feed())["items"][0]["message"] == answer.json()["message"]
    assert (await cast.ana.gives(message=written, key="once")).content == answer.content


BODIES = {
    "not JSON": (b"hello", 400, "invalid_json"),
    "a lone surrogate": (json.dumps(KUDOS | {"message": "Thank you so \ud800 much"}).encode(), 400, "invalid_json"),
    "not UTF-8": (b'{"message": "\xff\xfe"}', 400, "invalid_json"),
    "a list": (b"[]", 422, "invalid_input"),
    "nothing": (b"", 422, "invalid_input"),
    "deep nesting": (b"[" * 100_000, 400, "invalid_json"),
    "two megabytes": (json.dumps(KUDOS | {"message": "a" * 2_000_000}).encode(), 413, "body_too_large"),
}


@pytest.mark.parametrize("name", BODIES)
async def test_a_body_that_is_no_kudos_is_a_clear_problem(cast: Cast, name: str):
    body, status, code = BODIES[name]
    answer = await cast.ana.http.post("/api/kudos", content=body, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert await kudos_count() == 0


async def test_a_problem_speaks_the_language_that_the_browser_asks_for(cast: Cast):
    spanish = await cast.ana.http.post("/api/kudos", json=kudos_to(), headers={"Accept-Language": "es-CO,en"})
    english = await cast.ana.http.post("/api/kudos", json=kudos_to(), headers={"Accept-Language": "en"})
    assert spanish.json()["title"] == "Elige a quién reconocer."
    assert english.json()["title"] == "Choose whom to recognise."


async def test_limits_stop_points_but_never_the_message(cast: Cast):
    answer = await cast.ana.gives(points=200, points_if_possible=True)
    assert answer.status_code == 201
    assert answer.json()["mine"]["points"] == 0


async def test_forty_percent_to_one_person_counts_what_they_already_have(cast: Cast):
    assert (await cast.ana.gives(points=50)).status_code == 201
    refused = await cast.ana.gives(points=50)
    assert refused.json()["code"] == "allowance_exceeded"
    assert (refused.json()["limit"], refused.json()["left"]) == ("person", 30)
    assert (await cast.ana.gives(points=30)).status_code == 201
    assert (await cast.ana.http.get("/api/allowance")).json()["left"] == 120


async def test_fifty_parallel_gifts_never_spend_more_than_there_is(cast: Cast):
    people = [await create_person(f"p{number}", f"P {number}") for number in range(50)]
    answers = await asyncio.gather(*(cast.ana.gives(recipients=[str(person)], points=10) for person in people))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [201] * 20 + [422] * 30
    assert await DB.fetch_value("select spent from allowances") == 200
    assert await DB.fetch_value("select sum(received) from balances") == 200


async def test_externals_hold_no_points_and_cost_none(cast: Cast):
    await create_person("guard", "Guard", kind="external")
    answer = await cast.ana.gives(recipients=["guard", "bruno"], points=10)
    assert answer.json()["mine"]["points"] == 10


async def test_the_same_key_answers_the_same_and_gives_once(cast: Cast):
    first = await cast.ana.gives(key="one", points=10)
    second = await cast.ana.gives(key="one", points=10)
    assert (second.status_code, second.content) == (first.status_code, first.content)
    assert await kudos_count() == 1
    assert await DB.fetch_value("select spent from allowances") == 10


async def test_a_key_is_one_persons_own(cast: Cast):
    await cast.ana.gives(key="one")
    assert (await cast.carla.gives(key="one")).status_code == 201
    assert await kudos_count() == 2


async def test_the_same_key_with_other_words_is_refused(cast: Cast):
    await cast.ana.gives(key="one")
    answer = await cast.ana.gives(key="one", message="Something else altogether.")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_key_reused")


async def test_twenty_at_once_with_one_key_give_once(cast: Cast):
    answers = await asyncio.gather(*(cast.ana.gives(key="storm", points=10) for _ in range(20)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {"idempotency_in_progress"}
    assert await kudos_count() == 1


async def test_a_refused_request_leaves_its_key_free(cast: Cast):
    assert (await cast.ana.gives(key="one", recipients=["nobody"])).status_code == 422
    assert (await cast.ana.gives(key="one")).status_code == 201


async def test_after_a_day_a_key_is_free_again(cast: Cast):
    await cast.ana.gives(key="one")
    await DB.execute("update idempotency_keys set answered_at = now() - interval '25 hours'")
    assert (await cast.ana.gives(key="one", message="A new day, a new kudos.")).status_code == 201
    assert await kudos_count() == 2


@pytest.mark.parametrize("key", ["", "x" * 256, "with\ttab"])
async def test_a_key_that_is_none_is_refused(cast: Cast, key: str):
    answer = await cast.ana.http.post("/api/kudos", json=KUDOS, headers={"Idempotency-Key": key})
    assert answer.json()["code"] == "invalid_idempotency_key"


async def test_a_quiet_person_is_named_to_giver_recipient_and_manager_only(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    given = (await cast.ana.gives(recipients=["bruno", "diego"])).json()
    named = {
        who.handle: [person["handle"] for person in (await who.feed())["items"][0]["recipients"]]
        for who in (cast.ana, cast.bruno, cast.carla, cast.diego, cast.hr)
    }
    assert [person["handle"] for person in given["recipients"]] == ["bruno", "diego"]
    assert named == {
        "ana": ["bruno", "diego"],
        "bruno": ["bruno", "diego"],
        "carla": ["bruno", "diego"],
        "diego": ["diego"],
        "hr": ["diego"],
    }


async def test_a_quiet_person_cannot_be_found_by_filtering(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    await cast.ana.gives(recipients=["bruno", "diego"])
    found = {who.handle: len((await who.feed(person="bruno"))["items"]) for who in vars(cast).values()}
    assert found == {"ana": 1, "bruno": 1, "carla": 1, "diego": 0, "hr": 0, "admin": 0}


async def test_a_private_kudos_is_for_the_two_alone(cast: Cast):
    kudos = (await cast.ana.gives(visibility="private")).json()["id"]
    seen = {who.handle: len((await who.feed())["items"]) for who in vars(cast).values()}
    assert seen == {"ana": 1, "bruno": 1, "carla": 0, "diego": 0, "hr": 0, "admin": 0}
    for outsider in (cast.carla, cast.diego, cast.hr, cast.admin):
        assert (await outsider.http.get(f"/api/kudos/{kudos}")).status_code == 404


async def test_a_department_kudos_stays_in_the_areas_of_both_and_above(cast: Cast):
    await cast.ana.gives(visibility="department")
    seen = {who.handle: len((await who.feed())["items"]) for who in vars(cast).values()}
    assert seen == {"ana": 1, "bruno": 1, "carla": 1, "diego": 0, "hr": 1, "admin": 1}


async def test_without_a_token_nothing_is_given(address: str):
    async with httpx.AsyncClient(base_url=address) as visitor:
        answer = await visitor.post("/api/kudos", json=KUDOS)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def meanwhile(request: Coroutine[Any, Any, httpx.Response]) -> asyncio.Task[httpx.Response]:
    """As another process would send it: outside the test's own transaction."""
    return asyncio.create_task(request, context=Context())


async def waiting_for_a_lock() -> None:
    """Until some statement waits for what another transaction has written."""
    asked = "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like 'with write_0%'"
    connection = await asyncpg.connect(settings().database_url)
    try:
        async with asyncio.timeout(5):
            while not await connection.fetchval(asked):  # noqa: ASYNC110  # PostgreSQL cannot ring us
                await asyncio.sleep(0.01)
    finally:
        await connection.close()


async def test_what_is_spent_between_the_look_and_the_write_counts(cast: Cast):
    await cast.ana.gives(points=10)
    async with DB.transaction():
        await DB.execute("update allowances set spent = granted - 15 where person_id = $1", cast.ana.id)
        late = meanwhile(cast.ana.gives(points=10, recipients=["diego"]))
        too_late = meanwhile(cast.ana.gives(points=20, recipients=["diego"]))
        await waiting_for_a_lock()
    assert (await late).status_code == 201
    assert (await too_late).json()["code"] == "allowance_exceeded"
    assert await DB.fetch_value("select granted - spent from allowances where person_id = $1", cast.ana.id) == 5


async def test_a_key_that_is_answered_between_the_look_and_the_write_gives_that_answer(cast: Cast):
    first = await cast.ana.gives(key="the first")
    copied = "update idempotency_keys set key = 'the second' where key = 'the first'"
    async with DB.transaction():
        await DB.execute(copied)
        second = meanwhile(cast.ana.gives(key="the second"))
        await waiting_for_a_lock()
    assert (await second).content == first.content
    assert await DB.fetch_value("select count(*) from kudos") == 1


async def test_imported_points_of_this_month_leave_the_limits_alone(cast: Cast):
    await cast.ana.gives(points=10)
    imported = "update ledger set reason = 'import', points = 1000"
    await DB.execute(imported)
    assert (await cast.ana.gives(points=10)).status_code == 201


async def test_a_letter_with_five_hundred_accents_is_no_message(cast: Cast):
    answer = await cast.ana.gives(message="a" + "\u0301" * 500)
    assert answer.status_code == 422


async def test_an_absent_body_is_said_in_words(cast: Cast):
    answer = await cast.ana.http.post("/api/kudos", headers={"Content-Type": "application/json"})
    assert answer.json()["detail"] == "the body is missing"


async def test_giver_and_recipient_know_who_is_quiet_and_nobody_else(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    given = (await cast.ana.gives(recipients=["bruno", "diego"])).json()
    path = f"/api/kudos/{given['id']}"
    told = {who.handle: (await who.http.get(path)).json()["mine"] for who in (cast.ana, cast.bruno, cast.diego)}
    assert given["mine"]["quiet"] == [str(cast.bruno.id)]
    assert {who: mine["quiet"] for who, mine in told.items()} == {
        "ana": [str(cast.bruno.id)],
        "bruno": [str(cast.bruno.id)],
        "diego": [],
    }
    assert (await cast.hr.http.get(path)).json()["mine"] is None
