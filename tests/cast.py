"""The fixed cast: ana gives, bruno receives, carla manages them, diego is the outsider, hr reads the reports."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
import websockets

from recognize.identity.actions import create_token, grant_role
from recognize.people.actions import create_department, create_person

INBOX_CHANGED = "inbox.changed"
FOLLOWS = {INBOX_CHANGED, "award.granted"}  # what readers make of an event, a moment later
PLAIN = ssl.create_default_context()  # made once: httpx would load the certificates for each client, and none is used
KUDOS = {"recipients": ["bruno"], "behaviours": ["courtesy"], "message": "Thank you for the forms, Bruno."}


@dataclass
class Actor:
    """Somebody with a token and a client of their own."""

    handle: str
    id: UUID
    token: str
    http: httpx.AsyncClient

    async def gives(self, key: str | None = None, **changes: Any) -> httpx.Response:
        headers = {"Idempotency-Key": key} if key else {}
        return await self.http.post("/api/kudos", json=KUDOS | changes, headers=headers)

    async def feed(self, **chosen: Any) -> dict[str, Any]:
        answer = await self.http.get("/api/feed", params=chosen)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def withdraws(self, kudos: str) -> httpx.Response:
        return await self.http.delete(f"/api/kudos/{kudos}")

    @asynccontextmanager
    async def listens(self, **since: Any) -> AsyncIterator["Ear"]:
        query = "&".join(f"{name}={value}" for name, value in since.items())
        address = str(self.http.base_url).replace("http", "ws", 1) + f"/api/live?{query}"
        async with websockets.connect(address, additional_headers={"Authorization": f"Bearer {self.token}"}) as socket:
            ear = Ear(socket)
            await ear.begin()
            yield ear


@dataclass
class Ear:
    """A socket and what it has said so far."""

    socket: websockets.ClientConnection
    heard: list[dict[str, Any]] = field(default_factory=list)
    _events: list[dict[str, Any]] = field(default_factory=list)
    _greeting: str | bytes | None = None

    async def begin(self) -> None:
        """What happens from now on is heard: the server knows this socket. The greeting is still the first that it says."""
        with suppress(websockets.ConnectionClosed):
            self._greeting = await self.socket.recv()

    async def next(self, seconds: float = 10) -> dict[str, Any]:
        greeting, self._greeting = self._greeting, None
        async with asyncio.timeout(seconds):
            frame: dict[str, Any] = json.loads(greeting or await self.socket.recv())
        self.heard.append(frame)
        return frame

    async def event(self, seconds: float = 10) -> dict[str, Any]:
        """The next event, but for heads and what follows from others."""
        while not self._events:
            frame = await self.next(seconds)
            assert frame["type"] in ("head", "hello", "events"), frame
            self._events += not_following(frame)
        return self._events.pop(0)

    async def inbox_changes(self, seconds: float = 10) -> None:
        while not any(each["kind"] == INBOX_CHANGED for each in (await self.next(seconds)).get("events", ())):
            pass

    async def hears_nothing(self, seconds: float = 0.4) -> bool:
        if self._events:
            return False
        try:
            frame = await self.next(seconds)
        except TimeoutError:
            return True
        return frame["type"] == "head" or (frame["type"] == "events" and not not_following(frame))


def not_following(frame: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in frame.get("events", ()) if each["kind"] not in FOLLOWS]


@dataclass
class Cast:
    """Two areas below the top: carla leads ventas with ana and bruno in it; diego is in almacen, hr at the top."""

    ana: Actor
    bruno: Actor
    carla: Actor
    diego: Actor
    hr: Actor
    admin: Actor


async def assemble(address: str) -> Cast:
    await create_department("DG", "Dirección General")
    await create_department("VE", "Ventas", parent="DG")
    await create_department("AL", "Almacén", parent="DG")
    actors = {
        "hr": await actor(address, "hr", department="DG"),
        "admin": await actor(address, "admin", department="DG"),
        "carla": await actor(address, "carla", department="VE"),
        "ana": await actor(address, "ana", department="VE", manager="carla"),
        "bruno": await actor(address, "bruno", department="VE", manager="carla"),
        "diego": await actor(address, "diego", department="AL"),
    }
    await grant_role("hr", "hr")
    await grant_role("admin", "administrator")
    return Cast(**actors)


async def actor(address: str, handle: str, **given: Any) -> Actor:
    identity = await create_person(handle, handle.capitalize(), **given)
    token = await create_token(handle)
    http = httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=10, verify=PLAIN)
    return Actor(handle, identity, token, http)


def kudos_to(*recipients: str, **changes: Any) -> dict[str, Any]:
    return KUDOS | {"recipients": list(recipients)} | changes
