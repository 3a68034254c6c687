"""The browser of the tests: the one that CHROMIUM names, the first on the path, or Playwright's own.

`python -m tests.browser.chromium` makes sure that there is one: as root on Debian it installs Debian's, else Playwright's.
With BROWSER=none it does nothing, and the browser tests are skipped.
"""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Error, async_playwright
from playwright.sync_api import sync_playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
HOW_TO_INSTALL = """no browser was found for the browser tests, and none could be installed.
As root on Debian: apt-get install chromium
Else: .venv/bin/playwright install chromium
Or name one: CHROMIUM=/path/to/chromium make test
Or leave the browser tests out: BROWSER=none make test"""


def unwanted() -> bool:
    return os.environ.get("BROWSER") == "none"


def find() -> str | None:
    if named := os.environ.get("CHROMIUM"):
        return named
    return next(filter(None, map(shutil.which, NAMES)), None) or _of_playwright()


def _of_playwright() -> str | None:
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
    return own if Path(own).exists() else None


class NoBrowserError(Exception):
    """There is none, or it does not start; the message says what to do."""


@asynccontextmanager
async def launched() -> AsyncIterator[Browser]:
    """Raises NoBrowserError."""
    chosen = await asyncio.to_thread(find)
    async with async_playwright() as playwright:
        try:
            browser = await playwright.chromium.launch(executable_path=chosen, args=FLAGS)
        except Error as failure:
            raise NoBrowserError(f"{HOW_TO_INSTALL}\n{failure.message.splitlines()[0]}") from None
        yield browser
        await browser.close()


def install() -> None:
    for command in _ways():
        print("no browser is here:", *command, flush=True)
        if subprocess.run(command, check=False).returncode == 0 and find():
            return
    sys.exit(HOW_TO_INSTALL)


def _ways() -> list[list[str]]:
    apt = shutil.which("apt-get")
    debian = [[apt, "update", "-q"], [apt, "install", "-y", "-q", "chromium"]] if apt and os.geteuid() == 0 else []
    return [*debian, [sys.executable, "-m", "playwright", "install", "chromium"]]


if __name__ == "__main__" and not unwanted() and not find():
    install()
