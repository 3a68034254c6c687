from typing import Any

import httpx

from tests.cast import Actor

WIN = {
    "win": "improvement",
    "title": "Las guías salen el mismo día",
    "story": "Ventas y Almacén pusieron en una sola hoja lo que antes eran tres, y nadie espera ya hasta el lunes.",
    "participants": ["bruno", "diego"],
}


async def shares(who: Actor, key: str | None = None, **changes: Any) -> httpx.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return await who.http.post("/api/wins", json=WIN | changes, headers=headers)


async def wins(who: Actor, **query: Any) -> list[dict[str, Any]]:
    answer = await who.http.get("/api/wins", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def names(win: dict[str, Any]) -> list[str]:
    return [each["name"] for each in win["participants"]]
