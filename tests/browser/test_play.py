"""Highlights, challenges and one's own path, as people meet them."""

from playwright.async_api import expect

from recognize.worker import settle
from tests.browser.conftest import Visit
from tests.cast import Cast


async def test_somebody_joins_the_board_and_leaves_it_again(visit: Visit, cast: Cast):
    await cast.ana.gives(recipients=["bruno", "diego"])
    await settle()
    page = await visit(cast.ana, "/boards")
    await expect(page.get_by_text("Todavía no hay nadie aquí")).to_be_visible()
    await page.get_by_label("Quiero estar en Destacados").check()
    await settle()
    places = page.locator("ol li")
    await expect(places).to_have_count(1)
    await expect(places).to_contain_text("Ana")
    await expect(page.get_by_text("Tu lugar: 1")).to_be_visible()
    await page.get_by_label("Quiero estar en Destacados").uncheck()
    await expect(places).to_have_count(0)


async def test_a_challenge_that_is_done_shows_it_without_a_reload(visit: Visit, cast: Cast):
    page = await visit(cast.ana, "/challenges")
    card = page.get_by_role("listitem").filter(has_text="Cruza el pasillo")
    await expect(card.get_by_role("progressbar")).to_have_attribute("aria-valuetext", "0 de 1")
    await expect(page.get_by_role("status").filter(has_text="En vivo")).to_be_attached()
    await cast.ana.gives(recipients=["diego"])
    await settle()
    await expect(card).to_contain_text("¡Cumplido!")


async def test_the_inbox_says_what_was_earned_and_marks_it_over_its_whole_width(visit: Visit, cast: Cast):
    await cast.ana.gives(recipients=["bruno", "diego"])
    await settle()
    page = await visit(cast.ana, "/notifications")
    notices = page.get_by_role("main").get_by_role("listitem").filter(has=page.locator(".notice"))
    for said in (
        "Ganaste la insignia «Primer gracias»",
        "Llegaste al nivel 2: Brote",
        "Cumpliste el reto «Cruza el pasillo»",
    ):
        await expect(notices.filter(has_text=said)).to_have_count(1)
    row = notices.first
    await expect(row.locator(".notice.new")).to_be_visible()
    assert await row.evaluate("row => row.offsetWidth - row.querySelector('.notice').offsetWidth") == 0


async def test_only_oneself_sees_ones_own_path(visit: Visit, cast: Cast):
    await cast.ana.gives(recipients=["bruno", "diego"])
    await settle()
    own = await visit(cast.ana, "/people/ana")
    await expect(own.get_by_role("heading", name="Nivel 2 Brote")).to_be_visible()
    await expect(own.get_by_text("Constancia").first).to_be_visible()
    others = await visit(cast.bruno, "/people/ana")
    await expect(others.get_by_role("heading", level=1, name="Ana")).to_be_visible()
    await expect(others.get_by_role("heading", name="Tu camino")).to_have_count(0)


async def test_the_dialog_offers_whom_one_might_thank_and_one_tap_takes_them(visit: Visit, cast: Cast):
    page = await visit(cast.ana)
    await page.get_by_role("banner").get_by_role("button", name="Reconocer").click()
    offers = page.get_by_role("group", name="¿Quizás a…?").get_by_role("button")
    await expect(offers.first).to_be_visible()
    name = await offers.first.locator("span[dir]").inner_text()
    await offers.first.click()
    await expect(page.get_by_role("list", name="Personas elegidas").get_by_text(name)).to_be_visible()
    await expect(offers).to_have_count(0)
