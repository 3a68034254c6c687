"""Valkey as a doorbell: in memory only, nothing is kept when it stops."""

import os
import signal
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from recognize.services import files, processes
from recognize.services.cluster import last_line
from recognize.services.errors import ServicesError
from recognize.services.home import Home
from recognize.services.processes import wait_until
from recognize.services.programs import valkey_server
from recognize.services.state import HOST, State, load, with_valkey_port

CONFIG_NAME = "valkey.conf"
LOG_NAME = "valkey.log"
PID_NAME = "valkey.pid"
STARTUP_SECONDS = 15.0
ANSWER_SECONDS = 2.0
ANSWER_MAX_BYTES = 65_536
STOPPING = ((signal.SIGTERM, 10.0), (signal.SIGKILL, 5.0))

# Its number is known from its first moment, also when we are killed in that moment: its own option for that
# waits until it listens.
NOTE_PID_AND_RUN = 'rm -f "$1" && echo $$ > "$1" && exec "$2" "$3"'

CONFIG = """\
bind {host}
port {port}
protected-mode yes
requirepass {password}
daemonize no
dir {directory}
# We know it again by the arguments it was started with.
set-proc-title no
save ""
appendonly no
maxmemory 128mb
maxmemory-policy allkeys-lru
"""


def ensure(home: Home, announce: Callable[[str], None]) -> str:
    """The URL of a server that answers: the one found running, or else a new one. Call it `alone`."""
    if not wait_until(lambda: not is_alive(home) or answers(home), STARTUP_SECONDS) or not is_alive(home):
        stop(home)
        launch(home, valkey_server(home, announce))
    state = load(home)
    return f"redis://:{state.valkey_password}@{HOST}:{state.valkey_port}/0"


def is_alive(home: Home) -> bool:
    return find_pid(home) is not None


def stop(home: Home) -> None:
    processes.stop(find_pid(home), home.path / CONFIG_NAME, STOPPING)


def find_pid(home: Home) -> int | None:
    return processes.live_pid(home.path / PID_NAME, home.path / CONFIG_NAME)


def launch(home: Home, program: Path) -> None:
    files.write(home, CONFIG_NAME, config(home, with_valkey_port(home)))
    with files.open_log(home, LOG_NAME) as log:
        begin = log.seek(0, os.SEEK_END)
        pid = processes.spawn(home.account, command(home, program), log)
        wait_until(lambda: answers(home) or processes.has_ended(pid), STARTUP_SECONDS)
        said = files.read_from(log, begin).decode(errors="replace")
    if not answers(home):
        raise ServicesError(f"Valkey does not start: {last_line(said)} ({home.path / LOG_NAME})")


def command(home: Home, program: Path) -> processes.Command:
    return ["/bin/sh", "-c", NOTE_PID_AND_RUN, "sh", home.path / PID_NAME, program, home.path / CONFIG_NAME]


def config(home: Home, state: State) -> str:
    return CONFIG.format(
        host=HOST,
        port=state.valkey_port,
        password=state.valkey_password,
        directory=quoted(home.path),
    )


def quoted(path: Path) -> str:
    escaped = str(path).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def answers(home: Home) -> bool:
    """Whether our password opens it and it is the process that we know: the port may be somebody else's."""
    state, pid = load(home), find_pid(home)
    if pid is None:
        return False
    with suppress(OSError), socket.create_connection((HOST, state.valkey_port), ANSWER_SECONDS) as connection:
        connection.sendall(f"AUTH {state.valkey_password}\r\nINFO server\r\n".encode())
        return f"process_id:{pid}\r\n" in received(connection)
    return False


def received(connection: socket.socket) -> str:
    """Until the line we look for is complete; the rest of the answer is of no interest."""
    text = ""
    while "process_id:" not in text or not text.rpartition("process_id:")[2].count("\r\n"):
        part = connection.recv(ANSWER_MAX_BYTES)
        if not part or text.startswith("-"):
            break
        text += part.decode(errors="replace")
    return text
