"""The file: a zip of one COPY text for each table, and `manifest.json`, which says what must be in it."""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Annotated
from uuid import UUID
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile
from zlib import error as ZlibError  # a class under a function's name

import msgspec
from msgspec import Meta, Struct

from recognize.backup.errors import BackupError

FORMAT = 1
MANIFEST = "manifest.json"
CHUNK_BYTES = 1024 * 1024

DAMAGED = (BadZipFile, ZlibError, EOFError, KeyError, NotImplementedError, msgspec.MsgspecError, UnicodeDecodeError)


class Table(Struct, frozen=True):
    """`sequences`: by column, the last number that its identity gave out; a column that gave out none is not in it."""

    name: str
    columns: list[str]
    sequences: dict[str, int]
    rows: int
    sha256: str

    @property
    def entry(self) -> str:
        return f"tables/{self.name}"


class Picture(Struct, frozen=True):
    """A file below `media`; nothing else is written when a backup is restored."""

    path: Annotated[str, Meta(pattern=r"^[0-9a-f]{2}/[0-9a-f]{64}/[a-z]+\.webp$")]
    sha256: str

    @property
    def entry(self) -> str:
        return f"media/{self.path}"


class Manifest(Struct, frozen=True):
    """`migrations` are those that had run; `epoch` and `position` the log's of the moment that the backup shows.
    `missing` are the pictures that the database knew and whose files were not there."""

    format: int
    recognize: str
    made_at: str
    migrations: list[str]
    epoch: UUID
    position: int
    tables: list[Table]
    pictures: list[Picture] = []
    missing: list[str] = []

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


class HashedEntry:
    """Writes into one entry of the archive and knows what was written. For asyncpg's COPY."""

    def __init__(self, entry: IO[bytes]) -> None:
        self._entry = entry
        self._digest = hashlib.sha256()

    async def write(self, part: bytes) -> None:
        self._entry.write(part)
        self._digest.update(part)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


@contextmanager
def new_archive(file: IO[bytes]) -> Iterator[ZipFile]:
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        yield archive


@contextmanager
def new_entry(archive: ZipFile, name: str) -> Iterator[HashedEntry]:
    with archive.open(name, "w", force_zip64=True) as entry:
        yield HashedEntry(entry)


def write_manifest(archive: ZipFile, manifest: Manifest) -> None:
    archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))


@contextmanager
def checked_archive(source: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """Read once as a whole before anything is done with it. Raises BackupError for what is damaged or no backup."""
    with ExitStack() as stack:
        try:
            archive = stack.enter_context(ZipFile(source))
            manifest = _manifest(archive)
            _check(archive, manifest)
        except DAMAGED as damage:
            raise BackupError(f"{source} is damaged or no backup: {damage}") from damage
        yield archive, manifest


def _manifest(archive: ZipFile) -> Manifest:
    manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    if manifest.format != FORMAT:
        raise BackupError(f"the backup has the format {manifest.format}, and this Recognize reads {FORMAT}")
    return manifest


def _check(archive: ZipFile, manifest: Manifest) -> None:
    told: list[Table | Picture] = [*manifest.tables, *manifest.pictures]
    if sorted(archive.namelist()) != sorted([MANIFEST, *(each.entry for each in told)]):
        raise BadZipFile("it does not hold what it says")
    for each in told:
        digest = hashlib.sha256()
        with archive.open(each.entry) as entry:
            while part := entry.read(CHUNK_BYTES):
                digest.update(part)
        if digest.hexdigest() != each.sha256:
            raise BadZipFile(f"{each.entry} is not what was written")
