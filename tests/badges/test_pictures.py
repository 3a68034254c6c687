"""Pictures over HTTP: who may see them, what never stands in them, and the page behind a certificate's code."""

import asyncio
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from PIL import Image

from recognize.badges import pictures
from recognize.badges.artwork import Badge, name_of
from recognize.badges.drawings import card_art, proof_of
from recognize.badges.errors import BusyError
from recognize.errors import NotFoundError
from recognize.people.actions import choose_preference
from recognize.settings import settings
from tests.badges.test_endpoints import hands
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    key = settings().secret_key
    monkeypatch.setenv("RECOGNIZE_DATA_DIR", str(tmp_path))
    settings.cache_clear()
    assert settings().secret_key == key
    yield
    monkeypatch.undo()
    settings.cache_clear()


def picture_of(answer: httpx.Response) -> Image.Image:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "image/png"
    return Image.open(BytesIO(answer.content))


async def test_a_badge_comes_in_the_size_that_is_asked_for_and_is_drawn_once(cast: Cast, tmp_path: Path):
    answer = await cast.ana.http.get("/api/badges/courtesy-gold.png", params={"size": 96})
    assert picture_of(answer).size == (96, 96)
    (kept,) = [each for each in tmp_path.rglob("*") if each.is_file()]
    kept.write_bytes(b"kept")
    assert (await cast.ana.http.get("/api/badges/courtesy-gold.png", params={"size": 96})).content == b"kept"
    again = await cast.ana.http.get(
        "/api/badges/courtesy-gold.png", params={"size": 96}, headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("path", "status"),
    [("courtesy-gold.png?size=63", 422), ("courtesy-gold.png?size=1025", 422), ("no.png", 404), ("courtesy-gold", 404)],
)
async def test_what_cannot_be_drawn_is_refused(cast: Cast, path: str, status: int):
    assert (await cast.ana.http.get(f"/api/badges/{path}")).status_code == status


async def test_a_kudos_has_a_card_to_share(cast: Cast):
    kudos = (await cast.ana.gives()).json()["id"]
    assert picture_of(await cast.diego.http.get(f"/api/kudos/{kudos}/card.png")).size == (1200, 630)


@pytest.mark.parametrize("visibility", ["private", "department"])
async def test_what_is_not_for_everybody_has_no_card_not_even_for_the_giver(cast: Cast, visibility: str):
    kudos = (await cast.ana.gives(visibility=visibility)).json()["id"]
    assert (await cast.ana.http.get(f"/api/kudos/{kudos}/card.png")).status_code == 404


async def test_a_quiet_name_and_a_withdrawn_kudos_are_on_no_card(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    given = (await cast.ana.gives(recipients=["bruno", "diego"], message="**Gracias** por [todo](https://a.b).")).json()
    art = await card_art(given["id"], "es")
    assert (art.people, art.more, art.message) == (["Diego"], "", "Gracias por todo.")
    alone = (await cast.ana.gives(recipients=["bruno"])).json()
    with pytest.raises(NotFoundError):
        await card_art(alone["id"], "es")
    await cast.ana.withdraws(given["id"])
    with pytest.raises(NotFoundError):
        await card_art(given["id"], "es")


async def test_a_certificate_is_a_picture_and_a_printable_page(cast: Cast):
    award = (await hands(cast.carla, "pillar", "bruno")).json()["award"]["id"]
    drawn = await cast.bruno.http.get(f"/api/awards/{award}/certificate.png", params={"locale": "en"})
    assert picture_of(drawn).size == (2339, 1654)
    printed = await cast.bruno.http.get(f"/api/awards/{award}/certificate.pdf")
    assert printed.headers["content-type"] == "application/pdf"
    assert printed.content.startswith(b"%PDF-")


async def test_whoever_holds_the_paper_may_ask_whether_it_is_true(cast: Cast, address: str):
    told = (await hands(cast.carla, "pillar", "bruno")).json()
    award = told["award"]["id"]
    async with httpx.AsyncClient(base_url=address, headers={"Accept-Language": "es"}) as anybody:
        page = await anybody.get(f"/api/awards/{award}/verification", params={"proof": proof_of(award)})
        assert page.status_code == 200
        assert "Bruno tiene la insignia «Pilar del equipo» de Recognize" in page.text
        english = await anybody.get(
            f"/api/awards/{award}/verification", params={"proof": proof_of(award)}, headers={"Accept-Language": "en"}
        )
        assert "This certificate is true" in english.text
        for proof in ("", "wrong", proof_of(cast.ana.id)):
            refused = await anybody.get(f"/api/awards/{award}/verification", params={"proof": proof})
            assert refused.status_code == 403
            assert "Bruno" not in refused.text
        await cast.admin.http.delete(f"/api/awards/{award}", params={"reason": "a mistake"})
        gone = await anybody.get(f"/api/awards/{award}/verification", params={"proof": proof_of(award)})
        assert "ya no está vigente" in gone.text
        assert "Bruno" not in gone.text


async def test_many_who_ask_for_one_picture_wait_for_one_drawing(monkeypatch: pytest.MonkeyPatch):
    drawn: list[str] = []
    art = Badge("circle", "closing", None, "heart", 64)
    monkeypatch.setattr(pictures, "draw", lambda each: drawn.append(name_of(each)) or b"png")
    answers = await asyncio.gather(*(pictures.picture(art) for _ in range(20)))
    assert drawn == [name_of(art)]
    assert set(answers) == {(name_of(art), b"png")}


async def test_too_many_are_asked_to_come_back(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pictures, "MOST_WAITING", 0)
    with pytest.raises(BusyError):
        await pictures.picture(Badge("circle", "closing", None, "heart", 65))


async def test_what_nobody_looks_at_is_purged(tmp_path: Path):
    import os

    old, new = (Badge("circle", "closing", None, "heart", size) for size in (64, 65))
    for art in (old, new):
        await pictures.picture(art)
    os.utime(tmp_path / "artwork" / name_of(old)[:2] / name_of(old), (0, 0))
    await pictures.purge_artwork()
    assert {file.name for file in tmp_path.rglob("*") if file.is_file()} == {name_of(new)}
