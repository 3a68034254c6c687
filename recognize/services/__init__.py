"""Embedded PostgreSQL and Valkey for whoever has not configured their own.

Every process that uses them enters `running()`: the first one in starts them, the last one out stops them,
and one that died without leaving (kill -9) does not count. They listen on 127.0.0.1 only and want a password.
Meant for trying out, developing and testing: production brings its own PostgreSQL and Redis.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from recognize.services import files, locks, postgres, signals, valkey
from recognize.services.errors import ServicesError
from recognize.services.home import Home, find_home

__all__ = ["ServiceUrls", "Services", "ServicesError", "running"]


@dataclass(frozen=True, slots=True)
class ServiceUrls:
    database_url: str
    redis_url: str


@dataclass(frozen=True, slots=True)
class Services:
    urls: ServiceUrls
    _bring_back: Callable[[], None]

    def ensure_running(self) -> None:
        """Bring back, at its old address, a service that died. Costs a millisecond while all is well.

        May be called from any thread and from several processes at once, as often as wanted; after the end of
        `running()` it does nothing. Raises ServicesError when it cannot be brought back (yet: call again).
        """
        self._bring_back()


@contextmanager
def running(
    data_dir: Path,
    announce: Callable[[str], None] = lambda _: None,
    *,
    database_url: str | None = None,
    redis_url: str | None = None,
) -> Iterator[Services]:
    """Both URLs, for as long as the block lasts: one that is given is handed back, a missing one is started.

    With both given nothing is started and `data_dir` is not touched. `announce` gets one line before each
    step that takes seconds. Inside, SIGTERM and SIGHUP raise SystemExit, where nobody handles them otherwise.
    Raises ServicesError, whose text is for the reader of the terminal.
    """
    if database_url and redis_url:
        yield Services(ServiceUrls(database_url, redis_url), lambda: None)
        return
    refuse_windows()
    with in_plain_words(data_dir):
        wanted = Wanted(find_home(data_dir), announce, database_url, redis_url)
    with signals.unwinding(), started(wanted) as services:
        yield services


@contextmanager
def started(wanted: "Wanted") -> Iterator[Services]:
    home = wanted.home
    with in_plain_words(home.path):
        user = join(home)
    try:
        with in_plain_words(home.path), locks.alone(home):
            urls = wanted.start()
        yield Services(urls, lambda: bring_back(wanted, user, urls))
    finally:
        with in_plain_words(home.path):
            leave(home, user)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A service whose URL is given is not ours to start."""

    home: Home
    announce: Callable[[str], None]
    database_url: str | None
    redis_url: str | None

    def start(self) -> ServiceUrls:
        return ServiceUrls(
            database_url=self.database_url or postgres.ensure(self.home, self.announce),
            redis_url=self.redis_url or valkey.ensure(self.home, self.announce),
        )

    def is_up(self) -> bool:
        return bool((self.database_url or postgres.is_up(self.home)) and (self.redis_url or valkey.answers(self.home)))


def refuse_windows() -> None:
    if sys.platform == "win32":
        raise ServicesError(
            "embedded PostgreSQL and Valkey run on Linux and macOS only: "
            "set RECOGNIZE_DATABASE_URL and RECOGNIZE_REDIS_URL"
        )


@contextmanager
def in_plain_words(data_dir: Path) -> Iterator[None]:
    """What the file system refuses (read-only, full, no permission) becomes one line for the terminal."""
    try:
        yield
    except OSError as error:
        raise ServicesError(f"cannot run PostgreSQL and Valkey in {data_dir}: {error}") from error


def join(home: Home) -> locks.UserLock:
    with locks.alone(home):
        return locks.join(home)


def bring_back(wanted: Wanted, user: locks.UserLock, urls: ServiceUrls) -> None:
    with in_plain_words(wanted.home.path):
        files.keep_logs_short(wanted.home)
        if wanted.is_up():
            return
        with locks.alone(wanted.home):
            if user.closed:  # a late call from another thread: nobody would stop what it started
                return
            found = wanted.start()
    if found != urls:
        raise ServicesError("another program took the port of PostgreSQL or Valkey: start recognize again")


def leave(home: Home, user: locks.UserLock) -> None:
    """Whatever was started is stopped when nobody else is left, also when the start failed halfway."""
    with locks.alone(home):
        user.close()
        if not locks.in_use(home):
            postgres.stop(home)
            valkey.stop(home)
