import re
from pathlib import Path

import recognize.migrations
from recognize.lib.database import DB
from recognize.migrate import migrate
from recognize.settings import settings


async def test_migrating_again_changes_nothing():
    assert await migrate(settings().database_url) == []
    assert await DB.fetch_value("select count(*) from behaviours") == 18


def test_every_migration_has_an_id_of_its_own_in_the_order_of_their_files():
    migrations = sorted(Path(recognize.migrations.__file__).parent.glob("m*.py"))
    ids = [found[1] for file in migrations if (found := re.search(r'^ID = "(.+)"$', file.read_text(), re.MULTILINE))]
    assert len(ids) == len(migrations)
    assert ids == sorted(set(ids))
