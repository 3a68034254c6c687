"""Real `recognize serve` processes that share one data directory, and what one does to them."""

import os
import random
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

READY_SECONDS = 60
STOP_SECONDS = 30
POLL_SECONDS = 0.02
FIRST_PORT, LAST_PORT = 10_000, 15_000
RECOGNIZE = Path(sys.executable).with_name("recognize")


def free_port() -> int:
    """Outside the range of outgoing connections: who dials a dead port of that range may reach itself."""
    while True:
        port = random.randrange(FIRST_PORT, LAST_PORT)
        with suppress(OSError), socket.socket() as probe:
            probe.bind(("127.0.0.1", port))
            return port


class StartError(Exception):
    """A process did not come up; the message is what it said."""


@dataclass
class Web:
    """One `recognize serve`; it may be started again after it has died, at the same address.

    `settings` are given without their prefix; a name in `variables` is put into the environment as it is.
    """

    data_dir: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    processes: int = 1
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.data_dir / f"web-{self.port}.log"

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> float:
        """Seconds until it was ready. Raises StartError."""
        begun = time.monotonic()
        self.spawn()
        self.wait_until_ready()
        return time.monotonic() - begun

    def spawn(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command(),
                env=environment(self.data_dir, self.settings) | dict(self.variables),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def command(self) -> list[str | Path]:
        return [RECOGNIZE, "serve", "--port", str(self.port), "--processes", str(self.processes)]

    def wait_until_ready(self) -> None:
        assert self.process is not None
        deadline = time.monotonic() + READY_SECONDS
        while not self.is_ready():
            if not self.is_running or time.monotonic() > deadline:
                raise StartError(f"port {self.port}: {self.log.read_text()[-2000:]}")
            time.sleep(POLL_SECONDS)

    def is_ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.address}/api/health/ready", timeout=1) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def suspend(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def resume(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def _end(self, number: signal.Signals) -> None:
        if self.process is None or not self.is_running:
            return
        self.process.send_signal(number)
        self.resume()  # a suspended process would not even notice SIGTERM
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


@dataclass
class Worker(Web):
    """One `recognize worker`; it has said when it works."""

    def command(self) -> list[str | Path]:
        return [RECOGNIZE, "worker"]

    def spawn(self) -> None:
        self._said = self.log.stat().st_size if self.log.exists() else 0
        super().spawn()

    def is_ready(self) -> bool:
        with self.log.open() as log:
            log.seek(self._said)
            return "working" in log.read()


def recognize(
    data_dir: Path, *arguments: str, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """One command, whatever it returns."""
    return subprocess.run(
        [RECOGNIZE, *arguments],
        env=environment(data_dir, settings or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def environment(data_dir: Path, settings: Mapping[str, str]) -> dict[str, str]:
    ours = {
        "DATA_DIR": str(data_dir),
        "REQUESTS_PER_MINUTE": "0",
        "SOCKETS_PER_PERSON": "0",
        "LOG_LEVEL": "WARNING",
    } | dict(settings)
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("RECOGNIZE_")}
    return inherited | {f"RECOGNIZE_{name}": value for name, value in ours.items()}
