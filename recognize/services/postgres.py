"""PostgreSQL: started, found again, looked after and stopped."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

from recognize.services import cluster, files, processes, state
from recognize.services.errors import ServicesError
from recognize.services.home import Home
from recognize.services.processes import wait_until
from recognize.services.programs import postgres_bin

LOG_NAME = "postgres.log"
PID_NAME = "postmaster.pid"
PID_STATUS_LINE = 7
STARTUP_SECONDS = 120.0  # the replay of a crash included
RETRY_SECONDS = 15.0
CONNECT_TIMEOUT_SECONDS = 5
STOPPING = ((signal.SIGINT, 60.0), (signal.SIGQUIT, 10.0), (signal.SIGKILL, 5.0))
# After kill -9 of a busy server its children work on for a while, and hold its memory.
PASSING_REASONS = ("pre-existing shared memory block", f'lock file "{PID_NAME}" already exists')

SETTINGS = {
    "listen_addresses": state.HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_size": "512MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}

ROLE_AND_DATABASE = """\
SELECT 'CREATE ROLE recognize LOGIN CREATEDB PASSWORD ''{password}'''
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'recognize') \\gexec
SELECT 'CREATE DATABASE recognize OWNER recognize'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'recognize') \\gexec
"""


def ensure(home: Home, announce: Callable[[str], None]) -> str:
    """The URL of a server that answers: the one found running, or else a new one. Call it `alone`."""
    bin_dir = postgres_bin(home, announce)
    if not answers(home, bin_dir):
        stop(home)
        cluster.prepare(home, bin_dir, announce)
        launch(home, bin_dir)
    known = state.load(home)
    return f"postgresql://recognize:{known.postgres_password}@{state.HOST}:{known.postgres_port}/recognize"


def is_alive(home: Home) -> bool:
    return find_pid(home) is not None


def is_up(home: Home) -> bool:
    """By its own word; cheaper than to connect."""
    pid = find_pid(home)
    return pid is not None and is_ready(home, pid)


def stop(home: Home) -> None:
    processes.stop(find_pid(home), cluster.path_of(home), STOPPING)


def find_pid(home: Home) -> int | None:
    return processes.live_pid(pid_file(home), cluster.path_of(home))


def pid_file(home: Home) -> Path:
    return cluster.path_of(home) / PID_NAME


def answers(home: Home, bin_dir: Path) -> bool:
    """Waits while the process that we know is alive and not ready: it may be replaying a crash."""
    wait_until(lambda: not is_alive(home) or provision(home, bin_dir), STARTUP_SECONDS)
    return is_alive(home) and provision(home, bin_dir)


def provision(home: Home, bin_dir: Path) -> bool:
    """Whether our password opens it. Then role and database are there, too.

    Asked at every start, as a process may have been killed before it had made them.
    """
    known = state.load(home)
    address = ["-h", state.HOST, "-p", str(known.postgres_port), "-U", cluster.SUPERUSER, "-d", "postgres"]
    result = processes.run(
        home.account,
        [bin_dir / "psql", "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", *address],
        ROLE_AND_DATABASE.format(password=known.postgres_password),
        {"PGPASSWORD": known.superuser_password, "PGCONNECT_TIMEOUT": str(CONNECT_TIMEOUT_SECONDS)},
    )
    not_connected = 2
    if result.returncode not in (0, not_connected) or "authentication failed" in result.stderr:
        raise ServicesError(f"PostgreSQL in {home.path} refuses us: {cluster.error_line(result.stderr.lower())}")
    return result.returncode == 0


def launch(home: Home, bin_dir: Path) -> None:
    if not wait_until(lambda: launched(home, bin_dir), RETRY_SECONDS):
        raise ServicesError(
            f"PostgreSQL was killed, and after {RETRY_SECONDS:.0f} s some of its processes still run: "
            f"try again in a minute ({home.path / LOG_NAME})"
        )
    if not answers(home, bin_dir):
        raise ServicesError(f"PostgreSQL started and does not answer ({home.path / LOG_NAME})")


def launched(home: Home, bin_dir: Path) -> bool:
    """False: worth another try."""
    port = state.with_postgres_port(home).postgres_port
    disown_pid_file(home)
    with files.open_log(home, LOG_NAME) as log:
        begin = log.seek(0, os.SEEK_END)
        pid = processes.spawn(home.account, command(home, bin_dir, port), log)
        wait_until(lambda: is_ready(home, pid) or processes.has_ended(pid), STARTUP_SECONDS)
        said = files.read_from(log, begin).decode(errors="replace")
    if is_ready(home, pid):
        return True
    if any(reason in said for reason in PASSING_REASONS):
        return False
    raise ServicesError(f"PostgreSQL does not start: {cluster.error_line(said)} ({home.path / LOG_NAME})")


def command(home: Home, bin_dir: Path, port: int) -> processes.Command:
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    return [bin_dir / "postgres", "-D", cluster.path_of(home), "-p", str(port), *settings]


def disown_pid_file(home: Home) -> None:
    """PostgreSQL refuses to start while the number in a stale file belongs to any process, as it may by now.

    Deleting the file would also delete its line about shared memory, by which PostgreSQL notices children
    that still run on the data. Our own number in it does no harm: PostgreSQL ignores that of its parent.
    """
    if pid_file(home).exists():
        rest = files.read(home, f"{cluster.CLUSTER_NAME}/{PID_NAME}").partition("\n")[2]
        files.write(home, f"{cluster.CLUSTER_NAME}/{PID_NAME}", f"{os.getpid()}\n{rest}")


def is_ready(home: Home, pid: int) -> bool:
    try:
        lines = files.read(home, f"{cluster.CLUSTER_NAME}/{PID_NAME}").splitlines()
    except FileNotFoundError:
        return False
    return lines[:1] == [str(pid)] and [line.strip() for line in lines[PID_STATUS_LINE:]] == ["ready"]
