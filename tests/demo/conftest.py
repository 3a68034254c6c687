from collections.abc import AsyncIterator

import pytest

from recognize.lib.database import DB
from recognize.organisation.actions import DEFAULT_NAME


@pytest.fixture(scope="module", autouse=True)
async def named_as_before(emptying: str) -> AsyncIterator[None]:
    """The demo renames the organisation, and `clean` leaves its name alone."""
    yield
    await DB.execute("update organisation set name = $1", DEFAULT_NAME)
