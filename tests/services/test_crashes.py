import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import asyncpg
import pytest
import redis

from recognize.services import ServicesError, cluster, running, state
from recognize.services.home import find_home
from recognize.services.processes import children, spawn, wait_until

from .support import PATIENCE_SECONDS, ROOT, User, fetch, kill, pids, user_process

NOBODY_THERE = (None, None)
BUSY = "SELECT sum(a) FROM generate_series(1, 20000000) a"


def test_a_postmaster_killed_under_a_busy_client_comes_back(data_dir: Path) -> None:
    with running(data_dir) as services:
        fetch(services.urls.database_url, "CREATE TABLE IF NOT EXISTS committed AS SELECT 1 AS one")
        client = threading.Thread(target=work, args=[services.urls.database_url])
        client.start()
        busy = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT sum%' AND state = 'active'"
        assert wait_until(lambda: fetch(services.urls.database_url, busy) == 1, PATIENCE_SECONDS)
        kill(pids(data_dir)[0])
        services.ensure_running()
        assert fetch(services.urls.database_url, "SELECT one FROM committed") == 1
        client.join()
        assert "pre-existing shared memory" in (find_home(data_dir).path / "postgres.log").read_text()
    assert pids(data_dir) == NOBODY_THERE


def work(url: str) -> None:
    with suppress(asyncpg.PostgresError, OSError):
        fetch(url, BUSY)


def test_another_process_may_bring_back_what_died(data_dir: Path, start_user: Callable[[], User]) -> None:
    with running(data_dir) as services:
        user = start_user()
        for pid in pids(data_dir):
            kill(pid)
        user.ensure_running()
        assert fetch(services.urls.database_url, "SELECT 1") == 1
        user.leave()
        services.ensure_running()
        with redis.Redis.from_url(services.urls.redis_url) as client:
            assert client.ping()
    assert pids(data_dir) == NOBODY_THERE


def test_the_next_start_after_everything_was_killed(data_dir: Path, start_user: Callable[[], User]) -> None:
    user = start_user()
    for pid in pids(data_dir):
        kill(pid)
    user.kill()
    with running(data_dir) as services:
        assert services.urls == user.urls
        assert fetch(services.urls.database_url, "SELECT 1") == 1


def test_a_stale_number_that_belongs_to_somebody_by_now_does_no_harm(data_dir: Path) -> None:
    """As after a crash of the machine: the number is that of another process of the account."""
    with running(data_dir):
        home = find_home(data_dir)
        pid_file = home.path / cluster.CLUSTER_NAME / "postmaster.pid"
        left = pid_file.read_text().partition("\n")[2]
    with (home.path / "valkey.log").open("ab") as log:
        somebody = spawn(home.account, ["/bin/sleep", "60"], log)
    (home.path / "valkey.pid").write_text(f"{somebody}\n")
    pid_file.write_text(f"{somebody}\n{left}")
    with running(data_dir) as services:
        assert fetch(services.urls.database_url, "SELECT 1") == 1
    os.kill(somebody, 0)
    os.kill(somebody, signal.SIGKILL)
    os.waitpid(somebody, 0)
    children.discard(somebody)


def test_a_hung_valkey_is_replaced(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recognize.services.valkey.STARTUP_SECONDS", 0.5)
    monkeypatch.setattr("recognize.services.valkey.ANSWER_SECONDS", 0.2)
    monkeypatch.setattr("recognize.services.valkey.STOPPING", ((signal.SIGKILL, 5.0),))
    with running(data_dir) as services:
        hung = pids(data_dir)[1]
        assert hung is not None
        os.kill(hung, signal.SIGSTOP)
        with running(data_dir) as again:
            assert again.urls == services.urls
            assert pids(data_dir)[1] not in (hung, None)


def test_after_the_end_nothing_is_brought_back(data_dir: Path) -> None:
    with running(data_dir) as services:
        pass
    services.ensure_running()
    assert pids(data_dir) == NOBODY_THERE


def test_a_half_finished_initdb_is_not_trusted(open_dir: Path) -> None:
    killed = user_process([sys.executable], ROOT, open_dir)
    assert wait_until(lambda: any(open_dir.glob("services/postgres.unfinished.*/base")), PATIENCE_SECONDS)
    killed.kill()
    killed.communicate()
    assert not (open_dir / "services" / "postgres").exists()
    with running(open_dir) as services:
        assert fetch(services.urls.database_url, "SELECT 1") == 1
    with running(open_dir):
        assert not any(open_dir.glob("services/postgres.unfinished.*"))


def test_data_of_another_major_version_are_refused(data_dir: Path) -> None:
    version = find_home(data_dir).path / cluster.CLUSTER_NAME / "PG_VERSION"
    version.write_text("17\n")
    try:
        with (
            pytest.raises(ServicesError, match=r"PostgreSQL 17, and PostgreSQL 18.*backup"),
            running(data_dir),
        ):
            pass
    finally:
        version.write_text("18\n")


def test_lost_passwords_are_not_replaced_by_empty_databases(data_dir: Path) -> None:
    file = find_home(data_dir).path / state.STATE_NAME
    aside = file.rename(file.with_name("aside"))
    try:
        with pytest.raises(ServicesError, match="passwords of the databases"), running(data_dir):
            pass
    finally:
        aside.rename(file)
