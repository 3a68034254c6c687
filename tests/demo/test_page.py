"""The page at `/`: what it is made of is there, keeps its own policy and speaks both languages."""

import re
from pathlib import Path

import httpx
import pytest

from tests.cast import PLAIN

WEB = Path(__file__).parents[2] / "recognize" / "web"
PAGE = (WEB / "index.html").read_text()
SCRIPTS = {file.name: file.read_text() for file in WEB.glob("*.js")}
TEXTS = dict(re.findall(r"^  (\w+): (\[.+\]),$", SCRIPTS["texts.js"], re.MULTILINE))
STAGES_AND_VISIBILITIES = {"recibir", "resolver", "entregar", "trato", "mejorar", "department", "private"}


async def test_all_that_it_asks_for_is_served_under_its_policy(address: str):
    async with httpx.AsyncClient(base_url=address, verify=PLAIN) as visitor:
        page = await visitor.get("/")
        assert (page.status_code, page.headers["content-type"].split(";")[0]) == (200, "text/html")
        assert "default-src 'self'" in page.headers["content-security-policy"]
        asked = set(re.findall(r'(?:src|href)="(/[^"]+)"', PAGE)) | {f"/{name}" for name in SCRIPTS}
        for path in asked:
            assert (await visitor.get(path)).status_code == 200, path


def test_nothing_is_inline_and_no_text_becomes_html():
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src=)", PAGE)
    assert not [name for name, text in SCRIPTS.items() if re.search(r"innerHTML|outerHTML|insertAdjacent|eval\(", text)]


def test_every_text_is_there_in_both_languages():
    used = set(re.findall(r'data-(?:text|placeholder|label)="(\w+)"', PAGE)) | STAGES_AND_VISIBILITIES
    for text in SCRIPTS.values():
        used |= set(re.findall(r'\bt\("(\w+)"', text))
    assert used <= TEXTS.keys()
    for name, pair in TEXTS.items():
        spanish, english = re.findall(r'"([^"]+)"', pair)
        assert spanish.count("{}") == english.count("{}"), name


@pytest.mark.parametrize("script", SCRIPTS)
def test_modules_stay_small(script: str):
    assert len(SCRIPTS[script].splitlines()) <= 250
