"""docs/protocol.md is held against a running server: its frames are frames, its client follows, its numbers are the code's."""

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from recognize.live import endpoints, hub, outlets, protocol, ring
from recognize.serving import MAX_CLIENT_FRAME_BYTES, PING_SECONDS, PONG_SECONDS
from recognize.settings import PREFIX
from tests.cast import Actor, Cast
from tests.displays.screens import like_fanfare, screen
from tests.proxy import proxied

TOO_BIG = 1009  # RFC 6455, said by the library
PAGE = Path(__file__).parents[2].joinpath("docs", "protocol.md").read_text()
FRAMES = [json.loads(example) for example in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
(CLIENT,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
HEARD_SECONDS = 20


@pytest.fixture
def quick_heart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the server starts."""
    monkeypatch.setattr("recognize.live.hub.HEARTBEAT_SECONDS", 0.1)


@pytest.fixture
async def wall(address: str, cast: Cast) -> AsyncIterator[Actor]:
    await like_fanfare(cast, "bruno")
    made = await screen(address, "Recepción")
    yield made
    await made.http.aclose()


def shape(value: Any) -> Any:
    """Keys and types; items are the feed's business, and tested there."""
    if isinstance(value, dict):
        return {key: "item" if key == "item" else shape(each) for key, each in value.items()}
    return [shape(each) for each in value] if isinstance(value, list) else type(value).__name__


def example(kind: str) -> dict[str, Any]:
    (found,) = [each for each in FRAMES if kind in (each["type"], *(event["kind"] for event in each.get("events", [])))]
    return found


@pytest.mark.usefixtures("quick_heart")
async def test_every_frame_of_the_page_is_what_a_server_sends(cast: Cast, wall: Actor):
    async with wall.listens(after=10**15) as ear:
        kudos = (await cast.ana.gives()).json()["id"]
        while not any("kudos.given" in str(frame) for frame in ear.heard):  # both in one look would be a removal alone
            await ear.next()
        await cast.ana.withdraws(kudos)
        while not any("item.removed" in str(frame) for frame in ear.heard) or ear.heard[-1]["type"] != "head":
            await ear.next()
    heard = [shape(frame) for frame in ear.heard]
    assert heard[0] == shape(example("hello"))
    assert heard[1] == shape(example("resync"))
    for kind in ("kudos.given", "item.removed", "head"):
        assert shape(example(kind)) in heard, kind


@pytest.mark.parametrize("name", ["too_old", "future", "epoch", "audience"])
def test_every_reason_to_read_again_is_in_the_code(name: str):
    assert f"| `{name}` |" in PAGE
    assert f'"{name}"' in Path(hub.__file__).read_text()


def test_no_closing_code_and_no_number_differs_from_the_code():
    rows = re.findall(r"^\| (\d{4}(?: \d{4})*) \|", PAGE, re.MULTILINE)
    ours = {outlets.CLOSE_SIGNED_OUT, outlets.CLOSE_SLOW, outlets.CLOSE_TRY_AGAIN, endpoints.CLOSE_TOO_MANY}
    servers = {protocol.CLOSE_RESTARTING, protocol.CLOSE_CHATTY, TOO_BIG}
    assert {int(code) for row in rows for code in row.split()} == ours | servers
    assert f"every {hub.HEARTBEAT_SECONDS} seconds" in PAGE
    assert f"the last {ring.RING_EVENTS:,} events" in PAGE
    assert f"{outlets.MAX_QUEUED_BYTES // 1024} KB waited" in PAGE
    assert f"more than {protocol.CLIENT_BYTES_PER_MINUTE // 1024} KB in a minute" in PAGE
    pings = f"a ping, one every {PING_SECONDS} seconds, unanswered for {PONG_SECONDS} seconds"
    assert pings in PAGE.replace("\n", " ")
    assert f"a frame over {MAX_CLIENT_FRAME_BYTES // 1024} KB" in PAGE
    assert f"{PREFIX}SOCKETS_PER_PERSON" in PAGE


class Client:
    """The page's own, as a process; what it has printed, line by line."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def shows(self, messages: list[str]) -> None:
        assert self._process.stdout is not None
        async with asyncio.timeout(HEARD_SECONDS):
            line = b""
            while line.decode() != f"{messages}\n":
                line = await self._process.stdout.readline()
                assert line, await self._process.wait()


@asynccontextmanager
async def client(address: str, token: str) -> AsyncIterator[Client]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-W", "error", "-c", CLIENT, stdout=asyncio.subprocess.PIPE,
        env=os.environ | {"URL": address, "TOKEN": token},
    )  # fmt: skip
    try:
        yield Client(process)
    finally:
        process.kill()
        await process.wait()


async def test_the_client_of_the_page_follows_over_breaks_and_withdrawals(cast: Cast, wall: Actor, address: str):
    await cast.ana.gives(message="First of the three.")
    async with proxied(address) as proxy, client(proxy.address, wall.token) as shown:
        await shown.shows(["First of the three."])
        second = (await cast.ana.gives(message="Second of the three.")).json()["id"]
        await shown.shows(["First of the three.", "Second of the three."])
        proxy.cut()
        await cast.ana.withdraws(second)
        await cast.ana.gives(message="Third of the three.")
        proxy.mend()
        await shown.shows(["First of the three.", "Third of the three."])
