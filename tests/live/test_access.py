"""A socket outlives what its caller may hear: it follows moves, and ends with the session or token."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import websockets

from recognize.displays.actions import create_display, revoke_displays
from recognize.identity.actions import purge_expired, revoke_tokens, set_password
from recognize.identity.queries import principal_by_token
from recognize.lib.database import DB
from recognize.people.actions import change_status, move_department
from recognize.people.imports import import_people
from recognize.permissions import Principal
from tests.cast import Cast, Ear
from tests.test_cli import recognize


async def closing_code(ear: Ear, seconds: float = 5) -> int:
    async with asyncio.timeout(seconds):
        with pytest.raises(websockets.ConnectionClosed) as closed:
            while True:
                await ear.next()
    assert closed.value.rcvd is not None
    return closed.value.rcvd.code


async def test_who_moves_hears_the_new_area_and_no_longer_the_old(cast: Cast):
    async with cast.bruno.listens() as ear:
        await ear.next()
        await move_department(cast.bruno.id, "AL")
        while (frame := await ear.next())["type"] != "resync":
            pass
        assert frame["reason"] == "audience"
        await cast.ana.gives(recipients=["carla"], visibility="department")
        assert await ear.hears_nothing()
        await cast.diego.gives(recipients=["admin"], visibility="department")
        assert (await ear.event())["item"]["giver"]["handle"] == "diego"


async def test_who_leaves_is_cut(cast: Cast):
    async with cast.bruno.listens() as ear:
        await ear.next()
        await change_status(cast.bruno.id, "left")
        assert await closing_code(ear) == 4401


async def test_a_revoked_token_cuts_its_sockets_and_no_others(cast: Cast):
    async with cast.bruno.listens() as bruno, cast.diego.listens() as diego:
        await bruno.next(), await diego.next()
        assert await revoke_tokens("bruno") == 1
        assert await closing_code(bruno) == 4401
        await cast.ana.gives(recipients=["carla"])
        assert (await diego.event())["kind"] == "kudos.given"


async def test_signing_out_cuts_the_sockets_of_that_session(cast: Cast, address: str):
    await set_password("ana", "correct horse")
    async with httpx.AsyncClient(base_url=address) as browser:
        me = (await browser.post("/api/session", json={"login": "ana", "password": "correct horse"})).json()
        headers = {"Cookie": f"recognize_session={browser.cookies['recognize_session']}"}
        live = address.replace("http", "ws", 1) + "/api/live"
        async with (
            websockets.connect(live, additional_headers=headers, origin=address) as socket,
            cast.ana.listens() as other,
        ):
            await other.next()
            await browser.delete("/api/session", headers={"X-CSRF-Token": me["csrf_token"]})
            assert await closing_code(Ear(socket)) == 4401
            await cast.bruno.gives(recipients=["ana"])
            while (await other.event())["kind"] != "kudos.given":
                pass


async def test_signing_in_anew_ends_the_sockets_of_the_session_before(cast: Cast, address: str):
    """Somebody else may sit down at the same browser."""
    for handle in ("ana", "bruno"):
        await set_password(handle, "correct horse")
    async with httpx.AsyncClient(base_url=address) as browser, signed_in(browser, "ana", address) as ear:
        await ear.next()
        await browser.post("/api/session", json={"login": "bruno", "password": "correct horse"})
        assert await closing_code(ear) == 4401


async def test_a_session_that_runs_out_ends_with_its_sockets(cast: Cast, address: str):
    await set_password("ana", "correct horse")
    async with httpx.AsyncClient(base_url=address) as browser, signed_in(browser, "ana", address) as ear:
        await ear.next()
        await DB.execute("update sessions set expires_at = now() - interval '1 second'")
        await purge_expired()
        assert await closing_code(ear) == 4401
    assert await DB.fetch_value("select count(*) from sessions") == 0


@asynccontextmanager
async def signed_in(browser: httpx.AsyncClient, login: str, address: str) -> AsyncIterator[Ear]:
    """A socket with the cookie of a session."""
    await browser.post("/api/session", json={"login": login, "password": "correct horse"})
    headers = {"Cookie": f"recognize_session={browser.cookies['recognize_session']}"}
    live = address.replace("http", "ws", 1) + "/api/live"
    async with websockets.connect(live, additional_headers=headers, origin=address) as socket:
        yield Ear(socket)


async def test_a_file_of_everybody_cuts_whom_it_leaves_out_and_moves_whom_it_moves(cast: Cast, tmp_path: Path):
    people = tmp_path / "people.csv"
    stay = [f"{each},VE" for each in ("ana", "carla", "diego", "hr", "admin")]
    people.write_text("\n".join(["handle,department", *stay]))
    async with cast.bruno.listens() as left, cast.diego.listens() as moved, cast.ana.listens() as same:
        for ear in (left, moved, same):
            await ear.next()
        await import_people(people, complete=True, force=True)
        assert await closing_code(left) == 4401
        while (frame := await moved.next())["type"] != "resync":
            pass
        assert frame["reason"] == "audience"
        await cast.ana.gives(recipients=["carla"], visibility="department")
        assert (await moved.event())["item"]["giver"]["handle"] == "ana"
        assert (await same.event())["item"]["giver"]["handle"] == "ana"


@pytest.mark.parametrize(
    "command", [("token", "revoke", "--person", "bruno"), ("password", "set", "--person", "bruno")]
)
async def test_what_another_process_ends_is_cut_within_five_seconds(cast: Cast, command: tuple[str, ...]):
    """A command has no relay of its own: a server finds its event in the outbox."""
    async with cast.bruno.listens() as ear:
        await ear.next()
        assert (await recognize(*command, stdin="correct horse\n"))[0] == 0
        if command[0] == "token":
            assert await closing_code(ear, seconds=5) == 4401
        else:
            assert (await ear.event(seconds=5))["kind"] == "access.changed", "a token is no session, and stays good"


async def test_who_cannot_be_asked_about_is_let_go_and_comes_back(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    """The database may go away between an event and the question that it raises; the event does not come again."""
    is_away = False

    async def asked(hashed: bytes) -> Principal | None:
        if is_away:
            raise ConnectionResetError("the database went away")
        return await principal_by_token(hashed)

    monkeypatch.setattr("recognize.identity.middleware.principal_by_token", asked)
    async with cast.bruno.listens() as bruno, cast.diego.listens() as diego:
        await bruno.next(), await diego.next()
        is_away = True
        assert await revoke_tokens("bruno") == 1
        assert await closing_code(bruno) == 1013
        is_away = False
        await cast.ana.gives(recipients=["carla"])
        assert (await diego.event())["kind"] == "kudos.given"


async def test_a_revoked_display_goes_dark(cast: Cast, address: str):
    token = await create_display("Lobby")
    live = address.replace("http", "ws", 1) + "/api/live"
    async with websockets.connect(live, additional_headers={"Authorization": f"Bearer {token}"}) as socket:
        ear = Ear(socket)
        await ear.next()
        await revoke_displays("Lobby")
        assert await closing_code(ear) == 4401


async def test_a_token_from_before_leaving_is_no_good_after_coming_back(cast: Cast):
    await DB.execute("update api_tokens set created_at = now() - interval '30 days'")
    await DB.execute(
        "insert into status_history select id, (now() - interval '9 days')::date, 'left' from people where handle = 'bruno'"
    )
    assert (await cast.bruno.http.get("/api/me")).json()["code"] == "invalid_token"
    assert (await cast.ana.http.get("/api/me")).status_code == 200
