"""How a command finds the server of its own data folder."""

from pathlib import Path

import pytest

from recognize.local import USUAL_ADDRESS, address, noted_address, terminal_locale


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    class Chosen:
        data_path = tmp_path

    monkeypatch.setattr("recognize.local.settings", Chosen)
    return tmp_path


@pytest.mark.parametrize(
    ("host", "found"),
    [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "127.0.0.1"), ("::", "[::1]"), ("wall.example", "wall.example")],
)
def test_a_server_is_found_while_it_serves_and_not_afterwards(folder: Path, host: str, found: str):
    with noted_address(host, 8123):
        assert address() == f"http://{found}:8123"
    assert address() == USUAL_ADDRESS


def test_of_two_servers_the_one_that_goes_leaves_the_others_note(folder: Path):
    with noted_address("127.0.0.1", 1):
        second = noted_address("127.0.0.1", 2)
        second.__enter__()
    assert address() == "http://127.0.0.1:2"
    second.__exit__(None, None, None)


def test_a_folder_that_cannot_be_written_stops_no_server(folder: Path):
    (folder / "address").mkdir()
    with noted_address("127.0.0.1", 8123):
        assert address() == USUAL_ADDRESS


@pytest.mark.parametrize(
    ("variables", "locale"),
    [({"LANG": "es_PE.UTF-8"}, "es"), ({"LANG": "es_PE", "LC_ALL": "en_US"}, "en"), ({"LANG": "C"}, None), ({}, None)],
)
def test_a_terminal_speaks_its_own_language(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], locale: str | None
):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert terminal_locale() == locale
