"""What stands in a wall's scenes, as the server sends it: many and few, long names and names from right to left."""

from typing import Any

from playwright.async_api import Page, Route

from tests.browser.names import AREA, FROM_RIGHT, LONG

SENTENCE = "Cuando el camión quedó parado en la ruta llamaste a cada cliente, buscaste otra unidad y a las seis todo estaba entregado."
NAMES = ("Bruno", LONG, FROM_RIGHT, "Íñigo", "Rosa")
WORDS = {"es": "Las tres etapas", "en": "All three stages"}


def item(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "id": f"item-{number}",
        "kind": "kudos",
        "given_at": "2026-11-20T15:00:00Z",
        "giver": {"name": "Ana"},
        "recipients": [{"name": NAMES[number % len(NAMES)], "named": True}],
        "teams": [],
        "behaviours": [{"code": "courtesy", "stage": "every-moment"}],
        "message": SENTENCE,
        "picture": None,
    } | changes


def date(number: int, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "celebration": ("birthday", "anniversary")[number % 2],
        "years": number or None,
        "again": number > 2,
    }


def award(name: str) -> dict[str, Any]:
    return {"name": name, "badge": WORDS, "icon": "star", "stage": "closing", "tier": "gold"}


def win(number: int, kind: str, message: str | None) -> dict[str, Any]:
    return item(number, kind="win", win=kind, behaviours=[], message=message)


DATES = [date(number, name) for number, name in enumerate(NAMES)]
WINS = [
    win(1, "result", SENTENCE),
    win(2, "improvement", "Las guías salen el mismo día"),
    win(3, "joint_activity", None),
]
SCENES: list[dict[str, Any]] = [
    {"code": "behaviour_of_month", "content": {"month": "2026-11", "behaviour": "courtesy", "story": item(1)}},
    {"code": "todays_dates", "content": {"people": DATES}},
    {"code": "todays_dates", "content": {"people": DATES[1:2]}},
    {"code": "awards", "content": {"awards": [award(name) for name in NAMES]}},
    {"code": "challenges_done", "content": {"done": [
        {"name": name, "is_area": False, "challenge": WORDS, "icon": "telescope"} for name in NAMES[:3]]}},
    {"code": "wins", "content": {"items": WINS}},
    {"code": "wins", "content": {"items": WINS[:1]}},
    {"code": "newcomers", "content": {"people": [{"name": name, "department": AREA} for name in NAMES]}},
    {"code": "newcomers", "content": {"people": [{"name": LONG, "department": None}]}},
    {"code": "friday_recap", "content": {"stories": [item(number) for number in range(3)]}},
    {"code": "invitation", "content": {"url": "http://wall.example/#thank", "qr": {"size": 21, "path": "M0 0h7v7H0z"}}},
]  # fmt: skip


async def only(page: Page, scene: dict[str, Any]) -> None:
    """From the next reading on the server has nothing but this scene to tell."""

    async def answer(route: Route) -> None:
        response = await route.fetch()
        told = await response.json()
        await route.fulfill(response=response, json=told | {"items": [], "scenes": [scene]})

    await page.route("**/api/wall?*", answer)  # the newest goes before those of other scenes
