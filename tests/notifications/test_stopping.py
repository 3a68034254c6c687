"""The one-click stop as a browser meets it: a page that asks, and one that says what is wrong with a link."""

import base64
import hashlib
import re

import httpx
import pytest

from recognize.lib.database import DB
from recognize.notifications import mails
from recognize.notifications.kinds import KINDS
from tests.cast import PLAIN, Cast

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


def link_of(cast: Cast, kind: str = "recognised") -> dict[str, str]:
    return {"person": str(cast.bruno.id), "kind": kind, "proof": mails.proof(cast.bruno.id, kind)}


def browser(address: str, language: str = "es") -> httpx.AsyncClient:
    return httpx.AsyncClient(base_url=address, headers=BROWSER | {"Accept-Language": language}, verify=PLAIN)


async def stops() -> list[str]:
    return [row["kind"] for row in await DB.fetch("select kind from mail_stops")]


@pytest.mark.parametrize("kind", KINDS)
async def test_the_page_asks_and_only_its_button_stops(cast: Cast, address: str, kind: str):
    async with browser(address) as visitor:
        for _ in range(3):
            asked = await visitor.get("/api/mail/stop", params=link_of(cast, kind))
        assert asked.status_code == 200
        assert KINDS[kind].words["es"]["stops"] in asked.text
        assert await stops() == []
        button = re.search(r'<form method="post" action="([^"]+)"', asked.text)
        assert button is not None
        done = await visitor.post(button[1].replace("&amp;", "&"), content=b"")
    assert (done.status_code, "Listo" in done.text, "<form" in done.text) == (200, True, False)
    assert await stops() == [kind]


async def test_the_page_takes_nothing_from_elsewhere_and_stands_in_no_frame(cast: Cast, address: str):
    async with browser(address) as visitor:
        page = await visitor.get("/api/mail/stop", params=link_of(cast))
    style = re.search(r"<style>(.*)</style>", page.text, re.DOTALL)
    assert style is not None
    allowed = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = page.headers["content-security-policy"]
    assert f"style-src 'sha256-{allowed}';" in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in page.text
    assert "<script" not in page.text


BAD_LINKS = {
    "without a proof": {"proof": ""},
    "a forged proof": {"proof": "0" * 64},
    "another's proof": {"person": "0192d1c0-5a0e-7c3a-9d35-3c9a3ac6a1f1"},
    "no person": {"person": "bruno"},
    "an unknown kind": {"kind": "everything"},
    "another kind": {"kind": "display_lost"},
    "markup": {"person": '"><script>', "kind": "<b>"},
}


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("bad", BAD_LINKS)
async def test_a_link_that_is_not_whole_or_not_ours_is_a_page_with_its_code(
    cast: Cast, address: str, bad: str, method: str
):
    async with browser(address, "en") as visitor:
        page = await visitor.request(method, "/api/mail/stop", params=link_of(cast) | BAD_LINKS[bad])
    assert page.status_code == 403
    assert page.headers["content-type"].startswith("text/html")
    assert "This link is no good" in page.text
    assert "<code>bad_proof</code>" in page.text
    assert "<form" not in page.text
    assert "<script" not in page.text
    assert await stops() == []


async def test_to_a_program_a_bad_link_is_a_problem_as_elsewhere(address: str):
    async with httpx.AsyncClient(base_url=address, verify=PLAIN) as program:
        refusal = await program.post("/api/mail/stop")
    assert (refusal.status_code, refusal.json()["code"]) == (403, "bad_proof")
