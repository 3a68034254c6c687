import pytest

from recognize.people.actions import choose_settings
from recognize.people.schemas import OwnSettings
from tests.cast import Cast


@pytest.fixture
async def on_boards(cast: Cast) -> Cast:
    """Everybody but hr and the administrator wants to be on boards."""
    for each in (cast.ana, cast.bruno, cast.carla, cast.diego):
        await choose_settings(each.id, OwnSettings(on_boards=True))
    return cast
