"""Ports and passwords of a home, in one private file: made once, so that URLs stay the same."""

import json
import random
import secrets
import socket
from contextlib import suppress
from dataclasses import asdict, dataclass, replace

from recognize.services import files
from recognize.services.errors import ServicesError
from recognize.services.home import Home
from recognize.services.processes import wait_until

STATE_NAME = "state.json"
HOST = "127.0.0.1"
# Below the range from which systems take the ports of outgoing connections: one of those could sit on ours
# while we are down, and a client that dials a dead port of that range can end up connected to itself.
FIRST_PORT, LAST_PORT = 15_000, 31_999
PORT_ATTEMPTS = 200
PORT_PATIENCE_SECONDS = 2.0
PASSWORD_BYTES = 24


@dataclass(frozen=True, slots=True)
class State:
    postgres_port: int = 0
    postgres_password: str = ""
    superuser_password: str = ""
    valkey_port: int = 0
    valkey_password: str = ""


def load(home: Home) -> State:
    try:
        return State(**json.loads(files.read(home, STATE_NAME)))
    except FileNotFoundError:
        return begin(home)
    except (ValueError, TypeError) as error:
        raise ServicesError(f"{home.path / STATE_NAME} is damaged ({error}): restore it") from error


def begin(home: Home) -> State:
    if (home.path / "postgres").exists():
        raise ServicesError(
            f"{home.path / STATE_NAME}, with the passwords of the databases beside it, is gone: "
            f"bring it back, or move {home.path / 'postgres'} away to begin with empty ones"
        )
    state = State(
        postgres_password=secrets.token_urlsafe(PASSWORD_BYTES),
        superuser_password=secrets.token_urlsafe(PASSWORD_BYTES),
        valkey_password=secrets.token_urlsafe(PASSWORD_BYTES),
    )
    return save(home, state)


def save(home: Home, state: State) -> State:
    files.write(home, STATE_NAME, json.dumps(asdict(state), indent=1))
    return state


def with_postgres_port(home: Home) -> State:
    state = load(home)
    return save(home, replace(state, postgres_port=usable_port(state.postgres_port)))


def with_valkey_port(home: Home) -> State:
    state = load(home)
    return save(home, replace(state, valkey_port=usable_port(state.valkey_port)))


def usable_port(remembered: int) -> int:
    if remembered and wait_until(lambda: is_free(remembered), PORT_PATIENCE_SECONDS):
        return remembered
    for _ in range(PORT_ATTEMPTS):
        port = random.randint(FIRST_PORT, LAST_PORT)
        if is_free(port):
            return port
    raise ServicesError(f"no free port between {FIRST_PORT} and {LAST_PORT} on {HOST}")


def is_free(port: int) -> bool:
    with suppress(OSError), socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # closed connections do not count
        probe.bind((HOST, port))
        return True
    return False
