"""A socket outlives what its caller may hear: it follows moves, and ends with the session or token."""

import asyncio

import pytest
import websockets

from recognize.displays.actions import create_display, revoke_displays
from recognize.identity.actions import revoke_tokens
from recognize.lib.database import DB
from recognize.people.actions import change_status, move_department
from tests.cast import Cast, Ear


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
    import httpx

    from recognize.identity.actions import set_password

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
