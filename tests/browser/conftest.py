"""A real browser against the real server.

Playwright's asynchronous interface, in the loop of all other tests: the pytest plugin brings a loop of its own, and the
fixtures of the server and the database would not run inside it.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from recognize.identity.actions import set_password
from recognize.pages import BUILT, INDEX
from tests.browser import chromium
from tests.cast import Actor, Cast
from tests.serving import Serving

PASSWORD = "a long enough password"
Visit = Callable[..., Awaitable[Page]]

expect.set_options(timeout=10_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if not chromium.unwanted():
        return
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.skip(reason="BROWSER=none"))


async def let_go(context: BrowserContext) -> None:
    """Whatever a test answered for the server may still be under way."""
    for page in context.pages:
        await page.unroute_all(behavior="ignoreErrors")
    await context.close()


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    assert (BUILT / INDEX).exists(), "the web client is not built: make setup"
    try:
        async with chromium.launched() as running:
            yield running
    except chromium.NoBrowserError as failure:
        pytest.fail(str(failure), pytrace=False)


@pytest.fixture
async def serving(clean: None) -> AsyncIterator[Serving]:
    server = Serving(ws="websockets-sansio", timeout_graceful_shutdown=1)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def visit(browser: Browser, address: str, cast: Cast) -> AsyncIterator[Visit]:
    """Open a page as somebody, in a browser of their own. What the page itself complains about fails the test."""
    contexts, complaints = [], []

    async def visit(who: Actor | None, path: str = "/", *, language: str = "es", **options: Any) -> Page:
        chosen: dict[str, Any] = {"reduced_motion": "reduce", "service_workers": "block"} | options
        context = await browser.new_context(base_url=address, locale=language, **chosen)
        contexts.append(context)
        await context.add_init_script(f"if (top === window) localStorage.setItem('recognize.language', '{language}')")
        if who:
            await set_password(who.handle, PASSWORD)
            answer = await context.request.post("/api/session", data={"login": who.handle, "password": PASSWORD})
            assert answer.ok, await answer.text()
        page = await context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        await page.goto(path)
        return page

    yield visit
    for context in contexts:
        await let_go(context)
    assert not complaints
