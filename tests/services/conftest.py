import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from recognize.services import ServiceUrls

from .support import ROOT, User, stop_all, user_process


@pytest.fixture
def open_dir() -> Iterator[Path]:
    """A new data directory that everybody can reach, unlike pytest's tmp_path."""
    with tempfile.TemporaryDirectory(prefix="recognize-services-", ignore_cleanup_errors=True) as directory:
        Path(directory).chmod(0o755)
        yield Path(directory) / "data"
        stop_all(Path(directory) / "data")


@pytest.fixture(scope="session")
def made_dir() -> Iterator[Path]:
    """Made once, as that takes a second, for the tests that do not care; nothing runs in between."""
    with tempfile.TemporaryDirectory(prefix="recognize-services-", ignore_cleanup_errors=True) as directory:
        Path(directory).chmod(0o755)
        yield Path(directory) / "data"


@pytest.fixture
def data_dir(made_dir: Path) -> Iterator[Path]:
    yield made_dir
    stop_all(made_dir)


@pytest.fixture
def start_user(data_dir: Path) -> Iterator[Callable[[], User]]:
    with ExitStack() as stack:

        def start() -> User:
            process = stack.enter_context(user_process([sys.executable], ROOT, data_dir))
            stack.callback(process.kill)
            assert process.stdout is not None
            return User(process, ServiceUrls(**json.loads(process.stdout.readline())))

        yield start
