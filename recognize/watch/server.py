"""The two ways in which a wall asks its server: a page, and a socket that goes on from it."""

import asyncio
import json
import urllib.error
import urllib.request
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode, urlsplit

import websockets

from recognize.watch.errors import AwayError, RefusedError, WatchError
from recognize.watch.protocol import KEPT_ITEMS

PAGE_TIMEOUT_SECONDS = 10
OPEN_TIMEOUT_SECONDS = 10
MAX_FRAME_BYTES = 16 * 1024 * 1024
ASKED = {"items", "epoch", "position", "now", "display", "behaviours", "organisation"}


class Server:
    """Raises RefusedError and AwayError. `url` has the scheme http or https, and may have a path."""

    def __init__(self, url: str, token: str) -> None:
        self.url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"}

    async def page(self) -> dict[str, Any]:
        """What the wall shows at this moment, with the log's epoch and position of the same moment."""
        return await asyncio.to_thread(self._page)

    def _page(self) -> dict[str, Any]:
        request = urllib.request.Request(f"{self.url}/api/wall?limit={KEPT_ITEMS}", headers=self._headers)  # noqa: S310  # http(s) only: checked, or our own
        try:
            with urllib.request.urlopen(request, timeout=PAGE_TIMEOUT_SECONDS) as answer:  # noqa: S310  # http(s) only: checked, or our own
                page = json.load(answer)
            if not isinstance(page, dict) or not page.keys() >= ASKED:
                raise ValueError("another program's answer")
        except urllib.error.HTTPError as refusal:
            raise self._refusal(refusal.code) from refusal
        except (OSError, ValueError) as failure:
            raise AwayError(f"no Recognize answers at {self.url}") from failure
        return dict(page)

    @asynccontextmanager
    async def socket(self, epoch: str, position: int) -> AsyncIterator[websockets.ClientConnection]:
        """Goes on after that position: what happened since comes first. May raise what `websockets` raises, too."""
        parts = urlsplit(self.url)
        scheme = "wss" if parts.scheme == "https" else "ws"
        address = f"{scheme}://{parts.netloc}{parts.path}/api/live?" + urlencode({"epoch": epoch, "after": position})
        try:
            connection = await websockets.connect(
                address,
                additional_headers=self._headers,
                open_timeout=OPEN_TIMEOUT_SECONDS,
                max_size=MAX_FRAME_BYTES,
            )
        except websockets.InvalidStatus:
            await self.page()  # a refused handshake does not say why; the page does
            raise
        async with connection:
            yield connection

    def _refusal(self, status: int) -> WatchError:
        if status == 401:
            return RefusedError(f"{self.url} does not know this token, or it was revoked")
        if status == 403:
            return RefusedError("this token is no display's: `recognize display create` makes one")
        return AwayError(f"{self.url} answers {status}")
