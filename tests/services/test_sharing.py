import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from recognize.services import running

from .support import User, fetch, pids

NOBODY_THERE = (None, None)

StartUser = Callable[[], User]


def test_two_users_share_and_the_last_one_out_stops(data_dir: Path, start_user: StartUser) -> None:
    first = start_user()
    found = pids(data_dir)
    second = start_user()
    assert second.urls == first.urls
    first.leave()
    assert pids(data_dir) == found
    assert fetch(second.urls.database_url, "SELECT 1") == 1
    second.leave()
    assert pids(data_dir) == NOBODY_THERE


def test_many_at_once_start_one(data_dir: Path, start_user: StartUser) -> None:
    with ThreadPoolExecutor() as threads:
        users = [future.result() for future in [threads.submit(start_user) for _ in range(3)]]
    assert len({user.urls for user in users}) == 1
    for user in users:
        assert fetch(user.urls.database_url, "SELECT 1") == 1
        user.leave()
    assert pids(data_dir) == NOBODY_THERE


def test_a_killed_user_leaves_them_running_for_the_next(data_dir: Path, start_user: StartUser) -> None:
    killed = start_user()
    found = pids(data_dir)
    killed.kill()
    assert pids(data_dir) == found
    with running(data_dir) as services:
        assert pids(data_dir) == found
        assert fetch(services.urls.database_url, "SELECT 1") == 1
    assert pids(data_dir) == NOBODY_THERE


def test_a_killed_user_does_not_count(data_dir: Path, start_user: StartUser) -> None:
    killed = start_user()
    with running(data_dir):
        killed.kill()
    assert pids(data_dir) == NOBODY_THERE


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_user_that_is_told_to_end_leaves(data_dir: Path, start_user: StartUser, number: signal.Signals) -> None:
    user = start_user()
    user.process.send_signal(number)
    assert user.process.wait(timeout=60) == 128 + number
    assert pids(data_dir) == NOBODY_THERE


def test_ctrl_c_in_the_terminal_does_not_reach_them(data_dir: Path, start_user: StartUser) -> None:
    user = start_user()
    found = pids(data_dir)
    with running(data_dir) as services:
        os.killpg(user.process.pid, signal.SIGINT)
        user.process.wait(timeout=60)
        assert pids(data_dir) == found
        assert fetch(services.urls.database_url, "SELECT 1") == 1
