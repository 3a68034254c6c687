from recognize.lib.database import DB
from recognize.migrate import migrate
from recognize.settings import settings


async def test_migrating_again_changes_nothing():
    assert await migrate(settings().database_url) == []
    assert await DB.fetch_value("select count(*) from behaviours") == 18
