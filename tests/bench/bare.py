"""The same feed page with nothing but asyncpg and msgspec, and nobody asked who they are."""

import os
from collections import defaultdict
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import uvicorn

PAGE_ITEMS = 25
DATABASE_URL, PORT = "BARE_DATABASE_URL", "BARE_PORT"

KUDOS = """
select k.id, k.given_at, k.message, k.visibility, k.reached_customer,
       g.id as giver_id, g.handle, coalesce(g.preferred_name, g.name) as name, d.code as department
from kudos k join people g on g.id = k.giver_id left join departments d on d.id = g.department_id
where k.withdrawn_at is null order by k.given_at desc, k.id desc limit $1
"""
RECIPIENTS = """
select r.kudos_id, p.id, p.handle, coalesce(p.preferred_name, p.name) as name, d.code as department
from kudos_recipients r join people p on p.id = r.person_id left join departments d on d.id = p.department_id
where r.kudos_id = any($1::uuid[]) order by r.kudos_id, r.place
"""
BEHAVIOURS = (
    "select kudos_id, behaviour from kudos_behaviours where kudos_id = any($1::uuid[]) order by kudos_id, place"
)


class Person(msgspec.Struct):
    id: UUID
    handle: str
    name: str
    department: str | None


class Kudos(msgspec.Struct):
    id: UUID
    given_at: datetime
    giver: Person
    recipients: list[Person]
    behaviours: list[str]
    message: str
    visibility: str
    reached_customer: bool | None


async def bare_page(connection: asyncpg.Connection) -> bytes:
    rows = await connection.fetch(KUDOS, PAGE_ITEMS)
    ids = [row["id"] for row in rows]
    recipients, behaviours = defaultdict(list), defaultdict(list)
    for row in await connection.fetch(RECIPIENTS, ids):
        recipients[row["kudos_id"]].append(Person(row["id"], row["handle"], row["name"], row["department"]))
    for row in await connection.fetch(BEHAVIOURS, ids):
        behaviours[row["kudos_id"]].append(row["behaviour"])
    return msgspec.json.encode([_kudos(row, recipients[row["id"]], behaviours[row["id"]]) for row in rows])


def _kudos(row: asyncpg.Record, recipients: list[Person], behaviours: list[str]) -> Kudos:
    giver = Person(row["giver_id"], row["handle"], row["name"], row["department"])
    given = row["given_at"], giver, recipients, behaviours
    return Kudos(row["id"], *given, row["message"], row["visibility"], row["reached_customer"])


class App:
    """ASGI with one answer."""

    def __init__(self) -> None:
        self._pool: asyncpg.Pool | None = None

    async def __call__(self, scope: Any, receive: Any, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        if self._pool is None:
            self._pool = await asyncpg.create_pool(os.environ[DATABASE_URL], min_size=1, max_size=4, reset=_keep)
        async with self._pool.acquire() as connection:
            body = await bare_page(connection)
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


async def _keep(connection: Any) -> None:
    """As the product's pool: no round trip for a reset."""


def main() -> None:
    """With the product's settings of uvicorn."""
    port = int(os.environ[PORT])
    uvicorn.run(App(), port=port, loop="uvloop", http="httptools", lifespan="off", access_log=False, log_config=None)


if __name__ == "__main__":
    main()
