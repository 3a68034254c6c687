"""Whom the services run as. Most of this can be tried by root only, who can become somebody else."""

import json
import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from recognize.services import ServicesError, ServiceUrls, account, home, running
from recognize.services.home import find_home

from .support import User, copy_packages, fetch, pids, user_process

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")

NOBODY_THERE = (None, None)
NOBODY_UID = 65534
SYSTEM_PYTHON = "/usr/bin/python3"


@pytest.fixture
def system_dir(open_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(home, "SYSTEM_DIR", open_dir.parent / "system")
    return open_dir.parent / "system"


@pytest.fixture
def hidden_dir(open_dir: Path, system_dir: Path) -> Path:
    (open_dir.parent / "hidden").mkdir(mode=0o700)
    return open_dir.parent / "hidden" / "data"


@contextmanager
def as_nobody(data_dir: Path, tree: Path) -> Iterator[User]:
    become = ["/usr/bin/setpriv", f"--reuid={NOBODY_UID}", f"--regid={NOBODY_UID}", "--clear-groups"]
    with user_process([*become, SYSTEM_PYTHON], tree, data_dir, {"HOME": ""}) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        if not line:
            raise ServicesError(process.communicate()[1])
        yield User(process, ServiceUrls(**json.loads(line)))
        process.kill()


@pytest.fixture(scope="module")
def tree() -> Iterator[Path]:
    if subprocess.run([SYSTEM_PYTHON, "-c", "import tomllib"], check=False, capture_output=True).returncode:
        pytest.skip(f"{SYSTEM_PYTHON} is not a Python 3.11 or newer that an ordinary user can run")
    with tempfile.TemporaryDirectory(prefix="recognize-tree-") as directory:
        Path(directory).chmod(0o755)
        copy_packages(Path(directory))
        yield Path(directory)


def test_root_lets_an_unprivileged_user_run_them(data_dir: Path) -> None:
    with running(data_dir):
        for pid in pids(data_dir):
            assert Path(f"/proc/{pid}").stat().st_uid == account.unprivileged().uid


def test_below_a_closed_directory_the_data_go_elsewhere(hidden_dir: Path, system_dir: Path) -> None:
    with running(hidden_dir) as services:
        fetch(services.urls.database_url, "CREATE TABLE kept ()")
    assert stat.S_IMODE(hidden_dir.parent.stat().st_mode) == 0o700
    assert find_home(hidden_dir).path.parent == system_dir
    with running(hidden_dir) as services:
        assert fetch(services.urls.database_url, "SELECT count(*) FROM kept") == 0
    assert pids(hidden_dir) == NOBODY_THERE


def test_moved_data_are_found_and_a_copy_is_refused(hidden_dir: Path, system_dir: Path) -> None:
    place = find_home(hidden_dir).path
    moved = hidden_dir.rename(hidden_dir.with_name("moved"))
    assert find_home(moved).path == place
    shutil.copytree(moved, hidden_dir)
    with pytest.raises(ServicesError, match="is a copy of"):
        find_home(hidden_dir)
    assert find_home(moved).path == place


def test_a_note_cannot_lead_anywhere_else(hidden_dir: Path, system_dir: Path) -> None:
    find_home(hidden_dir)
    (hidden_dir / home.NOTE_NAME).write_text("/etc\n")
    with pytest.raises(ServicesError, match="bring them back"):
        find_home(hidden_dir)


def test_binaries_below_a_closed_directory_are_copied(open_dir: Path, tree: Path) -> None:
    closed = open_dir.parent / "closed"
    closed.mkdir(mode=0o700)
    copy_packages(closed)
    with user_process([SYSTEM_PYTHON], closed, open_dir) as process:
        out, complaint = process.communicate("")
    assert (process.returncode, complaint) == (0, "")
    assert json.loads(out)
    assert len(list(open_dir.glob("services/programs/*"))) == 2


def test_an_ordinary_user_just_runs_them_and_root_joins_as_that_user(open_dir: Path, tree: Path) -> None:
    open_dir.mkdir()
    os.chown(open_dir, NOBODY_UID, NOBODY_UID)
    with as_nobody(open_dir, tree) as user:
        found = pids(open_dir)
        user.leave()
    assert None not in found
    with running(open_dir) as services:
        assert fetch(services.urls.database_url, "SELECT 1") == 1
        for pid in pids(open_dir):
            assert Path(f"/proc/{pid}").stat().st_uid == NOBODY_UID
    with as_nobody(open_dir, tree) as user:
        assert user.urls == services.urls
        user.leave()


def test_an_ordinary_user_is_told_that_the_data_are_somebody_elses(data_dir: Path, tree: Path) -> None:
    with running(data_dir):
        pass
    if account.unprivileged().uid == NOBODY_UID:
        pytest.skip("root has no other unprivileged user than 'nobody' here")
    with pytest.raises(ServicesError, match="belong to user 'postgres'"), as_nobody(data_dir, tree):
        pass
