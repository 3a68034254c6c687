"""The pictures beside the database: below `media` in the data folder, each named by what was uploaded, so that none ever changes."""

from pathlib import Path
from zipfile import ZipFile

from recognize.backup.archive import CHUNK_BYTES, Picture, new_entry
from recognize.lib.database import DB
from recognize.lib.whole_file import whole_file
from recognize.media.actions import folder_of, media_folder

KNOWN = "select hash from pictures order by hash"


async def copy_pictures(archive: ZipFile) -> tuple[list[Picture], list[str]]:
    """Those that the database of this moment knows, and the names of those whose files are not there."""
    copied, missing = list[Picture](), list[str]()
    for row in await DB.fetch(KNOWN):
        try:
            files = [await _copy(archive, file) for file in sorted(folder_of(row["hash"]).glob("*.webp"))]
        except FileNotFoundError:  # forgotten while we looked
            files = []
        copied += files
        missing += [] if files else [row["hash"]]
    return copied, missing


async def _copy(archive: ZipFile, file: Path) -> Picture:
    path = file.relative_to(media_folder()).as_posix()
    with file.open("rb") as source, new_entry(archive, f"media/{path}") as entry:
        while part := source.read(CHUNK_BYTES):
            await entry.write(part)
    return Picture(path, entry.sha256)


def bring_back(archive: ZipFile, pictures: list[Picture]) -> None:
    """Each whole or not at all, in the place of what has its name."""
    for picture in pictures:
        target = media_folder() / picture.path
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(picture.entry) as source, whole_file(target, replace=True) as file:
            while part := source.read(CHUNK_BYTES):
                file.write(part)


def left_over(pictures: list[Picture]) -> int:
    """How many files are there that the backup does not know."""
    there = {each.relative_to(media_folder()).as_posix() for each in media_folder().glob("*/*/*.webp")}
    return len(there - {picture.path for picture in pictures})
