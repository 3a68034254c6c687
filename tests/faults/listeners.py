"""Subscribers as a browser is one: the feed once, then events upserted by id, and after a break on from where it was."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import websockets

OPEN_TIMEOUT_SECONDS = 2.0
RETRY_SECONDS = 0.1
PAGE_ITEMS = 100

Items = dict[str, dict[str, Any]]


@dataclass
class Heard:
    position: int
    at: float  # on the monotonic clock
    giver: str | None


@dataclass
class Listener:
    """`addresses` are tried in turn, the next one after each break. `faults` is what the protocol does not allow."""

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

    async def listen(self) -> None:
        """Until cancelled."""
        await self._start_over()
        turn = 0
        while True:
            try:
                await self._hear(self.addresses[turn % len(self.addresses)])
            except (OSError, TimeoutError, websockets.WebSocketException, httpx.TransportError):
                await asyncio.sleep(RETRY_SECONDS)
            turn += 1

    async def _hear(self, address: str) -> None:
        url = f"{address.replace('http', 'ws', 1)}/api/live?epoch={self.epoch}&after={self.position}"
        headers = {"Authorization": f"Bearer {self.token}"}
        async with websockets.connect(url, additional_headers=headers, open_timeout=OPEN_TIMEOUT_SECONDS) as socket:
            self.connections += 1
            async for frame in socket:
                await self._take(json.loads(frame))

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
        self._check(event["position"] > self.position, f"{event['position']} after {self.position}")
        self.position = event["position"]
        item = event.get("item")
        if item:
            self.items[item["id"]] = item
        elif event["kind"] == "item.removed":
            self.items.pop(event["id"], None)
        self.heard.append(Heard(self.position, time.monotonic(), item and item["giver"]["handle"]))

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
