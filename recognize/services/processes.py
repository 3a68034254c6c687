"""Running programs as the account of the services, and knowing one again by what it was started with."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from recognize.services.account import Account
from recognize.services.errors import ServicesError

POLL_SECONDS = 0.03
RUN_TIMEOUT_SECONDS = 120
PRIVATE_UMASK = 0o077
# Nothing of the caller's PG* variables, locale or library path is to reach the services.
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}

STILL_RUNNING = (0, 0)

Command = Sequence[str | Path]

children: set[int] = set()  # started by this very process, which has to reap them


def run(
    account: Account, command: Command, text_in: str = "", environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            command,
            input=text_in,
            env={**ENVIRONMENT, **(environment or {})},
            capture_output=True,
            check=False,
            text=True,
            errors="replace",
            timeout=RUN_TIMEOUT_SECONDS,
            cwd="/",
            user=account.uid,
            group=account.gid,
            extra_groups=None if account.uid is None else [],
            umask=PRIVATE_UMASK,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise cannot_run(command, error) from error


def spawn(account: Account, command: Command, log: IO[bytes]) -> int:
    """In a session of its own: Ctrl-C in the terminal must not reach it before its users have finished."""
    try:
        process = subprocess.Popen(
            command,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            start_new_session=True,
            user=account.uid,
            group=account.gid,
            extra_groups=None if account.uid is None else [],
            umask=PRIVATE_UMASK,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise cannot_run(command, error) from error
    process.returncode = 0  # it is meant to outlive this object, which would warn of that
    children.add(process.pid)
    return process.pid


def cannot_run(command: Command, error: Exception) -> ServicesError:
    return ServicesError(
        f"cannot run {command[0]} ({error}): set RECOGNIZE_DATABASE_URL and RECOGNIZE_REDIS_URL to servers of your own"
    )


def live_pid(pid_file: Path, argument: Path) -> int | None:
    """The pid in the file, if that process was started with `argument`: it may be anybody's by now."""
    try:
        pid = int(pid_file.read_text().partition("\n")[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if is_running(pid, argument) else None


def has_ended(pid: int) -> bool:
    """For one that was spawned here. Its command line does not tell: in its first moment it has none yet."""
    if pid in children:
        reap(pid)
    return pid not in children


def reap(pid: int) -> None:
    try:
        if os.waitpid(pid, os.WNOHANG) == STILL_RUNNING:
            return
    except ChildProcessError:  # another thread was faster, or we are a fork of the one that started it
        pass
    children.discard(pid)


def is_running(pid: int, argument: Path) -> bool:
    return f" {argument} " in f" {command_line(pid)} "


def command_line(pid: int) -> str:
    """Its arguments with blanks between; empty for one that is gone or only waits to be reaped."""
    if pid in children:
        reap(pid)
    if sys.platform == "linux":
        with suppress(OSError):
            return os.fsdecode(Path(f"/proc/{pid}/cmdline").read_bytes()).replace("\0", " ").strip()
        return ""
    return run(Account(), ["/bin/ps", "-ww", "-o", "command=", "-p", str(pid)]).stdout.strip()


def stop(pid: int | None, argument: Path, signals: Sequence[tuple[signal.Signals, float]]) -> None:
    """The signals in turn, each given its seconds to take effect."""
    for number, seconds in signals:
        if pid is None or not is_running(pid, argument):
            return
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        wait_until(lambda: not is_running(pid, argument), seconds)


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """The one place that sleeps: a file lock, a foreign process and a port have no event to wait for."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
