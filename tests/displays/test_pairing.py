"""Pairing by a code, after RFC 8628: one approval, one token, ten minutes."""

import asyncio
from dataclasses import replace
from typing import Any

import httpx
import pytest

from recognize.displays import pairing
from recognize.lib.database import DB
from recognize.settings import settings
from tests.cast import PLAIN, Actor, Cast


def television(address: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=address, verify=PLAIN)


async def begun(tv: httpx.AsyncClient) -> dict[str, Any]:
    answer = await tv.post("/api/displays/pairings")
    assert answer.status_code == 201, answer.text
    return answer.json()


async def asked(tv: httpx.AsyncClient, code: str) -> httpx.Response:
    return await tv.post("/api/displays/pairings/token", json={"device_code": code})


async def approved(admin: Actor, code: str, **given: Any) -> httpx.Response:
    return await admin.http.post("/api/displays", json={"user_code": code, "name": "Comedor"} | given)


def in_minutes(minutes: float) -> Any:
    """Time is the database's: the rows are moved instead."""
    return DB.execute(
        "update display_pairings set expires_at = expires_at - $1 * interval '1 minute', polled_at = polled_at - $1 * interval '1 minute'",
        minutes,
    )


async def test_the_code_is_eight_consonants_and_only_a_hash_of_the_device_code_is_kept(address: str):
    async with television(address) as tv:
        told = await begun(tv)
    assert len(told["user_code"]) == 8
    assert set(told["user_code"]) <= set("BCDFGHJKLMNPQRSTVWXZ")
    assert (told["expires_in"], told["interval"]) == (600, 5)
    assert told["verification_url"] == f"{address}/pair"
    assert told["verification_url_complete"].endswith(f"?code={told['user_code'][:4]}-{told['user_code'][4:]}")
    assert told["qr"]["path"].startswith("M4 4h7v1h-7z")
    assert told["device_code"] not in str(dict(await DB.fetch_row("select * from display_pairings") or {}))


async def test_the_links_are_those_of_the_public_address(address: str, monkeypatch: pytest.MonkeyPatch):
    chosen = replace(settings(), public_url="https://recognize.example/")
    monkeypatch.setattr("recognize.displays.links.settings", lambda: chosen)
    async with television(address) as tv:
        assert (await begun(tv))["verification_url"] == "https://recognize.example/pair"


async def test_a_screen_waits_until_it_is_approved_and_gets_its_token_once(address: str, cast: Cast):
    async with television(address) as tv:
        told = await begun(tv)
        waiting = await asked(tv, told["device_code"])
        assert (waiting.status_code, waiting.json()["code"]) == (400, "authorization_pending")
        assert waiting.json()["error"] == "authorization_pending"
        made = await approved(cast.admin, f"{told['user_code'][:4].lower()}-{told['user_code'][4:].lower()}")
        assert made.status_code == 201, made.text
        assert (made.json()["health"], made.json()["is_paired"]) == ("new", False)
        answer = await asked(tv, told["device_code"])
        assert answer.json()["token_type"] == "bearer"
        assert "httponly" in answer.headers["set-cookie"].lower()
        page = await tv.get("/api/wall")
        assert page.json()["display"]["name"] == "Comedor"
        bearer = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        assert (await tv.get("/api/wall", headers=bearer)).status_code == 200
        assert (await asked(tv, told["device_code"])).json()["code"] == "invalid_grant"
    assert (await approved(cast.admin, told["user_code"])).json()["code"] == "unknown_pairing_code"


async def test_who_asks_too_often_is_told_to_slow_down(address: str):
    async with television(address) as tv:
        code = (await begun(tv))["device_code"]
        assert (await asked(tv, code)).json()["code"] == "authorization_pending"
        assert (await asked(tv, code)).json()["code"] == "slow_down"
        await in_minutes(1)
        assert (await asked(tv, code)).json()["code"] == "authorization_pending"


async def test_after_ten_minutes_it_is_over(address: str, cast: Cast):
    async with television(address) as tv:
        told = await begun(tv)
        await in_minutes(10)
        assert (await asked(tv, told["device_code"])).json()["code"] == "expired_token"
        assert (await approved(cast.admin, told["user_code"])).status_code == 404
        assert await DB.fetch_value("select count(*) from displays") == 0
        await in_minutes(70)
        await pairing.purge_pairings()
        assert (await asked(tv, told["device_code"])).json()["code"] == "invalid_grant"


async def test_approved_in_the_last_second_it_still_has_to_be_fetched_in_time(address: str, cast: Cast):
    async with television(address) as tv:
        told = await begun(tv)
        assert (await approved(cast.admin, told["user_code"])).status_code == 201
        await in_minutes(10)
        assert (await asked(tv, told["device_code"])).json()["code"] == "expired_token"


async def test_two_administrators_at_once_make_one_display(address: str, cast: Cast):
    async with television(address) as tv:
        code = (await begun(tv))["user_code"]
    answers = await asyncio.gather(*(approved(cast.admin, code, name=f"Sala {n}") for n in range(6)))
    assert sorted(each.status_code for each in answers) == [201, 404, 404, 404, 404, 404]
    assert await DB.fetch_value("select count(*) from displays") == 1


async def test_two_polls_at_once_hand_out_one_token(address: str, cast: Cast):
    async with television(address) as tv:
        told = await begun(tv)
        await approved(cast.admin, told["user_code"])
        answers = await asyncio.gather(*(asked(tv, told["device_code"]) for _ in range(6)))
    assert sorted(each.status_code for each in answers) == [200, 400, 400, 400, 400, 400]


async def test_revoked_before_it_came(address: str, cast: Cast):
    async with television(address) as tv:
        told = await begun(tv)
        display = (await approved(cast.admin, told["user_code"])).json()["id"]
        assert (await cast.admin.http.delete(f"/api/displays/{display}")).status_code == 204
        assert (await asked(tv, told["device_code"])).json()["code"] == "access_denied"


async def test_another_screen_takes_a_displays_place(address: str, cast: Cast, wall: Actor):
    async with television(address) as tv:
        told = await begun(tv)
        answer = await cast.admin.http.put(f"/api/displays/{wall.id}/pairing", json={"user_code": told["user_code"]})
        assert answer.status_code == 204
        assert (await wall.http.get("/api/wall")).status_code == 401
        assert (await asked(tv, told["device_code"])).status_code == 200
        assert (await tv.get("/api/wall")).json()["display"]["name"] == "Recepción"
    wrong = await cast.admin.http.put(f"/api/displays/{wall.id}/pairing", json={"user_code": "BBBBBBBB"})
    assert wrong.json()["code"] == "unknown_pairing_code"


async def test_a_wrong_code_leaves_the_screen_that_is_there(address: str, cast: Cast, wall: Actor):
    await cast.admin.http.put(f"/api/displays/{wall.id}/pairing", json={"user_code": "BBBBBBBB"})
    assert (await wall.http.get("/api/wall")).status_code == 200


async def test_guessing_codes_and_beginning_pairings_is_limited(
    address: str, cast: Cast, monkeypatch: pytest.MonkeyPatch
):
    limited = replace(settings(), requests_per_minute=300)
    monkeypatch.setattr("recognize.identity.limits.settings", lambda: limited)
    monkeypatch.setattr("recognize.identity.limits.PAIRING_CODES_BY_PERSON", 2)
    answers = [await approved(cast.admin, "BBBBBBBB") for _ in range(3)]
    assert [each.status_code for each in answers] == [404, 404, 429]
    monkeypatch.setattr("recognize.identity.limits.PAIRINGS_BY_ADDRESS", 0)
    async with television(address) as tv:
        refused = await tv.post("/api/displays/pairings")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 60


async def test_a_right_code_gives_the_tries_back(address: str, cast: Cast, monkeypatch: pytest.MonkeyPatch):
    limited = replace(settings(), requests_per_minute=300)
    monkeypatch.setattr("recognize.identity.limits.settings", lambda: limited)
    monkeypatch.setattr("recognize.identity.limits.PAIRING_CODES_BY_PERSON", 2)
    async with television(address) as tv:
        for name in ("Comedor", "Recepción", "Almacén"):
            assert (await approved(cast.admin, "BBBBBBBB")).status_code == 404
            code = (await begun(tv))["user_code"]
            assert (await approved(cast.admin, code, name=name)).status_code == 201


async def test_who_tries_wrong_tokens_keeps_nobody_with_a_right_one_out(
    address: str, wall: Actor, monkeypatch: pytest.MonkeyPatch
):
    limited = replace(settings(), requests_per_minute=300)
    monkeypatch.setattr("recognize.identity.limits.settings", lambda: limited)
    monkeypatch.setattr("recognize.identity.limits.WRONG_DISPLAY_TOKENS_BY_ADDRESS", 2)
    monkeypatch.setattr("recognize.identity.limits._KEY", f"{wall.id}:")  # other tests have this address, too
    async with television(address) as tv:
        tried = [await tv.post("/api/displays/session", json={"token": f"rcg_{n}"}) for n in range(3)]
        right = [await tv.post("/api/displays/session", json={"token": wall.token}) for _ in range(3)]
    assert [each.status_code for each in tried] == [401, 401, 429]
    assert 0 < int(tried[-1].headers["retry-after"]) <= 60
    assert [each.status_code for each in right] == [204, 204, 204]


async def test_another_sites_page_begins_none(address: str):
    async with television(address) as tv:
        answer = await tv.post("/api/displays/pairings", headers={"Origin": "http://evil.example"})
    assert answer.json()["code"] == "csrf_failed"


async def test_a_screen_that_was_replaced_before_it_came_does_not_take_the_display_back(address: str, cast: Cast):
    async with television(address) as wrong, television(address) as right:
        first, second = await begun(wrong), await begun(right)
        display = (await approved(cast.admin, first["user_code"])).json()["id"]
        again = await cast.admin.http.put(f"/api/displays/{display}/pairing", json={"user_code": second["user_code"]})
        assert again.status_code == 204
        assert (await asked(right, second["device_code"])).status_code == 200
        late = await asked(wrong, first["device_code"])
        assert (late.status_code, late.json()["code"]) == (400, "invalid_grant")
        assert (await right.get("/api/wall")).status_code == 200


async def test_the_wrong_screen_comes_and_is_replaced_at_once(address: str, cast: Cast):
    async with television(address) as wrong, television(address) as right:
        first, second = await begun(wrong), await begun(right)
        display = (await approved(cast.admin, first["user_code"])).json()["id"]
        _, replaced = await asyncio.gather(
            asked(wrong, first["device_code"]),
            cast.admin.http.put(f"/api/displays/{display}/pairing", json={"user_code": second["user_code"]}),
        )
        assert replaced.status_code == 204
        assert (await wrong.get("/api/wall")).status_code == 401
        assert (await asked(right, second["device_code"])).status_code == 200
