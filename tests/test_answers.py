"""What every answer has, whoever gave it: a handler, the router, or nobody."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from recognize.app import MAX_BODY_BYTES, SECURITY_HEADERS
from recognize.people.endpoints import MAX_FILE_BYTES
from tests.cast import PLAIN, Cast


@pytest.fixture
async def visitor(address: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=address, timeout=10, verify=PLAIN) as client:
        yield client


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/", b"", 200),
        ("GET", "/api/health/live", b"", 200),
        ("GET", "/api/docs/assets/swagger-ui.css", b"", 200),
        ("GET", "/pair", b"", 302),
        ("POST", "/api/session", b"{", 400),
        ("GET", "/api/me", b"", 401),
        ("GET", "/api/mail/stop", b"", 403),
        ("GET", "/api/nothing", b"", 404),
        ("GET", "/assets/none.js", b"", 404),
        ("GET", "/wall/assets/none.js", b"", 404),
        ("GET", "/api/docs/assets/none.css", b"", 404),
        ("PUT", "/api/session", b"", 405),
        ("POST", "/people", b"", 405),
        ("TRACE", "/api/me", b"", 405),
        ("POST", "/api/session", b" " * (MAX_BODY_BYTES + 1), 413),
        ("POST", "/api/session", b"{}", 422),
    ],
)
async def test_every_answer_carries_the_security_headers(
    visitor: httpx.AsyncClient, method: str, path: str, body: bytes, status: int
):
    answer = await visitor.request(method, path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


async def test_an_answer_to_our_own_fault_carries_them_too(visitor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch):
    async def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("recognize.displays.endpoints.begin_pairing", broken)
    answer = await visitor.post("/api/displays/pairings")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal_error")
    assert {name: answer.headers.get(name) for name in SECURITY_HEADERS} == SECURITY_HEADERS


@pytest.mark.parametrize(
    ("path", "status"), [("/", 200), ("/api/health/ready", 200), ("/api/openapi.json", 200), ("/api/nothing", 404)]
)
async def test_whatever_answers_get_answers_head_without_the_body(visitor: httpx.AsyncClient, path: str, status: int):
    head, get = await visitor.head(path), await visitor.get(path)
    assert (head.status_code, head.content) == (status, b"")
    assert head.headers["content-type"] == get.headers["content-type"]


async def test_head_shows_nothing_that_get_would_not(cast: Cast, visitor: httpx.AsyncClient):
    assert (await visitor.head("/api/feed")).status_code == 401
    assert (await cast.ana.http.head("/api/feed")).status_code == 200


@pytest.mark.parametrize(
    ("path", "language", "limit", "detail"),
    [
        ("/api/session", "en", MAX_BODY_BYTES, "the limit is 1 MB"),
        ("/api/people/import", "es", MAX_FILE_BYTES, "el límite es 20 MB"),
    ],
)
async def test_what_is_too_large_is_told_how_large_it_may_be(
    cast: Cast, path: str, language: str, limit: int, detail: str
):
    headers = {"Accept-Language": language, "Content-Length": str(limit + 1), "Content-Type": "application/json"}
    answer = await cast.admin.http.post(path, content=b" " * (limit + 1), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert (answer.json()["detail"], answer.json()["limit_bytes"]) == (detail, limit)
