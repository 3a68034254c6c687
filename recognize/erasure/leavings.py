"""What an erasure leaves on disks. After it, and again and again, as a process may die in between and others have disks too."""

import asyncio
from contextlib import suppress
from pathlib import Path
from uuid import UUID

from recognize.badges.pictures import forget_drawn_before
from recognize.erasure.queries import LAST_ERASURE, erased
from recognize.feed.pictures import purge_pictures
from recognize.lib.database import DB
from recognize.lib.whole_file import whole_file
from recognize.settings import settings

SLACK_SECONDS = 60  # between the database's clock and a disk's


async def sweep() -> None:
    """Pictures that were let go, whatever was drawn with the name, and the list of the erased beside the database."""
    last = await DB.fetch_value(LAST_ERASURE)
    if last is None:
        return
    await purge_pictures()
    await asyncio.to_thread(forget_drawn_before, last.timestamp() + SLACK_SECONDS)
    await asyncio.to_thread(_drop_exports, last.timestamp() + SLACK_SECONDS)
    await asyncio.to_thread(_keep, await erased())


def _drop_exports(before: float) -> None:
    """Whoever ordered one orders it again."""
    for file in (settings().data_path / "exports").glob("*"):
        with suppress(FileNotFoundError):  # another process has the same idea
            if file.is_file() and file.stat().st_mtime < before:
                file.unlink()


def listed() -> list[UUID]:
    """Who was erased in the database that this data folder belongs to."""
    try:
        return [UUID(line) for line in _list().read_text().split()]
    except FileNotFoundError:
        return []


def _keep(people: list[UUID]) -> None:
    """Nobody leaves the list: an older backup may not know them, and one after it does."""
    known = listed()
    if people := [each for each in people if each not in known]:
        with whole_file(_list(), replace=True) as file:
            file.write("".join(f"{person}\n" for person in [*known, *people]).encode())


def _list() -> Path:
    return settings().data_path / "erased"
