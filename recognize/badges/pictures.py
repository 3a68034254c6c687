"""Drawn once: artwork is kept on disk under the name of its content, and made by a few threads beside the event loop."""

import asyncio
import os
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from recognize.badges.artwork import Art, draw, name_of
from recognize.badges.errors import BusyError
from recognize.lib.whole_file import whole_file
from recognize.settings import settings

THREADS = 2
MOST_WAITING = 40
KEPT_DAYS = 30  # after the last look: what was withdrawn or renamed is not kept for ever
DAY_SECONDS = 24 * 60 * 60

_pool = ThreadPoolExecutor(THREADS, thread_name_prefix="artwork")
_in_making: dict[str, asyncio.Future[bytes]] = {}


async def picture(art: Art) -> tuple[str, bytes]:
    """Its name and its bytes. Raises BusyError where too many are waiting to be drawn."""
    name = name_of(art)
    file = settings().data_path / "artwork" / name[:2] / name
    kept = await asyncio.to_thread(_kept, file)
    return name, kept or await _made(name, art, file)


async def _made(name: str, art: Art, file: Path) -> bytes:
    """Who asks for what is being drawn already waits for it with the others."""
    if (making := _in_making.get(name)) is None:
        if len(_in_making) >= MOST_WAITING:
            raise BusyError(retry_after_seconds=1)
        making = asyncio.get_running_loop().run_in_executor(_pool, _make, art, file)
        _in_making[name] = making
        making.add_done_callback(lambda done: _in_making.pop(name, None))
    return await asyncio.shield(making)


def _kept(file: Path) -> bytes | None:
    try:
        content = file.read_bytes()
        if time.time() - file.stat().st_mtime > DAY_SECONDS:
            os.utime(file)
    except FileNotFoundError:
        return None
    return content


def _make(art: Art, file: Path) -> bytes:
    content = draw(art)
    file.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(file, replace=True) as opened:
        opened.write(content)
    return content


async def purge_artwork() -> None:
    """What nobody has looked at for KEPT_DAYS."""
    await asyncio.to_thread(forget_drawn_before, time.time() - KEPT_DAYS * DAY_SECONDS)


def forget_drawn_before(moment: float) -> None:
    """In seconds since 1970, of the last look. Blocks; what is asked for again is drawn again."""
    for file in (settings().data_path / "artwork").glob("*/*"):
        with suppress(FileNotFoundError):  # another process has the same idea
            if file.stat().st_mtime < moment:
                file.unlink()
