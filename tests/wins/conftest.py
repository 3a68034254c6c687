from collections.abc import AsyncIterator

import pytest

from tests.cast import Actor, Cast
from tests.displays.screens import screen


@pytest.fixture
async def wall(cast: Cast, address: str) -> AsyncIterator[Actor]:
    """A display for the whole organisation, with its token."""
    made = await screen(address, "Recepción")
    yield made
    await made.http.aclose()
