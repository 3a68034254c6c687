"""What a command needs to talk to the server of its own data folder: its address, and a display token."""

import os
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from recognize.displays.actions import create_display
from recognize.displays.queries import display_by_token
from recognize.identity.secrets import token_hash
from recognize.settings import settings
from recognize.watch.errors import AwayError

USUAL_ADDRESS = "http://127.0.0.1:8000"
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  # what is listened on, and where to find it
LOOK_TIMEOUT_SECONDS = 5
_ADDRESS_FILE = "address"


@contextmanager
def noted_address(host: str, port: int) -> Iterator[None]:
    """While the block lasts, `address()` finds this server; of several on one data folder, the last one."""
    near = EVERYWHERE.get(host, host)
    note = f"http://[{near}]:{port}" if ":" in near else f"http://{near}:{port}"
    file = settings().data_path / _ADDRESS_FILE
    with suppress(OSError):  # nobody's serving shall end because a note could not be written
        if file.parent.is_dir():
            file.write_text(f"{note}\n")
    try:
        yield
    finally:
        with suppress(OSError):
            if file.read_text().strip() == note:
                file.unlink()


def address() -> str:
    try:
        return (settings().data_path / _ADDRESS_FILE).read_text().strip() or USUAL_ADDRESS
    except OSError:
        return USUAL_ADDRESS


def refuse_where_nobody_answers(url: str) -> None:
    """Raises AwayError: then a token is not worth starting a database for."""
    try:
        with urllib.request.urlopen(f"{url}/api/health/live", timeout=LOOK_TIMEOUT_SECONDS):  # noqa: S310  # http(s) only: checked, or our own
            return
    except (OSError, ValueError) as failure:
        raise AwayError(f"no Recognize answers at {url}: start one with `recognize serve`, or give --url") from failure


async def terminal_token() -> str:
    """Of the display that `recognize watch` is, in the terminal's language where that is one of ours."""
    locale = terminal_locale()
    return await kept_display_token("Terminal", f"watch_token_{locale}" if locale else "watch_token", locale)


def terminal_locale() -> Literal["es", "en"] | None:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "es" if spoken.startswith("es") else "en" if spoken.startswith("en") else None


async def kept_display_token(name: str, file_name: str, locale: Literal["es", "en"] | None = None) -> str:
    """The same display's at every call, from a private file; the database holds its hash only, like any other's."""
    file = settings().data_path / file_name
    kept = file.read_text().strip() if file.exists() else ""
    if kept and await display_by_token(token_hash(kept)):
        return kept
    token = await create_display(name, locale)
    _keep(file, token)
    return token


def _keep(file: Path, token: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(f"{token}\n")
