"""What administrators do with displays, and that the screen follows."""

import asyncio
from typing import Any

import pytest

from recognize.displays import scenes
from recognize.lib.database import DB
from recognize.worker import settle
from tests.cast import Actor, Cast
from tests.displays.screens import like_fanfare, page, screen, shown


async def changed(cast: Cast, wall: Actor, version: int, **what: Any) -> Any:
    return await cast.admin.http.patch(f"/api/displays/{wall.id}", json={"version": version} | what)


async def test_the_list_tells_each_displays_settings_and_health(cast: Cast, wall: Actor):
    listed = (await cast.admin.http.get("/api/displays")).json()
    assert listed["scenes"] == list(scenes.codes())
    assert listed["scenes"][:2] == ["celebrations", "behaviour_of_month"]
    assert listed["scenes"][-1] == "invitation"
    (told,) = listed["displays"]
    assert (told["name"], told["health"], told["heard"], told["is_paired"]) == ("Recepción", "new", None, True)


async def test_a_heartbeat_is_seen_at_once(cast: Cast, wall: Actor):
    beat = {"client": "abc.def", "position": 7, "age_seconds": 3}
    assert (await wall.http.post("/api/displays/heartbeats", json=beat)).status_code == 200
    (told,) = (await cast.admin.http.get("/api/displays")).json()["displays"]
    assert told["health"] == "online"
    assert told["heard"] | {"seconds": 0} == beat | {"seconds": 0}
    assert told["heard"]["seconds"] < 5


async def test_settings_reach_the_screen_without_a_reload(cast: Cast, wall: Actor):
    async with wall.listens() as ear:
        await ear.next()
        answer = await changed(
            cast, wall, 1, name="Comedor", locale="en", theme="light", time_zone="Europe/Madrid", quiet_from="22:00",
            quiet_until="06:30", scenes=["invitation"], location="Piso 2", place="public",
        )  # fmt: skip
        assert answer.status_code == 200, answer.text
        assert answer.json()["version"] == 2
        assert (await ear.event(seconds=2))["kind"] == "display.changed"
    told = (await page(wall))["display"]
    assert told == {
        "name": "Comedor", "location": "Piso 2", "locale": "en", "theme": "light", "time_zone": "Europe/Madrid", "place": "public",
        "celebrates": False, "paused": False, "others": False, "quiet_from": "22:00", "quiet_until": "06:30",
    }  # fmt: skip
    entry = (await cast.admin.http.get("/api/audit")).json()["entries"][0]
    assert (entry["actor"], entry["action"], entry["subject"]) == ("admin", "display.changed", "Recepción")
    assert entry["details"]["name"] == "Comedor"


async def test_two_administrators_do_not_undo_each_other(cast: Cast, wall: Actor):
    answers = await asyncio.gather(*(changed(cast, wall, 1, name=f"Sala {n}") for n in range(5)))
    assert sorted(each.status_code for each in answers) == [200, 409, 409, 409, 409]
    refused = next(each for each in answers if each.status_code == 409).json()
    assert (refused["code"], refused["version"]) == ("display_changed", 2)


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"name": " "}, "invalid_display_name"),
        ({"name": "\u200b"}, "invalid_display_name"),
        ({"name": "Sala\u202e"}, "invalid_display_name"),
        ({"location": "Hall\u2067"}, "invalid_input"),
        ({"time_zone": "Lima"}, "unknown_time_zone"),
        ({"time_zone": "Factory"}, "unknown_time_zone"),
        ({"scenes": ["fireworks"]}, "unknown_scene"),
        ({"departments": ["XX"]}, "unknown_department"),
        ({"quiet_from": "22:00"}, "half_quiet_hours"),
        ({"quiet_from": "22:00", "quiet_until": "22:00"}, "half_quiet_hours"),
        ({"quiet_from": "25:00"}, "invalid_input"),
        ({"quiet_from": "22:00\n", "quiet_until": "06:00"}, "invalid_input"),
        ({"quiet_from": "٢٢:٠٠", "quiet_until": "06:00"}, "invalid_input"),
        ({"place": "garden"}, "invalid_input"),
        ({"location": "\x00"}, "invalid_input"),
        ({"token_hash": "x"}, "invalid_input"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_is_written(
    cast: Cast, wall: Actor, what: dict[str, Any], code: str
):
    answer = await changed(cast, wall, 1, **what)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await DB.fetch_value("select version from displays") == 1


async def test_a_location_is_kept_on_one_line_and_a_scene_once(cast: Cast, wall: Actor):
    answer = await changed(cast, wall, 1, location=" Piso 2\njunto al  comedor ", scenes=["invitation"] * 3)
    assert answer.status_code == 200, answer.text
    assert (answer.json()["location"], answer.json()["scenes"]) == ("Piso 2 junto al comedor", ["invitation"])
    details = (await cast.admin.http.get("/api/audit")).json()["entries"][0]["details"]
    assert details["scenes"] == ["invitation"]


@pytest.mark.parametrize("client", ["a\x00b", "a\nb", "ab\n", "\x1b[31m", "a\u202eb"])
async def test_a_heartbeat_whose_build_cannot_be_shown_is_refused(cast: Cast, wall: Actor, client: str):
    beat = {"client": client, "position": 7, "age_seconds": 0}
    assert (await wall.http.post("/api/displays/heartbeats", json=beat)).status_code == 422


@pytest.mark.parametrize("act", ["identifications", "reloads"])
async def test_a_command_reaches_only_its_screen_and_is_audited(cast: Cast, wall: Actor, address: str, act: str):
    other = await screen(address, "Comedor")
    kind = {"identifications": "display.identify", "reloads": "display.reload"}[act]
    async with wall.listens() as one, other.listens() as two:
        await two.next()
        assert (await cast.admin.http.post(f"/api/displays/{wall.id}/{act}")).status_code == 204
        assert (await one.event(seconds=2))["kind"] == kind
        assert await two.hears_nothing()
    assert await DB.fetch_value("select count(*) from audit where action = $1 and subject = 'Recepción'", kind) == 1
    await other.http.aclose()


async def test_a_change_of_areas_changes_what_the_open_socket_hears(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno", "diego")
    async with wall.listens() as ear:
        await ear.next()
        await changed(cast, wall, 1, departments=["VE"])
        frames = [await ear.next(), await ear.next()]
        assert {frame["type"] for frame in frames} == {"events", "resync"}
        await cast.ana.gives(recipients=["diego"])
        assert await ear.hears_nothing()


async def test_a_revoked_display_is_gone_for_administrators_too(cast: Cast, wall: Actor):
    assert (await cast.admin.http.delete(f"/api/displays/{wall.id}")).status_code == 204
    assert (await wall.http.get("/api/wall")).status_code == 401
    assert (await cast.admin.http.get("/api/displays")).json()["displays"] == []
    for method, path in (("DELETE", ""), ("GET", ""), ("GET", "/wall"), ("GET", "/health"), ("POST", "/reloads")):
        assert (await cast.admin.http.request(method, f"/api/displays/{wall.id}{path}")).status_code == 404
    assert (await changed(cast, wall, 1, name="Comedor")).status_code == 404


async def test_the_preview_is_what_the_screen_reads(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    await cast.ana.gives()
    await settle()  # the badge for it is in the page, too
    preview = (await cast.admin.http.get(f"/api/displays/{wall.id}/wall")).json()
    own = await page(wall)
    assert preview | {"now": 0, "position": 0} == own | {"now": 0, "position": 0}


async def test_own_areas_come_first_where_others_are_shown_too(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno", "diego")
    await cast.ana.gives(recipients=["bruno"])
    for _ in range(3):
        await cast.ana.gives(recipients=["diego"])
    await changed(cast, wall, 1, departments=["VE"], others=True)
    items = await shown(wall)
    assert [item["recipients"][0]["name"] for item in items] == ["Bruno", "Diego", "Diego", "Diego"]
    assert [item.get("own") for item in items] == [True, None, None, None]
