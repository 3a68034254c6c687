"""A display: its token, its cookie, what it may do, and how it resumes."""

from dataclasses import replace

import httpx
import msgspec
import pytest
import websockets

from recognize.displays.actions import create_display, revoke_displays
from recognize.displays.errors import InvalidDisplayNameError, UnknownDisplayError
from recognize.displays.schemas import Wall
from recognize.lib.database import DB
from recognize.settings import settings
from tests.cast import PLAIN, Actor, Cast
from tests.displays.screens import like_fanfare, names, page, screen, shown
from tests.live.test_socket import caught_up


def browser(address: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=address, verify=PLAIN)


async def test_making_one_is_audited_and_only_a_hash_is_kept():
    token = await create_display("  Recepción ", "en")
    row = await DB.fetch_row("select name, locale, theme, token_hash from displays")
    assert (row["name"], row["locale"], row["theme"]) == ("Recepción", "en", "dark")
    assert token.encode() not in row["token_hash"]
    assert await DB.fetch_value("select subject from audit where action = 'display.created'") == "Recepción"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\x00b"])
async def test_a_name_has_to_be_one(name: str):
    with pytest.raises(InvalidDisplayNameError):
        await create_display(name)


async def test_a_token_is_exchanged_for_a_cookie_that_scripts_cannot_read(address: str):
    token = await create_display("Recepción")
    async with browser(address) as tv:
        answer = await tv.post("/api/displays/session", json={"token": f" {token}\n"})
        assert (answer.status_code, answer.content) == (204, b"")
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "secure" not in cookie
        assert (await tv.get("/api/wall")).status_code == 200


async def test_behind_https_the_cookie_is_secure(address: str, monkeypatch: pytest.MonkeyPatch):
    token = await create_display("Recepción")
    chosen = replace(settings(), public_url="https://recognize.example")
    monkeypatch.setattr("recognize.identity.cookies.settings", lambda: chosen)
    async with browser(address) as tv:
        answer = await tv.post("/api/displays/session", json={"token": token})
    assert "secure" in answer.headers["set-cookie"].lower()


async def test_a_wrong_token_is_refused(address: str, cast: Cast):
    async with browser(address) as tv:
        for token in ("wrong", "", cast.ana.token):
            answer = await tv.post("/api/displays/session", json={"token": token})
            assert (answer.status_code, answer.json()["code"]) == (401, "invalid_display_token")


async def test_forgetting_the_display_needs_our_page_and_leaves_the_token_good(address: str, wall: Actor):
    async with browser(address) as tv:
        await tv.post("/api/displays/session", json={"token": wall.token})
        proof = (await tv.get("/api/wall")).json()["csrf_token"]
        assert (await tv.delete("/api/displays/session")).json()["code"] == "csrf_failed"
        answer = await tv.delete("/api/displays/session", headers={"X-CSRF-Token": proof})
        assert answer.status_code == 204
        assert (await tv.get("/api/wall")).status_code == 401
    assert await shown(wall) == []


async def test_another_sites_page_cannot_open_one(address: str, wall: Actor):
    async with browser(address) as tv:
        answer = await tv.post(
            "/api/displays/session", json={"token": wall.token}, headers={"Origin": "http://evil.example"}
        )
    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


async def test_the_wall_says_whose_it_is_and_where_the_log_is(cast: Cast, wall: Actor):
    got = msgspec.json.decode((await wall.http.get("/api/wall")).content, type=Wall)
    assert (got.organisation, got.display.name, got.display.time_zone) == ("Recognize", "Recepción", "America/Lima")
    assert len(got.behaviours) == 18
    feed = await cast.ana.feed()
    assert (str(got.epoch), got.position) == (feed["epoch"], feed["position"])
    assert got.csrf_token is None


async def test_the_newest_come_first_and_no_more_than_asked_for(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    given = [(await cast.ana.gives()).json()["id"] for _ in range(4)]
    assert [item["id"] for item in await shown(wall, limit=3)] == given[:0:-1]
    assert (await wall.http.get("/api/wall", params={"limit": 51})).status_code == 422


async def test_a_display_of_some_areas_shows_and_hears_only_theirs(cast: Cast, wall: Actor, address: str):
    await like_fanfare(cast, "bruno", "diego")
    ventas = await DB.fetch_value("select id from departments where code = 'VE'")
    await DB.execute("update displays set departments = array[$1::uuid]", ventas)
    async with wall.listens() as ear:
        await ear.next()
        await cast.ana.gives(recipients=["diego"])
        await cast.ana.gives(recipients=["bruno"])
        assert names((await ear.event())["item"]) == ["Bruno"]
    assert [names(item) for item in await shown(wall)] == [["Bruno"]]


async def test_a_display_can_do_nothing_of_a_persons(cast: Cast, wall: Actor):
    for method, path in (("GET", "/api/feed"), ("GET", "/api/me"), ("GET", "/api/people"), ("POST", "/api/kudos")):
        answer = await wall.http.request(method, path, json={} if method == "POST" else None)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden"), path
    assert (await wall.http.delete("/api/session")).status_code == 403


async def test_a_persons_token_opens_no_wall(cast: Cast):
    for actor in (cast.ana, cast.admin, cast.hr):
        assert (await actor.http.get("/api/wall")).status_code == 403
        assert (await actor.http.delete("/api/displays/session")).status_code == 403


async def test_a_displays_cookie_opens_no_other_page(address: str, wall: Actor):
    async with browser(address) as tv:
        await tv.post("/api/displays/session", json={"token": wall.token})
        for path in ("/api/me", "/api/feed"):
            assert (await tv.get(path)).status_code == 401


async def test_a_revoked_display_is_out_at_once(wall: Actor, address: str):
    async with browser(address) as tv:
        await tv.post("/api/displays/session", json={"token": wall.token})
        assert await revoke_displays("Recepción") == 1
        assert (await tv.get("/api/wall")).status_code == 401
        assert (await tv.post("/api/displays/session", json={"token": wall.token})).status_code == 401
    assert (await wall.http.get("/api/wall")).json()["code"] == "invalid_token"
    with pytest.raises(websockets.InvalidStatus):
        async with wall.listens():
            pass
    with pytest.raises(UnknownDisplayError):
        await revoke_displays("Recepción")


async def cookie_of(address: str, path: str, **body: str) -> str:
    async with browser(address) as tv:
        answer = await tv.post(path, json=body)
    return "; ".join(each.split(";")[0] for each in answer.headers.get_list("set-cookie"))


async def first_frames(address: str, cookie: str, query: str = "", origin: str | None = "own") -> list[str]:
    headers = {"Cookie": cookie} | ({"Origin": address if origin == "own" else origin} if origin else {})
    async with websockets.connect(
        f"{address.replace('http', 'ws', 1)}/api/live{query}", additional_headers=headers
    ) as socket:
        return [await socket.recv()]


async def test_a_socket_with_the_cookie_needs_our_origin(address: str, wall: Actor):
    cookie = await cookie_of(address, "/api/displays/session", token=wall.token)
    assert "hello" in (await first_frames(address, cookie))[0]
    for origin in (None, "http://evil.example"):
        with pytest.raises(websockets.InvalidStatus):
            await first_frames(address, cookie, origin=origin)


async def test_the_events_are_the_same_objects_as_on_the_socket(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    start = (await page(wall))["position"]
    async with wall.listens() as ear:
        await cast.ana.gives()
        gone = (await cast.ana.gives()).json()["id"]
        await cast.ana.gives(recipients=["diego"])
        heard = [await ear.event(), await ear.event()]
        await cast.ana.withdraws(gone)
        await ear.event()
    listed = (await wall.http.get("/api/events", params={"after": start})).json()["events"]
    assert listed[0] == heard[0]
    assert [event["kind"] for event in listed] == ["kudos.given", "item.removed", "item.removed"]
    assert listed[0]["item"] == (await shown(wall))[0]


async def test_a_wall_that_was_away_misses_and_doubles_nothing(cast: Cast, wall: Actor):
    await like_fanfare(cast, "bruno")
    await caught_up(cast)
    seen = await page(wall)
    given = [(await cast.ana.gives()).json()["id"] for _ in range(4)]
    await cast.ana.withdraws(given.pop(1))
    await caught_up(cast)
    async with wall.listens(epoch=seen["epoch"], after=seen["position"]) as ear:
        heard = [await ear.event() for _ in range(5)]
        await ear.event()  # what caught_up gave
        assert await ear.hears_nothing()
    assert [event["item"]["id"] for event in heard if "item" in event] == given
    assert [names(event["item"]) for event in heard if "item" in event] == [["Bruno"]] * 3


async def test_two_displays_hear_the_same_frame(cast: Cast, wall: Actor, address: str):
    await like_fanfare(cast, "bruno")
    other = await screen(address, "Comedor")
    async with wall.listens() as one, other.listens() as two:
        await cast.ana.gives()
        assert await one.event() == await two.event()
    await other.http.aclose()
