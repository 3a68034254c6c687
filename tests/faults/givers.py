"""Clients that give kudos without a pause and never lose one: the same key again until there is an answer."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import httpx

REQUEST_TIMEOUT_SECONDS = 3.0  # a stopped server takes the connection and does not answer
RETRY_SECONDS = 0.05
PAUSE_SECONDS = 0.002
IN_PROGRESS = 409
CREATED = 201
VISIBILITIES = ("public", "public", "public", "department", "private")
BEHAVIOURS = ("courtesy", "ownership", "cross-team", "saying-thanks")
WITHDRAWN_SHARE = 0.1


@dataclass
class Given:
    """A kudos that a server has acknowledged."""

    key: str
    id: str
    body: dict[str, Any]
    token: str
    at: float  # when it was acknowledged, on the monotonic clock


@dataclass
class Giver:
    """`addresses` are tried in turn, starting with the first for every new kudos."""

    handle: str
    token: str
    addresses: Sequence[str]
    recipients: Sequence[str]
    log: Path
    random: Random
    pause_seconds: float = PAUSE_SECONDS
    message: str = "Gracias por la ayuda de hoy "
    given: list[Given] = field(default_factory=list)
    withdrawn: set[str] = field(default_factory=set)
    refused: list[str] = field(default_factory=list)
    retried: list[str] = field(default_factory=list)

    async def give_until(self, ended: asyncio.Event) -> None:
        """The last kudos is seen through, too: afterwards every key has had its answer."""
        async with self._client() as http:
            while not ended.is_set():
                await self.give(http)
                if self.random.random() < WITHDRAWN_SHARE and self.given:
                    await self.withdraw(http, self.given[-1].id)
                await asyncio.sleep(self.random.uniform(0, 2 * self.pause_seconds))

    async def give_times(self, count: int) -> None:
        async with self._client() as http:
            for _ in range(count):
                await self.give(http)

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(headers={"Authorization": f"Bearer {self.token}"}, timeout=REQUEST_TIMEOUT_SECONDS)

    async def give(self, http: httpx.AsyncClient) -> None:
        key, body = str(UUID(int=self.random.getrandbits(128))), self._body()
        body["message"] += key
        answer = await self._until_answered(http, "POST", "/api/kudos", json=body, headers={"Idempotency-Key": key})
        if answer.status_code != CREATED:
            self.refused.append(f"{answer.status_code} {answer.text}")
            return
        given = Given(key, answer.json()["id"], body, self.token, time.monotonic())
        with self.log.open("a") as log:
            log.write(json.dumps([given.key, given.id]) + "\n")
        self.given.append(given)

    async def withdraw(self, http: httpx.AsyncClient, kudos: str) -> None:
        answer = await self._until_answered(http, "DELETE", f"/api/kudos/{kudos}")
        if answer.is_success:
            self.withdrawn.add(kudos)
        else:
            self.refused.append(f"{answer.status_code} {answer.text}")

    async def _until_answered(self, http: httpx.AsyncClient, method: str, path: str, **more: Any) -> httpx.Response:
        tried = 0
        while True:
            address = self.addresses[tried % len(self.addresses)]
            tried += 1
            try:
                answer = await http.request(method, address + path, **more)
            except httpx.TransportError as failure:
                self.retried.append(repr(failure))
                answer = None
            if answer is not None and answer.status_code < 500 and answer.status_code != IN_PROGRESS:
                return answer
            if answer is not None:
                self.retried.append(f"{answer.status_code} {answer.text}")
            await asyncio.sleep(RETRY_SECONDS)

    def _body(self) -> dict[str, Any]:
        return {
            "recipients": self.random.sample(self.recipients, min(self.random.choice((1, 1, 2)), len(self.recipients))),
            "behaviours": self.random.sample(BEHAVIOURS, self.random.choice((1, 2))),
            "message": self.message,
            "points": self.random.choice((0, 1, 5)),
            "visibility": self.random.choice(VISIBILITIES),
        }


@asynccontextmanager
async def giving(givers: Sequence[Giver]) -> AsyncIterator[None]:
    """Under load for this block, which ends when every giver has an answer to its last kudos."""
    ended = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for giver in givers:
            tasks.create_task(giver.give_until(ended))
        try:
            yield
        finally:
            ended.set()
