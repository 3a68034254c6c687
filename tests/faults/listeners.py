"""Subscribers as a browser is one: the feed once, then events upserted by id, and after a break on from where it was."""

import asyncio
import json
import socket
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
import websockets

OPEN_TIMEOUT_SECONDS = 2.0
CLOSE_TIMEOUT_SECONDS = 0.5
RETRY_SECONDS = 0.1
PAGE_ITEMS = 100

Items = dict[str, dict[str, Any]]


def _set() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass
class Heard:
    position: int
    at: float  # on the monotonic clock
    giver: str | None
    item: str | None


@dataclass
class Listener:
    """`addresses` are tried in turn, the next one after each break. `faults` is what the protocol does not allow.

    One that has an `epoch` goes on from there; any other begins with the feed. It hears while it is `here`, and takes what
    it hears while it is `reading`: a stalled one has a socket whose buffers fill.
    """

    handle: str
    token: str
    addresses: Sequence[str]
    items: Items = field(default_factory=dict)
    epoch: str = ""
    position: int = 0
    heard: list[Heard] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    connections: int = 0
    resyncs: int = 0
    open_timeout_seconds: float = OPEN_TIMEOUT_SECONDS
    receive_buffer_bytes: int = 0  # 0: the kernel's choice
    here: asyncio.Event = field(default_factory=_set)
    reading: asyncio.Event = field(default_factory=_set)
    connected: asyncio.Event = field(default_factory=asyncio.Event)
    _socket: websockets.ClientConnection | None = None
    _told: int = 0  # the last position that this socket has said

    async def leave(self) -> None:
        """Until `here` is set again."""
        self.here.clear()
        if self._socket:
            await self._socket.close()

    async def listen(self) -> None:
        """Until cancelled."""
        if not self.epoch:
            await self._start_over()
        turn = 0
        while True:
            await self.here.wait()
            try:
                await self._hear(self.addresses[turn % len(self.addresses)])
            except (OSError, TimeoutError, websockets.WebSocketException, httpx.TransportError):
                await asyncio.sleep(RETRY_SECONDS)
            turn += 1

    async def _hear(self, address: str) -> None:
        url = f"{address.replace('http', 'ws', 1)}/api/live?epoch={self.epoch}&after={self.position}"
        headers = {"Authorization": f"Bearer {self.token}"}
        async with websockets.connect(
            url,
            additional_headers=headers,
            open_timeout=self.open_timeout_seconds,
            close_timeout=CLOSE_TIMEOUT_SECONDS,
            sock=self._narrow(address) if self.receive_buffer_bytes else None,
        ) as self._socket:
            self.connections += 1
            self.connected.set()
            self._told = self.position
            try:
                async for frame in self._socket:
                    await self.reading.wait()
                    await self._take(json.loads(frame))
            finally:
                self.connected.clear()

    def _narrow(self, address: str) -> socket.socket:
        """Set before it connects: afterwards the window has been agreed on."""
        host, port = urlsplit(address).netloc.split(":")
        narrow = socket.socket()
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, self.receive_buffer_bytes)
        try:
            narrow.connect((host, int(port)))
        except OSError:
            narrow.close()
            raise
        return narrow

    async def _take(self, frame: dict[str, Any]) -> None:
        if frame["type"] == "events":
            for event in frame["events"]:
                self._take_event(event)
        elif frame["type"] == "hello":
            self._check(frame["epoch"] == self.epoch, f"epoch {frame['epoch']} after {self.epoch}")
        elif frame["type"] == "resync":
            self.resyncs += 1
            await self._start_over()

    def _take_event(self, event: dict[str, Any]) -> None:
        self._check(event["position"] > self._told, f"{event['position']} after {self._told}")
        self._told = event["position"]
        if self._told <= self.position:
            return  # said before the feed was read again, which holds it already
        self.position = self._told
        item = event.get("item")
        if item:
            self.items[item["id"]] = item
        elif event["kind"] == "item.removed":
            self.items.pop(event["id"], None)
        giver, id = (item["giver"]["handle"], item["id"]) if item else (None, None)
        self.heard.append(Heard(self.position, time.monotonic(), giver, id))

    def _check(self, is_well: bool, otherwise: str) -> None:
        if not is_well:
            self.faults.append(f"{self.handle}: {otherwise}")

    async def _start_over(self) -> None:
        while True:
            for address in self.addresses:
                try:
                    self.items, self.epoch, self.position = await whole_feed(address, self.token)
                    return
                except httpx.HTTPError:
                    await asyncio.sleep(RETRY_SECONDS)


async def whole_feed(address: str, token: str) -> tuple[Items, str, int]:
    """Every page; epoch and position are the first page's, so that what came in between is heard again."""
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=10) as http:
        first = page = await _page(http, {})
        items = {item["id"]: item for item in page["items"]}
        while page["next"]:
            page = await _page(http, {"before": page["next"]})
            items |= {item["id"]: item for item in page["items"]}
    return items, first["epoch"], first["position"]


async def _page(http: httpx.AsyncClient, chosen: dict[str, str]) -> dict[str, Any]:
    answer = await http.get("/api/feed", params={"limit": PAGE_ITEMS} | chosen)
    answer.raise_for_status()
    page: dict[str, Any] = answer.json()
    return page


@asynccontextmanager
async def listening(listeners: Sequence[Listener]) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(each.listen()) for each in listeners]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(isinstance(each, asyncio.CancelledError) for each in ended), ended
