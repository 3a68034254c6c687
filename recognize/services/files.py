"""Files in the home of the services: readable by its account alone, also when root writes them.

Nothing here follows a symbolic link at the last step: root works in a directory that an ordinary user may
own.
"""

import os
from typing import IO

from recognize.services.home import Home

PRIVATE = 0o600
LOG_MAX_BYTES = 4_000_000
LOG_KEPT_BYTES = 1_000_000


def open_private(home: Home, name: str, flags: int = 0) -> IO[bytes]:
    """For reading and writing, created when missing."""
    descriptor = os.open(home.path / name, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | flags, PRIVATE)
    home.account.own(descriptor)
    return os.fdopen(descriptor, "r+b", buffering=0)


def read(home: Home, name: str) -> str:
    descriptor = os.open(home.path / name, os.O_RDONLY | os.O_NOFOLLOW)
    with os.fdopen(descriptor, encoding="utf-8") as file:
        return file.read()


def write(home: Home, name: str, text: str) -> None:
    """All or nothing, also when the machine stops in the middle."""
    with open_private(home, f"{name}.new", os.O_TRUNC) as file:
        file.write(text.encode())
        os.fsync(file.fileno())
    rename(home, f"{name}.new", name)


def rename(home: Home, old: str, new: str) -> None:
    """Known to the disk when it returns."""
    os.replace(home.path / old, home.path / new)
    directory = os.open((home.path / new).parent, os.O_RDONLY)
    os.fsync(directory)
    os.close(directory)


def open_log(home: Home, name: str) -> IO[bytes]:
    """For a service to write its output to, cut to its newest part when it has grown too long."""
    log = open_private(home, name, os.O_APPEND)
    keep_newest(log)
    return log


def keep_logs_short(home: Home) -> None:
    for path in home.path.glob("*.log"):
        open_log(home, path.name).close()


def keep_newest(log: IO[bytes]) -> None:
    """Safe under the hands of a running service, as it appends; a line written in between may be lost."""
    size = log.seek(0, os.SEEK_END)
    if size > LOG_MAX_BYTES:
        kept = read_from(log, size - LOG_KEPT_BYTES)
        log.truncate(0)
        log.write(kept)


def read_from(file: IO[bytes], offset: int) -> bytes:
    file.seek(offset)
    return file.read()
