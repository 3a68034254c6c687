"""What a browser fetches before somebody can write, and for the wall: JavaScript as it comes over the wire."""

from collections.abc import Iterable

from playwright.async_api import Browser, BrowserContext, Page, Response

from recognize.pages import BUILT
from tests.bench.company import HANDLES, Company
from tests.bench.table import Row
from tests.browser.chromium import NoBrowserError, launched, unwanted
from tests.faults.processes import Web, recognize

BYTES_PER_KB = 1000
SCRIPT = "javascript"
LOCALE = "es"  # that of the reader; where the browser speaks another, its dictionary comes, too: 2 kB


async def weights(site: Company, web: Web) -> list[Row]:
    """Not measured where there is no browser."""
    if unwanted():
        return _rows([], [], "BROWSER=none")
    try:
        async with launched() as browser:
            return _rows([await _client(browser, site, web)], [await _wall(browser, site, web)])
    except NoBrowserError as failure:
        return _rows([], [], str(failure).splitlines()[0])


def _rows(client: list[float], wall: list[float], missing: str = "") -> list[Row]:
    chunks = [path.stat().st_size for path in BUILT.rglob("assets/*.js")]
    note = missing or f"packed; all {len(chunks)} chunks of both, unpacked: {sum(chunks) / BYTES_PER_KB:.0f} kB"
    return [
        Row("client", "JS until the dialog is open over the feed", "kB", client, note=note),
        Row("wall", "JS of the wall with a kudos on it", "kB", wall),
    ]


async def _client(browser: Browser, site: Company, web: Web) -> float:
    password = recognize(site.data_dir, "password", "set", "--person", HANDLES[0]).stdout.strip()
    context = await browser.new_context(base_url=web.address, locale=LOCALE, service_workers="block")
    signed_in = await context.request.post("/api/session", data={"login": HANDLES[0], "password": password})
    assert signed_in.ok, await signed_in.text()
    page, heard = await _listened_to(context)
    await page.goto("/")
    await page.get_by_role("article").first.wait_for()
    await page.keyboard.press("k")
    await page.get_by_role("combobox").first.wait_for()
    await page.wait_for_load_state("networkidle")
    return await _script_kb(heard, context)


async def _wall(browser: Browser, site: Company, web: Web) -> float:
    token = recognize(site.data_dir, "display", "create", "--name", "Bench").stdout.strip()
    context = await browser.new_context(base_url=web.address, service_workers="block")
    page, heard = await _listened_to(context)
    await page.goto(f"/wall#{token}")
    await page.locator(".clock").wait_for()
    await page.wait_for_load_state("networkidle")
    return await _script_kb(heard, context)


async def _listened_to(context: BrowserContext) -> tuple[Page, list[Response]]:
    page = await context.new_page()
    heard: list[Response] = []
    page.on("response", lambda response: heard.append(response))  # noqa: PLW0108  # Playwright marks what it is given
    return page, heard


async def _script_kb(heard: Iterable[Response], context: BrowserContext) -> float:
    scripts = [each for each in heard if SCRIPT in each.headers.get("content-type", "")]
    sizes = [(await each.request.sizes())["responseBodySize"] for each in scripts]
    await context.close()
    return sum(sizes) / BYTES_PER_KB
