from collections.abc import AsyncIterator, Iterator

import pytest

from recognize.lib.database import DB
from recognize.organisation.actions import DEFAULT_NAME
from recognize.settings import settings


@pytest.fixture(scope="module", autouse=True)
async def named_as_before(emptying: str) -> AsyncIterator[None]:
    """The demo renames the organisation, and `clean` leaves its name alone."""
    yield
    await DB.execute("update organisation set name = $1", DEFAULT_NAME)


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Before `address`: the app looks at the setting when it is made."""
    monkeypatch.setenv("RECOGNIZE_DEMO", "1")
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()
