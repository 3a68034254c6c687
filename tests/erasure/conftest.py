from collections.abc import Iterator
from pathlib import Path

import pytest

from recognize.settings import settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, _urls: None) -> Iterator[Path]:
    """A data folder of the test's own: an erasure empties what was drawn, and keeps a list."""
    monkeypatch.setenv("RECOGNIZE_DATA_DIR", str(tmp_path / "data"))
    settings.cache_clear()
    settings().data_path.mkdir(exist_ok=True)
    yield settings().data_path
    monkeypatch.undo()
    settings.cache_clear()
