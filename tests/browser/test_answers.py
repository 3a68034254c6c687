"""What people do below a kudos, in a browser: each shows what the other does, without a reload."""

import asyncio
import io
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from PIL import Image
from playwright.async_api import Page, Route, expect

from recognize.people.actions import change_person, create_person
from tests.browser.conftest import Visit
from tests.browser.test_accessibility import LOOKS, Look, complaints_in
from tests.cast import Cast
from tests.celebrations.support import morning_of
from tests.media.drawing import picture_file
from tests.wins.sharing import shares


async def test_a_face_is_made_and_taken_back_by_keyboard_and_the_other_sees_it(visit: Visit, cast: Cast):
    await cast.ana.gives()
    diego, bruno = await visit(cast.diego), await visit(cast.bruno)
    await diego.get_by_role("button", name="Reaccionar").focus()
    await diego.keyboard.press("Enter")
    await expect(diego.get_by_role("button", name="Me alegra")).to_be_focused()
    await diego.keyboard.press("Enter")
    own = diego.get_by_role("article").get_by_role("button", name="1 Me alegra")
    await expect(own).to_have_attribute("aria-pressed", "true")
    seen = bruno.get_by_role("article").get_by_role("button", name="1 Me alegra")
    await expect(seen).to_have_attribute("aria-pressed", "false")
    await seen.click()
    await expect(diego.get_by_role("button", name="2 Me alegra")).to_be_visible()
    await bruno.get_by_role("article").get_by_role("button", name="2 Me alegra").click()
    await expect(diego.get_by_role("button", name="1 Me alegra")).to_be_visible()


async def test_a_comment_comes_to_the_other_and_its_author_takes_it_back(visit: Visit, cast: Cast):
    await cast.ana.gives()
    diego, bruno = await visit(cast.diego), await visit(cast.bruno)
    for page in (diego, bruno):
        await page.get_by_role("button", name="Comentarios").click()
    await diego.get_by_label("Escribe un comentario").fill("Así fue, **gracias**.")
    await diego.get_by_role("button", name="Comentar", exact=True).click()
    await expect(bruno.get_by_text("Así fue")).to_be_visible()
    await expect(bruno.get_by_role("button", name="1 Comentarios")).to_be_visible()
    await expect(bruno.get_by_role("button", name="Quitar el comentario")).to_have_count(0)
    await diego.get_by_role("button", name="Quitar el comentario de Diego").click()
    await diego.get_by_role("dialog").get_by_role("button", name="Quitar").click()
    await expect(bruno.get_by_text("Así fue")).to_have_count(0)


async def test_joining_in_shows_at_once_who_did_and_the_points_only_to_whom_they_concern(visit: Visit, cast: Cast):
    await cast.ana.gives(points=10)
    diego, bruno, carla = await visit(cast.diego), await visit(cast.bruno), await visit(cast.carla)
    await diego.get_by_role("button", name="Me sumo").click()
    await diego.get_by_role("button", name="5 puntos por persona").click()
    await expect(diego.get_by_text("Te sumaste con 5 puntos")).to_be_visible()
    for page in (bruno, carla):
        await expect(page.get_by_text("Se sumó Diego")).to_be_visible()
    await expect(bruno.get_by_text("Recibiste 15 puntos")).to_be_visible()
    await expect(carla.get_by_text("Recibi")).to_have_count(0)
    await expect(bruno.get_by_role("button", name="Me sumo")).to_have_count(0)


async def test_the_giver_corrects_the_text(visit: Visit, cast: Cast):
    await cast.ana.gives(message="Gracias por las formas.")
    ana, diego = await visit(cast.ana), await visit(cast.diego)
    await ana.get_by_role("button", name="Más acciones").click()
    await ana.get_by_role("button", name="Corregir el texto").click()
    await ana.get_by_role("dialog").get_by_role("textbox").fill("Gracias por los formularios.")
    await ana.get_by_role("button", name="Guardar").click()
    await expect(diego.get_by_text("Gracias por los formularios.")).to_be_visible()
    await expect(diego.get_by_text("editado")).to_be_visible()


async def test_a_recipient_says_who_helped_too_and_the_giver_adds_them_with_one_tap(visit: Visit, cast: Cast):
    await cast.ana.gives()
    ana, bruno, carla = await visit(cast.ana), await visit(cast.bruno), await visit(cast.carla)
    await bruno.get_by_role("button", name="Más acciones").click()
    await bruno.get_by_role("button", name="También ayudó").click()
    await bruno.get_by_role("dialog").get_by_role("combobox").fill("diego")
    await bruno.get_by_role("dialog").get_by_role("option", name="Diego").click()
    await bruno.get_by_role("button", name="Avisar").click()
    await ana.get_by_role("button", name="Agregar: Diego").click()
    for page in (ana, bruno, carla):
        await expect(page.get_by_role("heading", name="Ana a Bruno y Diego")).to_be_visible()


async def test_a_recipient_hides_the_own_name_and_shows_it_again(visit: Visit, cast: Cast):
    await cast.ana.gives(recipients=["bruno", "carla"])
    bruno, diego = await visit(cast.bruno), await visit(cast.diego)
    for act, heading in (("Ocultar mi nombre", "Ana a Carla"), ("Mostrar mi nombre", "Ana a Bruno y Carla")):
        await bruno.get_by_role("button", name="Más acciones").click()
        await bruno.get_by_role("button", name=act).click()
        await bruno.get_by_role("dialog").get_by_role("button", name=act).click()
        await expect(diego.get_by_role("heading", name=heading, exact=True)).to_be_visible()


async def chosen_picture(page: Page, file: Path) -> None:
    await expect(page.get_by_text("En vivo").first).to_be_attached()
    await page.keyboard.press("k")
    async with page.expect_file_chooser() as asked:
        await page.get_by_role("button", name="Agregar una imagen").click()
    await (await asked.value).set_files(file)


async def test_a_picture_is_sent_along_and_seen_by_the_other(visit: Visit, cast: Cast, tmp_path: Path):
    file = tmp_path / "photo.jpg"
    file.write_bytes(picture_file((640, 400), "JPEG"))
    ana, diego = await visit(cast.ana), await visit(cast.diego)
    await chosen_picture(ana, file)
    await expect(ana.get_by_role("img", name="La imagen que agregaste")).to_be_visible()
    await ana.get_by_role("combobox").fill("bruno")
    await ana.get_by_role("option", name="Bruno").click()
    await ana.locator("#message").fill("Dejó el almacén así de ordenado.")
    await ana.locator(".suggested button").first.click()
    await ana.keyboard.press("Control+Enter")
    picture = diego.locator("article .picture img")
    await expect(picture).to_be_visible()
    answer = await diego.request.get(await picture.get_attribute("src") or "")
    assert Image.open(io.BytesIO(await answer.body())).size == (640, 400)


async def test_what_is_no_picture_is_said_where_it_was_chosen(visit: Visit, cast: Cast, tmp_path: Path):
    file = tmp_path / "photo.png"
    file.write_bytes(b"not a picture")
    ana = await visit(cast.ana)
    await chosen_picture(ana, file)
    await expect(ana.get_by_text("Esa no es una imagen PNG, JPEG o WebP")).to_be_visible()


@pytest.mark.parametrize(("language", "looks"), LOOKS)
async def test_axe_finds_nothing_below_a_kudos(visit: Visit, cast: Cast, language: str, looks: list[Look]):
    picture = (await cast.ana.http.post("/api/media", content=picture_file((640, 400)))).json()["hash"]
    kudos = (await cast.ana.gives(points=10, picture=picture)).json()["id"]
    await cast.carla.http.post(f"/api/kudos/{kudos}/boosts", json={"points": 5})
    await cast.bruno.http.post(f"/api/kudos/{kudos}/also-helped", json={"person": "diego"})
    for who, face in ((cast.ana, "glad"), (cast.bruno, "love"), (cast.carla, "wow"), (cast.hr, "inspired")):
        await who.http.post(f"/api/kudos/{kudos}/reactions", json={"face": face})
    await cast.bruno.http.post(f"/api/kudos/{kudos}/comments", json={"text": "Un gusto."})
    page = await visit(cast.ana, f"/kudos/{kudos}", language=language)
    await expect(page.get_by_text("Un gusto.")).to_be_visible()
    assert not await complaints_in(looks, page)
    await page.locator("button.answer").first.click()
    await expect(page.locator(".menu button").first).to_be_visible()
    assert not await complaints_in(looks, page)


async def test_a_win_takes_faces_and_comments_in_the_feed_and_on_its_page(visit: Visit, cast: Cast):
    win = (await shares(cast.ana)).json()["id"]
    diego, bruno = await visit(cast.diego), await visit(cast.bruno, f"/wins/{win}")
    await diego.get_by_role("button", name="Reaccionar").click()
    await diego.get_by_role("button", name="Me alegra").click()
    await expect(diego.get_by_role("button", name="1 Me alegra")).to_have_attribute("aria-pressed", "true")
    seen = bruno.get_by_role("article").get_by_role("button", name="1 Me alegra")
    await expect(seen).to_have_attribute("aria-pressed", "false")
    await seen.click()
    await expect(bruno.get_by_role("button", name="2 Me alegra")).to_have_attribute("aria-pressed", "true")
    await diego.get_by_role("button", name="Comentarios").click()
    await diego.get_by_label("Escribe un comentario").fill("¡Qué alivio!")
    await diego.get_by_role("button", name="Comentar", exact=True).click()
    await expect(bruno.get_by_text("¡Qué alivio!")).to_be_visible()
    await diego.get_by_role("button", name="Quitar el comentario de Diego").click()
    await diego.get_by_role("dialog").get_by_role("button", name="Quitar").click()
    await expect(bruno.get_by_text("¡Qué alivio!")).to_have_count(0)


async def test_a_celebration_takes_faces_and_comments_in_the_feed_and_on_its_page(visit: Visit, cast: Cast):
    await change_person(cast.bruno.id, hired_on="2020-11-25")
    await morning_of("2026-11-25")
    diego, bruno = await visit(cast.diego), await visit(cast.bruno)
    await bruno.locator("article .when").click()
    await expect(bruno.get_by_role("heading", name="Bruno cumple 6 años")).to_be_visible()
    await diego.get_by_role("button", name="Reaccionar").click()
    await diego.get_by_role("button", name="Me encanta").click()
    await expect(diego.get_by_role("button", name="1 Me encanta")).to_have_attribute("aria-pressed", "true")
    await expect(bruno.get_by_role("button", name="1 Me encanta")).to_be_visible()
    await bruno.get_by_role("button", name="Comentarios").click()
    await bruno.get_by_label("Escribe un comentario").fill("¡Gracias a todos!")
    await bruno.get_by_role("button", name="Comentar", exact=True).click()
    await expect(diego.get_by_role("button", name="1 Comentarios")).to_be_visible()


async def test_a_win_is_shared_with_a_picture(visit: Visit, cast: Cast, tmp_path: Path):
    file = tmp_path / "photo.jpg"
    file.write_bytes(picture_file((640, 400), "JPEG"))
    ana, diego = await visit(cast.ana, "/wins/new", language="en"), await visit(cast.diego, language="en")
    await ana.locator("input[type=file]").set_input_files(file)
    await expect(ana.get_by_role("img", name="The picture that you added")).to_be_visible()
    await ana.get_by_label("Title").fill("The guides leave on the same day")
    await ana.get_by_label("The story").fill("Sales and the warehouse made one sheet of three.")
    await ana.get_by_role("button", name="Share", exact=True).click()
    await expect(ana.get_by_role("heading", name="The guides leave on the same day")).to_be_visible()
    await expect(diego.get_by_role("link", name="Picture of “The guides leave on the same day”")).to_be_visible()


@pytest.mark.parametrize(("act", "seen"), [("Reaccionar", "1 Me alegra"), ("Comentar", "1 Comentarios")])
async def test_what_arrived_although_its_answer_was_lost_stands_once_and_no_error_beside_it(
    visit: Visit, cast: Cast, act: str, seen: str
):
    await cast.ana.gives()
    diego = await visit(cast.diego)
    await expect(diego.get_by_text("En vivo").first).to_be_attached()
    arrived = asyncio.Event()

    async def lose_the_answer(route: Route) -> None:
        await route.abort()
        await expect(diego.get_by_text("No hay conexión")).to_be_visible()
        await cast.diego.http.post(urlsplit(route.request.url).path, json=route.request.post_data_json)
        arrived.set()

    await diego.get_by_role("button", name="Comentarios").click()
    await expect(diego.get_by_label("Escribe un comentario")).to_be_visible()
    for called in ("reactions", "comments"):
        await diego.route(f"**/{called}", lambda route: lose_the_answer(route) if is_post(route) else route.fallback())
    if act == "Reaccionar":
        await diego.get_by_role("button", name="Reaccionar").click()
        await diego.get_by_role("button", name="Me alegra").click()
    else:
        await diego.get_by_label("Escribe un comentario").fill("Así fue.")
        await diego.get_by_role("button", name="Comentar", exact=True).click()
    await arrived.wait()
    await expect(diego.get_by_role("button", name=seen)).to_be_visible()
    await expect(diego.get_by_text("No hay conexión")).to_have_count(0)
    if act == "Reaccionar":
        await expect(diego.get_by_role("button", name=seen)).to_have_attribute("aria-pressed", "true")
    else:
        await expect(diego.get_by_text("Así fue.")).to_have_count(1)
        await expect(diego.get_by_label("Escribe un comentario")).to_have_value("")


def is_post(route: Route) -> bool:
    return route.request.method == "POST"


async def test_joining_in_is_offered_only_where_it_gives_somebody_points(cast: Cast, visit: Visit):
    await create_person("gil", "Gil", kind="external")
    await cast.ana.gives(recipients=["gil"], message="Cuidaste la puerta toda la noche.")
    await cast.ana.gives(recipients=["bruno"], message="Llamaste de vuelta el mismo día.")
    page = await visit(cast.diego)
    joining = page.get_by_role("button", name="Me sumo")
    await page.get_by_text("Cuidaste la puerta").wait_for()
    await expect(joining).to_have_count(1)
    await expect(
        page.locator("article", has_text="Llamaste de vuelta").get_by_role("button", name="Me sumo")
    ).to_be_visible()


async def test_a_win_is_hidden_from_its_menu_and_restored_from_the_list(cast: Cast, visit: Visit):
    await shares(cast.ana)
    await cast.diego.gives()
    page = await visit(cast.admin)
    win = page.locator("article.win")
    await win.get_by_role("button", name="Más acciones, logro que contó Ana").click()
    await page.get_by_role("button", name="Ocultar").click()
    await page.get_by_label("Motivo").fill("nombra a un cliente")
    await page.get_by_role("dialog").get_by_role("button", name="Ocultar").click()
    await expect(win).to_have_count(0)
    await page.get_by_role("link", name="Ocultos").first.click()
    await page.get_by_role("button", name="Restaurar el logro que contó Ana").click()
    await page.get_by_label("Motivo").fill("ya no lo nombra")
    await page.get_by_role("dialog").get_by_role("button", name="Restaurar").click()
    await expect(page.get_by_text("No hay nada oculto")).to_be_visible()
    await page.goto("/")
    await expect(win).to_be_visible()
