"""What the server does with the built client."""

from pathlib import Path

import httpx
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from recognize.pages import page_handlers, wall_build
from recognize.problems import HANDLERS


@pytest.fixture
def built(tmp_path: Path) -> Path:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Recognize</title>")
    (tmp_path / "sw.js").write_text("// the service worker")
    (tmp_path / "assets" / "main-1a2b.js").write_text("export {};" * 500)
    return tmp_path


async def ask(folder: Path, path: str, **headers: str) -> httpx.Response:
    async with AsyncTestClient(Litestar(page_handlers(folder), exception_handlers=HANDLERS)) as client:
        return await client.get(path, headers=headers)


@pytest.mark.parametrize(
    "path", ["/", "/people/abelardo.ojeda", "/kudos/01a2", "/behaviours", "/reports/2026-10", "/x"]
)
async def test_the_client_answers_at_its_own_addresses(built: Path, path: str):
    answer = await ask(built, path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-cache"


async def test_a_hashed_file_is_kept_for_ever_and_travels_packed(built: Path):
    answer = await ask(built, "/assets/main-1a2b.js", **{"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]


async def test_the_service_worker_is_asked_for_each_time(built: Path):
    answer = await ask(built, "/sw.js")
    assert answer.headers["cache-control"] == "no-cache"
    again = await ask(built, "/sw.js", **{"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


async def test_a_file_of_another_build_is_not_answered_with_a_page(built: Path):
    assert (await ask(built, "/assets/main-9z9z.js")).status_code == 404


async def test_without_a_build_the_page_says_how_to_make_one(tmp_path: Path):
    answer = await ask(tmp_path, "/")
    assert answer.status_code == 200
    assert "make setup" in answer.text


def test_the_walls_build_is_named_by_what_its_page_loads(tmp_path: Path):
    assert wall_build(tmp_path) == ""
    (tmp_path / "wall").mkdir()
    scripts = '<script src="/wall/assets/index-CY29Vp_O.js"></script><link href="/wall/assets/index-CPZ-GM8O.css">'
    (tmp_path / "wall" / "index.html").write_text(scripts)
    assert wall_build(tmp_path) == "CY29Vp_O.CPZ-GM8O"


async def test_the_short_address_of_pairing_keeps_the_code(address: str):
    async with httpx.AsyncClient(base_url=address) as http:
        answer = await http.get("/pair", params={"code": "BCDF-GHJK"})
        assert (answer.status_code, answer.headers["location"]) == (302, "/displays?code=BCDF-GHJK")


async def test_only_the_wall_may_stand_in_a_frame_of_ours(address: str):
    async with httpx.AsyncClient(base_url=address) as http:
        policies = [(await http.get(path)).headers["content-security-policy"] for path in ("/wall", "/")]
    assert "frame-ancestors 'self'" in policies[0]
    assert "frame-ancestors 'none'" in policies[1]
