"""Pictures of a demo company that this starts for itself: those of the README into docs/pictures, and every page in
every look into pictures/, to be looked at.

`make screenshots`; `python -m tests.browser.screenshots readme` makes only the first.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import chromium
from tests.browser.chromium import FLAGS

PROJECT = Path(__file__).parents[2]
README_PICTURES = PROJECT / "docs" / "pictures"
ALL_PICTURES = PROJECT / "pictures"
START_SECONDS = 300  # the demo company is made first
MAX_README_BYTES = 250_000
DESK, PHONE, TELEVISION, SMALL_TELEVISION = (1440, 900), (390, 844), (1920, 1080), (1024, 576)
STORY = "Ana se quedó hasta tarde y revisó conmigo cada guía: encontró el error antes de que saliera el camión."


class Look(NamedTuple):
    language: str = "es"
    theme: str = "light"
    size: tuple[int, int] = DESK

    @property
    def folder(self) -> str:
        return f"{self.size[0]}-{self.language}-{self.theme}"


class Demo(NamedTuple):
    address: str
    wall: str
    browser: Browser

    @contextmanager
    def page(self, who: str | None, path: str, look: Look) -> Iterator[Page]:
        context = self._context(look)
        if who:
            assert context.request.post("/api/demo/session", data={"handle": who}).ok
        page = context.new_page()
        page.goto(path)
        settle(page)
        yield page
        context.close()

    def _context(self, look: Look) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.address,
            locale=look.language,
            color_scheme="dark" if look.theme == "dark" else "light",
            viewport={"width": look.size[0], "height": look.size[1]},
            has_touch=look.size == PHONE,
            is_mobile=look.size == PHONE,
            reduced_motion="reduce",
            service_workers="block",
        )
        context.add_init_script(f"if (top === window) localStorage.setItem('recognize.language', '{look.language}')")
        return context


def settle(page: Page) -> None:
    expect(page.get_by_role("heading", level=1).first).to_be_attached()
    expect(page.locator(".bones")).to_have_count(0)
    page.evaluate("document.fonts.ready")
    page.wait_for_timeout(400)


def main(only_readme: bool) -> None:
    with running() as (address, wall), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=FLAGS)
        demo = Demo(address, wall, browser)
        for_readme(demo)
        if not only_readme:
            for look in looks():
                of_every_page(demo, look)
            of_the_wall(demo)
        browser.close()


def for_readme(demo: Demo) -> None:
    README_PICTURES.mkdir(parents=True, exist_ok=True)
    plain = Look()
    take(demo, "feed", "ana", "/", plain)
    take(demo, "compose", "carla", "/", plain, compose)
    take(demo, "person", "ana", "/people/carla", plain)
    take(demo, "behaviours", "ana", "/behaviours", plain)
    take(demo, "report", "helena", f"/reports/{last_month()}", plain)
    take(demo, "phone", "diego", "/", Look(size=PHONE))
    take(demo, "dark", "ana", "/", Look("en", "dark"))
    take(demo, "wall", None, demo.wall, Look(size=SMALL_TELEVISION), slide)


def take(
    demo: Demo, name: str, who: str | None, path: str, look: Look, prepare: Callable[[Page], None] = lambda page: None
) -> None:
    file = README_PICTURES / f"{name}.png"
    with demo.page(who, path, look) as page:
        prepare(page)
        page.screenshot(path=file)
    size = file.stat().st_size
    assert size < MAX_README_BYTES, f"{file.name} has {size:,} bytes"
    say(f"{file.relative_to(PROJECT)} {size / 1000:.0f} kB")


def compose(page: Page) -> None:
    page.keyboard.press("k")
    page.get_by_role("combobox").press_sequentially("ana mor")
    page.get_by_role("option").first.click()
    page.locator("#message").fill(STORY)
    page.locator(".suggested button").first.click()
    page.wait_for_timeout(400)


def slide(page: Page) -> None:
    page.locator(".slide.kudos").first.wait_for()
    page.wait_for_timeout(1_500)


def looks() -> list[Look]:
    return [
        Look(language, theme, size)
        for size in (DESK, PHONE)
        for language in ("es", "en")
        for theme in ("light", "dark")
    ]


def of_every_page(demo: Demo, look: Look) -> None:
    visits: list[tuple[str | None, list[str]]] = [
        (None, ["/"]),
        (
            "ana",
            [
                "/",
                "/?stage=closing",
                "/?search=nothing",
                "/people/carla",
                "/people/ana",
                "/behaviours",
                "/boards",
                "/challenges",
                "/badges",
                "/none/here",
            ],
        ),
        ("helena", [f"/reports/{last_month()}", "/reports/2020-01"]),
        ("adrian", ["/import", "/hidden", "/outbox", "/challenges", "/rules"]),
    ]
    for who, paths in visits:
        for path in paths:
            with demo.page(who, path, look) as page:
                page.screenshot(
                    path=ALL_PICTURES / look.folder / f"{name_of(who, path)}.png", full_page=look.size != DESK
                )
    with demo.page("carla", "/", look) as page:
        compose(page)
        page.screenshot(path=ALL_PICTURES / look.folder / "compose.png")
    say(f"{(ALL_PICTURES / look.folder).relative_to(PROJECT)}/")


def of_the_wall(demo: Demo) -> None:
    look = Look(size=TELEVISION)
    with demo.page(None, demo.wall, look) as page:
        slide(page)
        page.screenshot(path=ALL_PICTURES / "wall" / "live.png")
    with demo.page(None, "/wall", look) as page:
        page.screenshot(path=ALL_PICTURES / "wall" / "connect.png")


def name_of(who: str | None, path: str) -> str:
    return f"{who or 'visitor'}{''.join(letter if letter.isalnum() else '-' for letter in path)}".rstrip("-")


def last_month() -> str:
    now = time.gmtime()
    year, month = (now.tm_year, now.tm_mon - 1) if now.tm_mon > 1 else (now.tm_year - 1, 12)
    return f"{year}-{month:02}"


@contextmanager
def running() -> Iterator[tuple[str, str]]:
    """A demo server of our own, and where its wall opens."""
    with tempfile.TemporaryDirectory(prefix="recognize-pictures-") as folder:
        port = free_port()
        command = [PROJECT / ".venv" / "bin" / "recognize", "serve", "--demo", "--port", str(port)]
        said = Path(folder) / "said"
        with said.open("w") as output:
            server = subprocess.Popen(
                command, env={**os.environ, "RECOGNIZE_DATA_DIR": folder}, stdout=output, stderr=subprocess.STDOUT
            )
        try:
            say("making the demo company")
            until_ready(f"http://127.0.0.1:{port}", server)
            yield f"http://127.0.0.1:{port}", wall_address(said.read_text())
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)


def until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert server.poll() is None, "the demo server ended"
        try:
            with urllib.request.urlopen(f"{address}/api/health/ready", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise TimeoutError("the demo server did not start")


def wall_address(said: str) -> str:
    return next(line.split(": ", 1)[1] for line in said.splitlines() if line.startswith("wall display: "))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


if __name__ == "__main__":
    main(only_readme=sys.argv[1:] == ["readme"])
