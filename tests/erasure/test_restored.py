"""A backup from before an erasure does not bring the name back."""

import os
from pathlib import Path

import pytest

from recognize.worker import settle
from tests.backup.test_round_trip import elsewhere, looking_at  # noqa: F401 — a fixture
from tests.cast import Cast
from tests.erasure.test_erasing import erases
from tests.test_cli import recognize


async def names(url: str) -> set[str]:
    async with looking_at(url) as connection:
        return {row["name"] for row in await connection.fetch("select name from people")}


@pytest.fixture
async def backup(cast: Cast, tmp_path: Path) -> str:
    """Made while bruno was here; now he is erased."""
    await cast.ana.gives(message="Thank you for the forms, dear Bruno.")
    await settle()
    file = str(tmp_path / "before.zip")
    code, _, err = await recognize("backup", file)
    assert code == 0, err
    assert (await erases(cast.hr, "bruno")).status_code == 200
    return file


async def test_the_list_beside_the_database_is_enough(backup: str, elsewhere: str):  # noqa: F811 — the fixture
    code, _, err = await recognize("restore", backup, RECOGNIZE_DATABASE_URL=elsewhere)
    assert (code, "1 who had been erased since are" in err) == (0, True), err
    assert "Bruno" not in await names(elsewhere)
    async with looking_at(elsewhere) as connection:
        assert await connection.fetchval("select message from kudos") == "Thank you for the forms, dear […]."
        assert await connection.fetchval("select count(*) from api_tokens t join erasures using (person_id)") == 0
    code, out, _ = await recognize("doctor", RECOGNIZE_DATABASE_URL=elsewhere)
    assert code == 0, out


async def test_and_so_is_the_database_that_is_replaced(backup: str, elsewhere: str, tmp_path: Path):  # noqa: F811 — the fixture
    later = str(tmp_path / "later.zip")
    assert (await recognize("backup", later))[0] == 0
    empty = {"RECOGNIZE_DATABASE_URL": elsewhere, "RECOGNIZE_DATA_DIR": str(tmp_path / "empty")}
    os.makedirs(empty["RECOGNIZE_DATA_DIR"])
    assert (await recognize("restore", later, **empty))[0] == 0
    os.remove(tmp_path / "empty" / "erased")
    code, _, err = await recognize("restore", backup, "--force", **empty)
    assert code == 0, err
    assert "Bruno" not in await names(elsewhere)


async def test_without_either_the_name_is_back(backup: str, elsewhere: str, tmp_path: Path):  # noqa: F811 — the fixture
    alone = {"RECOGNIZE_DATABASE_URL": elsewhere, "RECOGNIZE_DATA_DIR": str(tmp_path / "empty")}
    os.makedirs(alone["RECOGNIZE_DATA_DIR"])
    assert (await recognize("restore", backup, **alone))[0] == 0
    assert "Bruno" in await names(elsewhere)
