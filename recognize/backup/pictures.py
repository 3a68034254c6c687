"""The pictures beside the database: below `media` in the data folder, each named by what was uploaded, so none ever changes."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

from recognize.backup.archive import CHUNK_BYTES, Picture, new_entry
from recognize.lib.database import DB
from recognize.lib.whole_file import whole_file
from recognize.media.actions import MEDIA, folder_of
from recognize.settings import settings

KNOWN = "select hash from pictures order by hash"


async def copy_pictures(archive: ZipFile) -> tuple[list[Picture], list[str]]:
    """Those that the database of this moment knows, and the names of those whose files are not there."""
    copied, missing = list[Picture](), list[str]()
    for row in await DB.fetch(KNOWN):
        files = sorted(folder_of(row["hash"]).glob("*.webp"))
        if not files:
            missing.append(row["hash"])
        copied += [await _copy(archive, file) for file in files]
    return copied, missing


async def _copy(archive: ZipFile, file: Path) -> Picture:
    path = file.relative_to(settings().data_path / MEDIA).as_posix()
    with new_entry(archive, f"{MEDIA}/{path}") as entry, file.open("rb") as source:
        while part := source.read(CHUNK_BYTES):
            await entry.write(part)
    return Picture(path, entry.sha256)


def bring_back_pictures(archive: ZipFile, pictures: list[Picture]) -> None:
    """Each whole or not at all, over what is there under its name."""
    for picture in pictures:
        target = settings().data_path / MEDIA / picture.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(picture.entry) as source, whole_file(target, replace=True) as file:
            while part := source.read(CHUNK_BYTES):
                file.write(part)


def left_over(pictures: list[Picture]) -> Iterator[str]:
    """What is there and in no backup: of kudos that came later, to be kept or thrown away."""
    folder = settings().data_path / MEDIA
    known = {picture.path for picture in pictures}
    yield from (
        path for each in folder.glob("*/*/*.webp") if (path := each.relative_to(folder).as_posix()) not in known
    )


def digest_of(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
