"""The measuring client (`fanout.c`), which a Python program could not be: it must not be the bottleneck."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).with_name("fanout.c")
NO_GREETING = "-"


@dataclass(frozen=True)
class Heard:
    """What all sockets together heard since the last time. `deliveries` counts messages, `frames` what carried them."""

    ready: int
    closed: int
    deliveries: int
    frames: int
    p50_ms: float
    p99_ms: float
    max_ms: float
    cpu_seconds: float  # of the client, since its start


class Listeners:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self.ready_seconds, self.ready = self._ready()

    def take(self) -> Heard:
        self._say("take")
        answer: dict[str, Any] = json.loads(self._hear())
        return Heard(**answer)

    def again(self) -> float:
        """Close all and open all at once; the seconds until the last had heard something."""
        self._say("again")
        self.ready_seconds, self.ready = self._ready()
        return self.ready_seconds

    def _ready(self) -> tuple[float, int]:
        _, seconds, count = self._hear().split()
        return float(seconds), int(count)

    def _say(self, command: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{command}\n")
        self._process.stdin.flush()

    def _hear(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the measuring client has ended"
        return line


@contextmanager
def listening(
    port: int, sockets: int, requests: Sequence[str], *, stalled: int = 0, greeting: str = NO_GREETING
) -> Iterator[Listeners]:
    """`requests` are paths, each with its header lines behind tabs; the sockets use them in turn."""
    command = [str(program()), str(port), str(sockets), str(stalled), greeting]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdin is not None
        process.stdin.write("".join(f"{each}\n" for each in requests) + "\n")
        process.stdin.flush()
        yield Listeners(process)
    finally:
        process.kill()
        process.communicate()


def compiler() -> str | None:
    return shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")


@cache
def program() -> Path:
    built = Path(tempfile.mkdtemp(prefix="recognize-bench-")) / "fanout"
    chosen = compiler()
    assert chosen, "a C compiler is needed"
    subprocess.run([chosen, "-O2", "-o", str(built), str(SOURCE)], check=True)
    return built
