"""The server goes away and comes back: the page says so, waits, and misses nothing."""

import asyncio
from collections.abc import AsyncIterator

import pytest
import uvicorn
from playwright.async_api import expect

from recognize.app import create
from tests.browser.conftest import Visit
from tests.cast import Cast

LOST = "Reconectando…"


class Serving:
    """A server that can be stopped and started again on its port."""

    def __init__(self) -> None:
        self.port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        config = uvicorn.Config(
            create(), port=self.port, log_config=None, ws="websockets-sansio", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._running = asyncio.create_task(self._server._serve())
        while not self._server.started:
            assert not self._running.done(), self._running.exception()
            await asyncio.sleep(0.005)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.should_exit = True
        await self._running


@pytest.fixture
async def serving(clean: None) -> AsyncIterator[Serving]:
    server = Serving()
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def address(serving: Serving) -> str:
    return serving.address


async def test_the_page_recovers_by_itself(visit: Visit, serving: Serving, cast: Cast):
    await cast.ana.gives(message="Antes de la caída, gracias.")
    page = await visit(cast.diego)
    await expect(page.get_by_text("En vivo").first).to_be_attached()
    await serving.stop()
    await expect(page.get_by_text(LOST)).to_be_visible()
    await expect(page.get_by_text("Antes de la caída")).to_be_visible()
    await serving.start()
    await cast.ana.gives(message="Después de la caída, gracias.")
    await expect(page.get_by_text("Después de la caída")).to_be_visible(timeout=20_000)
    await expect(page.get_by_text(LOST)).to_have_count(0)
    await cast.ana.gives(message="Y en vivo otra vez, gracias.")
    await expect(page.get_by_text("Y en vivo otra vez")).to_be_visible()
    await expect(page.get_by_role("article")).to_have_count(3)


async def test_the_last_good_feed_survives_a_dead_server(visit: Visit, serving: Serving, cast: Cast):
    await cast.ana.gives(message="Quedó guardado en el navegador.")
    page = await visit(cast.diego, service_workers="allow")
    await page.evaluate("navigator.serviceWorker.ready")
    await page.reload()  # the first visit was before the worker
    await expect(page.get_by_text("Quedó guardado")).to_be_visible()
    await page.wait_for_function("caches.match('/api/feed?limit=20').then(Boolean)")
    await serving.stop()
    await page.reload()
    await expect(page.get_by_text("Quedó guardado")).to_be_visible()
    await expect(page.get_by_text(LOST)).to_be_visible()
    await serving.start()
    await expect(page.get_by_text("En vivo").first).to_be_attached(timeout=30_000)
