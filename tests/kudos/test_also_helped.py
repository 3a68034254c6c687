"""Somebody was forgotten: a recipient says who, the giver adds them."""

import asyncio

from recognize.doctor import examine
from recognize.lib.database import DB
from recognize.people.actions import choose_preference
from recognize.worker import settle
from tests.cast import Actor, Cast

OF_KIND = "from log where subject = $1 and kind = $2"


async def also_helped(who: Actor, kudos: str, person: str, **changes: object):
    return await who.http.post(f"/api/kudos/{kudos}/also-helped", json={"person": person} | changes)


async def mine(who: Actor, kudos: str) -> dict:
    return (await who.http.get(f"/api/kudos/{kudos}")).json()["mine"]


def handles(item: dict) -> list[str]:
    return [each["handle"] for each in item["recipients"]]


async def test_a_recipient_names_somebody_and_only_the_giver_is_told(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    async with cast.ana.listens() as giver, cast.carla.listens() as other:
        await giver.next(), await other.next()
        answer = await also_helped(cast.bruno, kudos, "diego")
        assert answer.status_code == 201, answer.text
        event = await giver.event()
        while event["kind"] != "kudos.helper_named":
            event = await giver.event()
        await other.hears_nothing()
    assert "kudos.helper_named" not in str(other.heard)
    assert [each["handle"] for each in (await mine(cast.ana, kudos))["helpers"]] == ["diego"]
    assert (await mine(cast.bruno, kudos))["helpers"] == []
    assert handles((await cast.diego.feed())["items"][0]) == ["bruno"]


async def test_the_giver_adds_them_and_they_are_a_recipient_like_all_others(cast: Cast):
    kudos = (await cast.ana.gives(points=10)).json()["id"]
    await also_helped(cast.bruno, kudos, "diego")
    async with cast.carla.listens() as ear:
        item = (await also_helped(cast.ana, kudos, "diego", points=5)).json()
        event = await ear.event()
        while event["kind"] != "kudos.joined":
            event = await ear.event()
    assert handles(event["item"]) == handles(item) == ["bruno", "diego"]
    assert item["mine"]["helpers"] == []
    assert (await mine(cast.diego, kudos))["points"] == 5
    assert [each["id"] for each in (await cast.carla.feed(person="diego"))["items"]] == [kudos]
    assert [each["id"] for each in (await cast.carla.feed(department="AL"))["items"]] == [kudos]
    assert [str(finding) for finding in await examine() if not finding.is_well] == []


async def test_without_an_amount_it_goes_without_points(cast: Cast):
    kudos = (await cast.ana.gives(points=10)).json()["id"]
    await also_helped(cast.ana, kudos, "diego")
    assert (await cast.ana.http.get("/api/allowance")).json()["spent"] == 10


async def test_somebody_quiet_joins_with_discretion(cast: Cast):
    await cast.diego.http.patch("/api/me", json={"preference": "quiet"})
    kudos = (await cast.ana.gives()).json()["id"]
    assert (await also_helped(cast.ana, kudos, "diego")).status_code == 201
    assert handles((await cast.ana.feed())["items"][0]) == ["bruno", "diego"]
    assert handles((await cast.diego.feed())["items"][0]) == ["bruno", "diego"]
    assert handles((await cast.carla.feed())["items"][0]) == ["bruno"]
    assert (await cast.carla.feed(person="diego"))["items"] == []
    await settle()
    assert (
        await DB.fetch_value(f"select payload ->> 'discreet' {OF_KIND}", kudos, "kudos.joined")
        == f'["{cast.diego.id}"]'
    )


async def test_in_a_kudos_for_areas_the_newcomers_area_sees_everybody(cast: Cast):
    kudos = (await cast.ana.gives(visibility="department")).json()["id"]
    assert (await cast.diego.feed())["items"] == []
    await also_helped(cast.ana, kudos, "diego")
    assert handles((await cast.diego.feed())["items"][0]) == ["bruno", "diego"]


async def test_a_private_kudos_stays_between_each_two(cast: Cast):
    kudos = (await cast.ana.gives(visibility="private")).json()["id"]
    await also_helped(cast.ana, kudos, "diego")
    assert handles((await cast.diego.feed())["items"][0]) == ["diego"]
    assert handles((await cast.bruno.feed())["items"][0]) == ["bruno"]
    assert (await cast.carla.feed())["items"] == []


async def test_walls_do_not_say_the_name_of_who_joined_and_is_not_for_walls(cast: Cast):
    await cast.bruno.http.patch("/api/me", json={"preference": "fanfare"})
    kudos = (
        await cast.ana.gives(message="Diego came along as well, thank you. The customer was helped at once.")
    ).json()["id"]
    assert "Diego" in await DB.fetch_value("select wall_sentence from kudos")
    await also_helped(cast.ana, kudos, "diego")
    assert await DB.fetch_value("select wall_sentence from kudos") == "The customer was helped at once."


async def test_who_has_no_part_in_it_names_nobody(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    refused = await also_helped(cast.diego, kudos, "carla")
    assert (refused.status_code, refused.json()["code"]) == (403, "not_a_recipient")


async def test_nobody_is_added_twice_nor_the_giver_nor_who_is_unknown(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    codes = [(await also_helped(cast.ana, kudos, person)).json()["code"] for person in ("bruno", "ana", "nobody")]
    assert codes == ["already_recognised", "self_recognition", "unknown_recipient"]
    assert (await also_helped(cast.bruno, kudos, "ana")).json()["code"] == "self_recognition"


async def test_naming_somebody_again_tells_the_giver_once(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    for _ in range(3):
        assert (await also_helped(cast.bruno, kudos, "diego")).status_code == 201
    await settle()
    assert await DB.fetch_value(f"select count(*) {OF_KIND}", kudos, "kudos.helper_named") == 1


async def test_no_more_points_than_the_allowance_has(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    refused = await also_helped(cast.ana, kudos, "diego", points=81)
    assert (refused.status_code, refused.json()["code"]) == (422, "allowance_exceeded")
    assert handles((await cast.ana.feed())["items"][0]) == ["bruno"]


async def test_naming_somebody_whom_one_may_not_see_there_is_answered_like_naming_anybody(cast: Cast):
    await choose_preference(cast.diego.id, "quiet")
    for sent in ({}, {"visibility": "private"}):
        kudos = (await cast.ana.gives(recipients=["bruno", "diego"], **sent)).json()["id"]
        answers = [await also_helped(cast.bruno, kudos, person) for person in ("diego", "hr")]
        assert [answer.status_code for answer in answers] == [201, 201]
        assert [each["handle"] for each in (await mine(cast.ana, kudos))["helpers"]] == ["hr"]


async def test_of_many_taps_at_once_one_adds_them(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    answers = await asyncio.gather(*(also_helped(cast.ana, kudos, "diego", points=5) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    assert (await cast.ana.http.get("/api/allowance")).json()["spent"] == 5
