"""Two locks of the kernel, which lets go of them however a process ends.

`alone` is held while starting or stopping. A user holds the users lock, shared, all the time it uses the
services: whoever can have it exclusively is the last.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO

from recognize.services import files
from recognize.services.errors import ServicesError
from recognize.services.home import Home
from recognize.services.processes import wait_until

if sys.platform != "win32":  # so that this can be imported there by whoever has configured both URLs
    import fcntl

PATIENCE_SECONDS = 120

UserLock = IO[bytes]


@contextmanager
def alone(home: Home) -> Iterator[None]:
    with files.open_private(home, "start.lock") as lock:
        if not wait_until(lambda: try_exclusive(lock), PATIENCE_SECONDS):
            raise ServicesError(
                f"another recognize process has been starting or stopping the services in {home.path} "
                f"for {PATIENCE_SECONDS} s"
            )
        try:
            yield
        finally:  # not by closing alone: a child forked meanwhile would hold on to it
            fcntl.flock(lock, fcntl.LOCK_UN)


def join(home: Home) -> UserLock:
    """Call it `alone`. Closing what it returns leaves; a forked child that still has it open counts on."""
    lock = files.open_private(home, "users.lock")
    fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    return lock


def in_use(home: Home) -> bool:
    """Call it `alone`."""
    with files.open_private(home, "users.lock") as lock:
        return not try_exclusive(lock)


def try_exclusive(lock: IO[bytes]) -> bool:
    with suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False
