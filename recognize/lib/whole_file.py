"""A file that is there whole or not at all."""

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

PRIVATE = 0o600


@contextmanager
def whole_file(target: Path, *, replace: bool) -> Iterator[IO[bytes]]:
    """What the block writes gets its name at the end, on the disk, readable by its owner only. After an error there is
    nothing; after kill -9 a `.unfinished` file beside it.

    Raises FileExistsError where `target` exists and is not to be replaced, also when it came meanwhile.
    """
    if not replace and target.exists():
        raise FileExistsError(target)
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}.unfinished")
    descriptor = os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_RDWR, PRIVATE)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if replace:
            unfinished.replace(target)
        else:
            os.link(unfinished, target)
    finally:
        unfinished.unlink(missing_ok=True)
    _sync(target.parent)


def _sync(folder: Path) -> None:
    """The name is on the disk, too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
