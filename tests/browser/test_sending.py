"""From thought to sent, and seen by others."""

import asyncio
import re
import time

import pytest
from playwright.async_api import Locator, Page, Route, expect

from recognize.identity.actions import set_password
from recognize.people.actions import choose_preference, create_person, create_team
from recognize.people.schemas import Preference
from recognize.worker import settle
from tests.browser.conftest import PASSWORD, Visit
from tests.browser.test_accessibility import complaints
from tests.cast import Cast

FEW_TABS = 3  # the picture stands between the words and the suggestions
WITHIN_MS = 1_000
MOST_NODES_OF_A_CARD = 40
MESSAGE = "Se quedó hasta tarde y encontró el error de la factura."


def card(page: Page, text: str):
    return page.get_by_role("article").filter(has_text=text)


async def test_signs_in_and_out(visit: Visit, cast: Cast):
    page = await visit(None)
    await set_password("ana", PASSWORD)
    await page.get_by_label("Usuario o correo").fill("ana")
    await page.get_by_label("Contraseña").fill("not this one")
    await page.get_by_role("button", name="Entrar").click()
    await expect(page.get_by_role("alert")).not_to_be_empty()
    await page.get_by_label("Contraseña").fill(PASSWORD)
    await page.get_by_role("button", name="Entrar").click()
    await expect(page.get_by_role("heading", name="Muro")).to_be_visible()
    await page.get_by_role("button", name="Tu cuenta: Ana").click()
    await page.get_by_role("button", name="Salir").click()
    await expect(page.get_by_label("Contraseña")).to_be_visible()


async def tab_to(page: Page, target: Locator) -> None:
    for _ in range(FEW_TABS):
        await page.keyboard.press("Tab")
        if await target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} is more than {FEW_TABS} tabs away")


async def test_a_kudos_sent_by_keyboard_alone_shows_elsewhere_within_a_second(visit: Visit, cast: Cast):
    diego = await visit(cast.diego)
    await expect(diego.get_by_text("En vivo").first).to_be_attached()
    await diego.evaluate("window.sinceTheBeginning = true")

    ana = await visit(cast.ana)
    await expect(ana.get_by_role("heading", name="Muro")).to_be_visible()
    keys = ana.keyboard
    await keys.press("k")
    await expect(ana.get_by_role("combobox", name="¿A quién?")).to_be_focused()
    await keys.type("brú")  # accents do not matter
    await expect(ana.get_by_role("option", name="Bruno")).to_be_visible()
    await keys.press("Enter")
    await keys.press("Tab")
    await expect(ana.get_by_label("¿Qué pasó?")).to_be_focused()
    await keys.type(MESSAGE)
    await expect(ana.locator(".suggested button")).to_have_count(3)
    await tab_to(ana, ana.locator(".suggested button").first)
    await keys.press("Space")
    await expect(ana.locator(".suggested button").first).to_have_attribute("aria-pressed", "true")
    await keys.press("Control+Enter")

    started = time.monotonic()
    await expect(card(diego, MESSAGE)).to_be_visible(timeout=WITHIN_MS)
    assert time.monotonic() - started < WITHIN_MS / 1000
    assert await diego.evaluate("window.sinceTheBeginning")
    await expect(card(ana, MESSAGE)).to_have_count(1)
    await expect(ana.get_by_role("status").filter(has_text="¡Enviado!")).to_be_visible()


async def test_what_is_withdrawn_leaves_the_other_page(visit: Visit, cast: Cast):
    await cast.ana.gives(message=MESSAGE)
    ana, diego = await visit(cast.ana), await visit(cast.diego)
    await expect(card(diego, MESSAGE)).to_be_visible()
    await card(ana, MESSAGE).get_by_role("button", name="Más acciones").click()
    await ana.get_by_role("button", name="Retirar").click()
    await ana.get_by_role("dialog").get_by_role("button", name="Retirar").click()
    await expect(card(ana, MESSAGE)).to_have_count(0)
    await expect(card(diego, MESSAGE)).to_have_count(0)


async def test_a_card_carries_its_menu_only_once_it_was_opened(visit: Visit, cast: Cast):
    await cast.ana.gives(message=MESSAGE)
    page = await visit(cast.ana)
    opener = card(page, MESSAGE).get_by_role("button", name="Más acciones")
    await expect(opener).to_be_visible()
    await expect(page.locator("[popover]")).to_have_count(0)
    assert await card(page, MESSAGE).evaluate("card => card.querySelectorAll('*').length") < MOST_NODES_OF_A_CARD
    first = page.get_by_role("link", name="Abrir")
    await opener.press("Enter")
    await expect(first).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(first).to_be_hidden()
    await expect(opener).to_be_focused()
    await opener.press("Enter")
    await expect(first).to_be_focused()
    await opener.click()
    await expect(first).to_be_hidden()


async def test_a_begun_kudos_survives_a_reload(visit: Visit, cast: Cast):
    page = await visit(cast.ana)
    await page.get_by_role("button", name="Reconocer").first.click()
    await page.get_by_label("¿Qué pasó?").fill(MESSAGE)
    await page.keyboard.press("Escape")
    await page.reload()
    await page.get_by_role("button", name="Reconocer").first.click()
    await expect(page.get_by_label("¿Qué pasó?")).to_have_value(MESSAGE)


async def begin(page: Page, words: str = MESSAGE) -> None:
    """Everything but the last tap."""
    await page.get_by_role("button", name="Reconocer").first.click()
    await page.get_by_role("combobox", name="¿A quién?").fill("bruno")
    await page.get_by_role("option", name="Bruno").click()
    await page.get_by_label("¿Qué pasó?").fill(words)
    await page.locator(".suggested button").first.click()


async def test_sent_again_after_a_lost_answer_and_a_reload_it_is_there_once(visit: Visit, cast: Cast):
    async def lose_the_answer(route: Route) -> None:
        await route.fetch()
        await route.abort()

    page = await visit(cast.ana)
    await page.route("**/api/kudos", lose_the_answer)
    await begin(page)
    await page.get_by_role("button", name="Enviar reconocimiento").click()
    await expect(page.get_by_role("alert").filter(has_text="no sabemos si llegó")).to_be_visible()
    await page.unroute("**/api/kudos")
    await page.reload()
    await page.get_by_role("button", name="Reconocer").first.click()
    await page.get_by_role("button", name="Enviar reconocimiento").click()
    await expect(page.get_by_role("status").filter(has_text="¡Enviado!")).to_be_visible()
    await expect(card(page, MESSAGE)).to_have_count(1)
    assert len((await cast.ana.feed())["items"]) == 1


async def test_nothing_typed_while_it_is_on_its_way_is_lost(visit: Visit, cast: Cast):
    waiting: asyncio.Future[Route] = asyncio.get_running_loop().create_future()

    async def hold(route: Route) -> None:
        waiting.set_result(route)

    page = await visit(cast.ana)
    await page.route("**/api/kudos", hold)
    await begin(page)
    await page.get_by_label("¿Qué pasó?").press("Control+Enter")
    route = await waiting
    await page.keyboard.type(" Y otra cosa.")
    await expect(page.locator("#message")).to_have_value(MESSAGE)
    await route.abort()
    await expect(page.locator(".body[inert]")).to_have_count(0)
    await expect(page.get_by_label("¿Qué pasó?")).to_be_focused()
    await page.keyboard.press("End")
    await page.keyboard.type(" Y otra cosa.")
    await expect(page.locator("#message")).to_have_value(f"{MESSAGE} Y otra cosa.")


async def test_what_a_person_had_begun_and_whom_they_thanked_goes_with_them(visit: Visit, cast: Cast):
    page = await visit(cast.ana)
    await begin(page)
    await page.keyboard.press("Control+Enter")
    await expect(page.get_by_role("status").filter(has_text="¡Enviado!")).to_be_visible()
    await page.keyboard.press("k")
    await page.get_by_label("¿Qué pasó?").fill("Solo para mí.")
    await page.keyboard.press("Escape")
    kept = "Object.keys(localStorage).filter(name => name.startsWith('recognize.of.')).length"
    assert await page.evaluate(kept) == 2
    await page.get_by_role("button", name="Tu cuenta").click()
    await page.get_by_role("button", name="Salir").click()
    await expect(page.get_by_label("Contraseña")).to_be_visible()
    assert await page.evaluate(kept) == 0


async def test_what_was_begun_waits_for_its_owner_and_goes_when_somebody_else_comes(visit: Visit, cast: Cast):
    page = await visit(cast.ana)
    await page.get_by_role("button", name="Reconocer").first.click()
    await page.get_by_label("¿Qué pasó?").fill("Solo para mí.")
    for who, words in (("ana", "Solo para mí."), ("bruno", ""), ("ana", "")):
        await page.context.clear_cookies()
        await page.reload()
        await set_password(who, PASSWORD)
        await page.get_by_label("Usuario o correo").fill(who)
        await page.get_by_label("Contraseña").fill(PASSWORD)
        await page.get_by_role("button", name="Entrar").click()
        await page.get_by_role("button", name="Reconocer").first.click()
        await expect(page.get_by_label("¿Qué pasó?")).to_have_value(words)


@pytest.mark.parametrize(
    ("preference", "visibility", "told"),
    [
        ("feed_only", "Todos lo ven", "Ya está en el muro."),
        ("feed_only", "Solo nuestras áreas", "Ya está en el muro de sus áreas."),
        ("feed_only", "Solo entre nosotros", "Lo ven solo ustedes."),
        ("quiet", "Todos lo ven", "Lo ven solo ustedes y su líder."),
    ],
)
async def test_who_will_see_it_is_told_after_sending(
    visit: Visit, cast: Cast, preference: Preference, visibility: str, told: str
):
    await choose_preference(cast.bruno.id, preference)
    page = await visit(cast.ana)
    await begin(page)
    await page.get_by_text("Cambiar").click()
    await page.get_by_label(visibility).check()
    await page.get_by_role("button", name="Enviar reconocimiento").click()
    await expect(page.get_by_role("status").filter(has_text=told)).to_be_visible()
    marked = card(page, MESSAGE).get_by_text("Con discreción")
    await expect(marked).to_have_count(1 if preference == "quiet" else 0)


async def test_what_is_missing_is_said_and_focused(visit: Visit, cast: Cast):
    page = await visit(cast.ana)
    await page.get_by_role("button", name="Reconocer").first.click()
    await page.get_by_role("button", name="Enviar reconocimiento").click()
    await expect(page.get_by_role("alert").filter(has_text="Elige a quién reconoces.")).to_be_visible()
    await expect(page.get_by_role("combobox")).to_be_focused()


async def test_new_ones_wait_while_somebody_reads_below(visit: Visit, cast: Cast):
    for number in range(12):
        await cast.ana.gives(message=f"Gracias por la ayuda número {number}.")
    page = await visit(cast.diego, viewport={"width": 1000, "height": 500})
    await expect(page.get_by_role("article")).to_have_count(12)
    await expect(page.get_by_text("En vivo").first).to_be_attached()
    await page.evaluate("scrollTo(0, 900)")
    await cast.ana.gives(message=MESSAGE)
    await page.get_by_role("button", name="1 nuevo").click()
    await expect(card(page, MESSAGE)).to_be_in_viewport()


async def test_a_discreet_person_is_not_promised_a_name(visit: Visit, cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    page = await visit(cast.ana)
    await page.get_by_role("button", name="Reconocer").first.click()
    await page.get_by_role("combobox").fill("bruno")
    await page.get_by_role("option", name="Bruno").click()
    await expect(page.get_by_text("prefiere discreción")).to_be_visible()
    await page.get_by_label("¿Qué pasó?").fill("Bruno arregló la impresora.")
    await expect(page.get_by_text("Tu texto nombra a Bruno")).to_be_visible()


async def test_the_discreet_members_of_a_team_are_not_promised_a_name(visit: Visit, cast: Cast):
    await create_team("cierre", "Equipo de cierre", ["ana", "bruno", "diego"])
    await choose_preference(cast.ana.id, "quiet")
    await choose_preference(cast.bruno.id, "quiet")
    page = await visit(cast.ana)
    await page.get_by_role("button", name="Reconocer").first.click()
    for words, group in (("cierre", "Equipo de cierre"), ("ventas", "Ventas")):
        await page.get_by_role("combobox").fill(words)
        await page.get_by_role("option", name=group).click()
        await expect(page.get_by_text("Bruno prefiere discreción")).to_be_visible()
    await page.get_by_label("¿Qué pasó?").fill("Bruno y Ana arreglaron la impresora.")
    await expect(page.get_by_text("Tu texto nombra a Bruno.")).to_be_visible()


async def test_after_sending_the_dialog_begins_with_its_options_folded(visit: Visit, cast: Cast):
    page = await visit(cast.ana)
    await expect(page.get_by_role("heading", name="Muro")).to_be_visible()
    await page.keyboard.press("k")
    await page.get_by_role("combobox", name="¿A quién?").fill("bruno")
    await page.get_by_role("option", name="Bruno").click()
    await page.get_by_label("¿Qué pasó?").fill(MESSAGE)
    await page.locator(".suggested button").first.click()
    await page.get_by_text("Cambiar").click()
    options = page.locator("dialog details")
    await expect(options).to_have_attribute("open", "")
    await page.keyboard.press("Control+Enter")
    await expect(options).to_be_hidden()  # the socket may show the card before the answer closes the dialog
    await page.keyboard.press("k")
    await expect(page.get_by_role("combobox", name="¿A quién?")).to_be_focused()
    await expect(options).not_to_have_attribute("open", "")


async def test_the_chosen_one_of_many_is_in_sight(visit: Visit, cast: Cast):
    for number in range(8):
        await create_person(f"carmen{number}", f"Carmen Luna {number}")
    page = await visit(cast.ana, viewport={"width": 390, "height": 600})
    await page.get_by_role("button", name="Reconocer").first.click()
    await page.get_by_role("combobox").fill("carmen")
    await expect(page.get_by_role("option")).not_to_have_count(0)
    for _ in range(await page.get_by_role("option").count() - 1):
        await page.keyboard.press("ArrowDown")
    await expect(page.get_by_role("option").last).to_have_attribute("aria-selected", "true")
    await expect(page.get_by_role("option").last).to_be_in_viewport(ratio=0.9)


async def test_an_at_sign_offers_people_by_keyboard_and_the_first_escape_closes_only_the_list(visit: Visit, cast: Cast):
    page = await visit(cast.ana)
    await expect(page.get_by_text("En vivo").first).to_be_attached()
    await page.keyboard.press("k")
    field = page.locator("#message")
    await field.fill("")
    await field.press_sequentially("Con @di")
    await expect(page.get_by_role("option", name="Diego")).to_have_attribute("aria-selected", "true")
    await expect(field).to_have_attribute("aria-activedescendant", re.compile("-0$"))
    assert await complaints(page) == []
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("option")).to_have_count(0)
    await expect(page.get_by_role("dialog")).to_be_visible()
    await field.press_sequentially("e")
    await expect(page.get_by_role("option", name="Diego")).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(field).to_have_value("Con @diego ")
    await expect(field).to_be_focused()


async def test_what_two_areas_usually_thank_each_other_for_is_suggested(visit: Visit, cast: Cast):
    for _ in range(2):
        await cast.bruno.gives(recipients=["diego"], behaviours=["ownership"])
    await settle()
    page = await visit(cast.ana)
    suggested = page.locator(".suggested button[data-code=ownership]")
    await page.get_by_role("button", name="Reconocer").first.click()
    await page.get_by_label("¿Qué pasó?").fill("Ayer, xxxxxxxx yyyyyyyy")
    await expect(page.locator(".suggested button")).to_have_count(0)
    for name in ("Diego", "Almacén"):
        await page.get_by_role("combobox").fill(name)
        await page.get_by_role("option", name=name).first.click()
        await expect(suggested).to_have_count(1)
        await (
            page.get_by_role("button", name=f"Quitar {name}")
            .or_(page.get_by_role("button", name=f"Quitar a {name}"))
            .click()
        )
        await expect(suggested).to_have_count(0)


async def test_the_dialog_proposes_the_points_that_are_usual_in_the_organisation(visit: Visit, cast: Cast):
    answer = await cast.admin.http.patch("/api/organisation", json={"usual_points": 15})
    assert answer.status_code == 200
    page = await visit(cast.ana, language="en")
    await expect(page.get_by_text("Live").first).to_be_attached()
    await page.keyboard.press("k")
    await page.get_by_text("15 points each").click()
    await expect(page.get_by_role("radio", name="15")).to_be_checked()


async def test_thanks_to_a_team_alone_say_that_they_go_without_points(cast: Cast, visit: Visit):
    await create_team("TURNO", "Turno de tarde", ["bruno", "carla"])
    page = await visit(cast.ana)
    await page.get_by_role("button", name="Reconocer").first.click()
    options = page.locator("dialog summary")
    await expect(options).to_contain_text("10 puntos por persona")
    await page.get_by_role("combobox").press_sequentially("Turno")
    await page.get_by_role("option").first.click()
    await expect(options).to_contain_text("Va sin puntos")
