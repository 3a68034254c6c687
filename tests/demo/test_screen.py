from pathlib import Path

import pytest

from recognize.demo import FINISHED
from recognize.demo.screen import demo_wall_token
from recognize.lib.database import DB
from recognize.organisation import audit


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    class Chosen:
        data_path = tmp_path / "data"

    monkeypatch.setattr("recognize.local.settings", Chosen)
    return Chosen.data_path


async def test_the_demos_display_is_made_once_and_again_when_it_is_gone(folder: Path):
    await audit.record(FINISHED, "Grupo Almarena")
    token = await demo_wall_token()
    assert token
    assert await demo_wall_token() == token
    assert (folder / "demo_wall_token").stat().st_mode & 0o077 == 0
    await DB.execute("update displays set revoked_at = now()")
    assert await demo_wall_token() not in (None, token)


async def test_real_people_get_none(folder: Path):
    assert await demo_wall_token() is None
    assert await DB.fetch_value("select count(*) from displays") == 0
