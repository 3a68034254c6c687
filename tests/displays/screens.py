from typing import Any
from uuid import UUID

import httpx

from recognize.displays.actions import create_display
from recognize.lib.database import DB
from recognize.people.actions import choose_preference
from tests.cast import PLAIN, Actor, Cast


async def screen(address: str, name: str) -> Actor:
    token = await create_display(name)
    identity: UUID = await DB.fetch_value("select id from displays where name = $1", name)
    http = httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {token}"}, timeout=10, verify=PLAIN)
    return Actor(f"display {name}", identity, token, http)


async def shown(wall: Actor, **query: Any) -> list[dict[str, Any]]:
    return (await page(wall, **query))["items"]


async def page(wall: Actor, **query: Any) -> dict[str, Any]:
    answer = await wall.http.get("/api/wall", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def like_fanfare(cast: Cast, *handles: str) -> None:
    for handle in handles:
        await choose_preference(getattr(cast, handle).id, "fanfare")


def names(item: dict[str, Any]) -> list[str]:
    return [each["name"] for each in item["recipients"]]
