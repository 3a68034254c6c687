"""How frames leave: straight through our protocol, bounded, shared by those who hear the same and by nobody else."""

import asyncio
import socket as sockets
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
import uvicorn
import websockets

from recognize.identity.actions import revoke_tokens
from recognize.lib.database import DB
from recognize.live.frames import Frame
from recognize.live.protocol import CLOSE_CHATTY, CLOSE_RESTARTING, CLOSING_SECONDS, DirectLineProtocol
from recognize.people.actions import choose_preference
from tests.application import application
from tests.cast import Actor, Cast, Ear, assemble
from tests.live.test_access import closing_code

HANDSHAKE = """GET /api/live HTTP/1.1\r
Host: 127.0.0.1\r
Upgrade: websocket\r
Connection: Upgrade\r
Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
Sec-WebSocket-Version: 13\r
Authorization: Bearer {token}\r
\r
"""
# Many small events at once; nothing but their number matters.
BURST = """
insert into outbox (id, kind, subject, audience, payload)
select gen_random_uuid(), 'burst', gen_random_uuid(), '{org}', '{}' from generate_series(1, $1::int)
"""


async def stalled(address: str, who: Actor) -> sockets.socket:
    """It asks, and then reads nothing."""
    raw = sockets.socket()
    raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    await asyncio.to_thread(raw.connect, ("127.0.0.1", urlsplit(address).port))
    raw.sendall(HANDSHAKE.format(token=who.token).encode())
    return raw


async def rest_of(raw: sockets.socket) -> bytes:
    raw.setblocking(False)
    said = b""
    async with asyncio.timeout(10):
        while chunk := await asyncio.get_running_loop().sock_recv(raw, 1 << 16):
            said += chunk
    raw.close()
    return said


@pytest.mark.parametrize("size", [5, 125, 126, 65_535, 65_536, 70_000])
def test_the_wire_is_what_the_websockets_library_reads(size: int):
    from websockets.client import ClientProtocol
    from websockets.protocol import State
    from websockets.uri import parse_uri

    client = ClientProtocol(parse_uri("ws://x"), state=State.OPEN, max_size=None)
    client.receive_data(Frame("ñ" * (size // 2) + "x" * (size % 2)).wire)
    (frame,) = client.events_received()
    assert len(frame.data) == size  # type: ignore[union-attr]


async def burst(events: int) -> None:
    await DB.execute(BURST, events)


async def heard_all(ear: Ear, events: int) -> int:
    positions = [(await ear.event())["position"] for _ in range(events)]
    assert positions == list(range(positions[0], positions[0] + events))
    return positions[-1]


@pytest.fixture
def small_buffers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before `address`."""
    monkeypatch.setattr("recognize.live.protocol.SEND_BUFFER_BYTES", 4096)


async def test_a_stalled_socket_is_cut_and_the_others_miss_nothing(
    small_buffers: None, cast: Cast, address: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("recognize.live.outlets.MAX_QUEUED_BYTES", 20_000)
    raw = await stalled(address, cast.bruno)
    async with cast.diego.listens() as ear:
        await ear.next()
        await burst(2_000)
        await heard_all(ear, 2_000)
    assert b"too slow; resume" in await rest_of(raw)


async def test_what_a_stalled_socket_has_not_read_is_dropped_when_its_access_ends(
    small_buffers: None, cast: Cast, address: str
):
    raw = await stalled(address, cast.bruno)
    async with cast.diego.listens() as ear:
        await ear.next()
        await burst(1_000)
        last = await heard_all(ear, 1_000)
        await revoke_tokens("bruno")
        await cast.ana.gives(recipients=["carla"])
        await ear.event()
    said = await rest_of(raw)
    assert b'"hello"' in said
    assert f'"position":{last}'.encode() not in said


async def test_events_of_one_moment_share_a_frame_and_everybody_hears_their_own(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    async with cast.ana.listens() as ana, cast.bruno.listens() as bruno, cast.diego.listens() as diego:
        for ear in (ana, bruno, diego):
            await ear.next()
        kudos = [
            cast.ana.gives(recipients=["bruno", "carla"]),
            cast.carla.gives(recipients=["ana"], visibility="department"),
            cast.carla.gives(recipients=["bruno"], visibility="private"),
            cast.hr.gives(recipients=["diego"]),
        ]
        await asyncio.gather(*kudos)
        heard = {name: await until_quiet(ear) for name, ear in (("ana", ana), ("bruno", bruno), ("diego", diego))}
    said = {
        name: sorted(
            (event["item"]["visibility"], [person["handle"] for person in event["item"]["recipients"]])
            for event in events
            if event["kind"] == "kudos.given"  # a full inbox is heard of too
        )
        for name, events in heard.items()
    }
    everybody = [("public", ["diego"])]
    assert said["ana"] == [("department", ["ana"]), ("public", ["bruno", "carla"]), *everybody]
    assert said["bruno"] == [
        ("department", ["ana"]),
        ("private", ["bruno"]),
        ("public", ["bruno", "carla"]),
        *everybody,
    ]
    assert said["diego"] == [("public", ["carla"]), *everybody]
    for events in heard.values():
        assert [event["position"] for event in events] == sorted({event["position"] for event in events})


async def until_quiet(ear: Ear) -> list[dict]:
    heard = []
    try:
        while True:
            heard.append(await ear.event(1))
    except TimeoutError:
        return heard


async def test_a_burst_is_one_frame(cast: Cast):
    async with cast.diego.listens() as ear:
        await ear.next()
        await burst(20)
        await until_quiet(ear)
    assert [len(frame["events"]) for frame in ear.heard if frame["type"] == "events"] == [20]


async def test_who_says_too_much_is_closed(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("recognize.live.protocol.CLIENT_BYTES_PER_MINUTE", 2_000)
    async with cast.diego.listens() as ear:
        await ear.next()
        with pytest.raises(websockets.ConnectionClosed) as closed:
            for _ in range(1_000):
                await ear.socket.send("chatter, chatter, chatter")
                await asyncio.sleep(0)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == CLOSE_CHATTY


@asynccontextmanager
async def serving(monkeypatch: pytest.MonkeyPatch, **options: Any) -> AsyncIterator[tuple[Cast, uvicorn.Server]]:
    monkeypatch.setattr("recognize.worker.schedule", lambda redis: ())
    config = uvicorn.Config(application(), port=0, log_config=None, lifespan="on", **options)
    server = uvicorn.Server(config)
    running = asyncio.create_task(server._serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn has no event for it
        await asyncio.sleep(0.005)
    cast = await assemble(f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}")
    yield cast, server
    for each in vars(cast).values():
        await each.http.aclose()
    server.should_exit = True
    await running


@pytest.mark.parametrize("deflate", [True, False])
async def test_where_our_protocol_cannot_be_used_plain_asgi_delivers(
    clean: None, monkeypatch: pytest.MonkeyPatch, deflate: bool
):
    ws = DirectLineProtocol if deflate else "websockets-sansio"
    async with serving(monkeypatch, ws=ws, ws_per_message_deflate=deflate) as (cast, _), cast.diego.listens() as ear:
        assert (await ear.next())["type"] == "hello"
        kudos = (await cast.ana.gives()).json()["id"]
        assert (await ear.event())["item"]["id"] == kudos
        await revoke_tokens("diego")
        assert await closing_code(ear) == 4401


async def test_a_server_that_stops_tells_its_sockets_and_does_not_wait_for_stalled_ones(
    clean: None, small_buffers: None, monkeypatch: pytest.MonkeyPatch
):
    async with serving(monkeypatch, ws=DirectLineProtocol, ws_per_message_deflate=False) as (cast, server):
        raw = await stalled(str(cast.bruno.http.base_url), cast.bruno)
        async with cast.diego.listens() as ear:
            await ear.next()
            await burst(500)
            await heard_all(ear, 500)
            server.should_exit = True
            assert await closing_code(ear) == CLOSE_RESTARTING
        begun = time.monotonic()
        async with asyncio.timeout(10):
            while server.server_state.connections:  # noqa: ASYNC110 - uvicorn has no event for it
                await asyncio.sleep(0.01)
        assert time.monotonic() - begun < CLOSING_SECONDS + 1
        raw.close()
