"""Pictures on disk, named by what they hold, and who has uploaded them."""

import asyncio
import hashlib
from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

from recognize.lib.database import DB
from recognize.lib.whole_file import whole_file
from recognize.media.encoding import encode
from recognize.media.schemas import Picture
from recognize.settings import settings

AT_ONCE = 2  # a decoded picture takes up to 64 MB

# Holds the row until the files are there, so that a purge of the same picture comes before or after, never between.
KNOWN = """
insert into pictures (hash, width, height) values ($1, $2, $3)
on conflict (hash) do update set uploaded_at = now()
"""
UPLOADED = "insert into picture_uploads (hash, person_id) values ($1, $2) on conflict do nothing"

_encoders = asyncio.Semaphore(AT_ONCE)


async def store_picture(content: bytes, uploader: UUID) -> Picture:
    """Re-encoded, off the event loop. The same bytes are the same picture, whoever uploads them.

    Raises PictureTooLargeError and UnreadablePictureError.
    """
    name = hashlib.sha256(content).hexdigest()
    async with _encoders:
        encoded = await asyncio.to_thread(encode, content)
    async with DB.transaction():
        await DB.execute(KNOWN, name, encoded.width, encoded.height)
        await DB.execute(UPLOADED, name, uploader)
        await asyncio.to_thread(_keep, name, encoded.files)
    return Picture(name, encoded.width, encoded.height)


def _keep(name: str, files: Mapping[str, bytes]) -> None:
    folder = folder_of(name)
    folder.mkdir(parents=True, exist_ok=True)
    for size, content in files.items():
        with whole_file(folder / f"{size}.webp", replace=True) as file:
            file.write(content)


def forget(name: str) -> None:
    """The files; before the row that names them is gone for others."""
    folder = folder_of(name)
    for file in folder.glob("*.webp"):
        file.unlink(missing_ok=True)
    if folder.exists():
        folder.rmdir()


def folder_of(name: str) -> Path:
    return media_folder() / name[:2] / name


def media_folder() -> Path:
    return settings().data_path / "media"
