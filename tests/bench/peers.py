"""What the live sockets are measured beside: `ws` and `socket.io` on Node, and a bare protocol in Python."""

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from build_client import node_folder
from tests.bench.listeners import NO_GREETING
from tests.faults.processes import free_port

PACKAGES = Path(__file__).with_name("peers")
START_SECONDS = 20
GREETING = "40"  # how socket.io's clients ask for the namespace


@dataclass(frozen=True)
class Peer:
    name: str
    path: str = "/"
    greeting: str = NO_GREETING

    def command(self, port: int) -> Sequence[str]:
        if self.name == "bare":
            return [sys.executable, "-m", "tests.bench.bare_sockets", str(port)]
        script = "ws.js" if self.name == "ws" else "socketio.js"
        return [str(node()), str(PACKAGES / script), str(port)]


PEERS = (Peer("ws"), Peer("socket.io", "/socket.io/?EIO=4&transport=websocket", GREETING), Peer("bare"))


@dataclass(frozen=True)
class Running:
    peer: Peer
    pid: int
    port: int


@contextmanager
def running(peer: Peer) -> Iterator[Running]:
    port = free_port()
    process = subprocess.Popen(peer.command(port), stdin=subprocess.DEVNULL)
    try:
        _wait_until_it_answers(port)
        yield Running(peer, process.pid, port)
    finally:
        process.kill()
        process.wait()


def _wait_until_it_answers(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", data=b"there?", timeout=1):
                return
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)


def install() -> str:
    """What stands in the way, or nothing."""
    if not node():
        return "Node is not here"
    done = subprocess.run(
        [shutil.which("npm", path=_path()) or "npm", "ci", "--silent"],
        cwd=PACKAGES,
        env={"NODE_USE_SYSTEM_CA": "1", **os.environ, "PATH": _path()},
        capture_output=True,
        check=False,
    )
    return "" if done.returncode == 0 else "npm could not install the peers"


def node() -> str | None:
    return shutil.which("node", path=_path())


def _path() -> str:
    return os.pathsep.join([*node_folder(), os.environ.get("PATH", "")])
