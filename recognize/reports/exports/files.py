"""Where exports wait to be fetched: below the data directory, for its owner alone."""

import shutil
import time
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from recognize.settings import settings

LEFT_OVER_SECONDS = 24 * 3600


def folder() -> Path:
    path = settings().data_path / "exports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def path_of(export: UUID) -> Path:
    return folder() / str(export)


def remove(export: UUID) -> None:
    path_of(export).unlink(missing_ok=True)


def remove_left_over(kept: Collection[UUID]) -> None:
    """What nobody knows any more, and what was being written when its process was killed."""
    before = time.time() - LEFT_OVER_SECONDS
    names = {str(export) for export in kept}
    for file in folder().iterdir():
        if file.name not in names and file.stat().st_mtime < before:
            _remove_all(file)


def _remove_all(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
