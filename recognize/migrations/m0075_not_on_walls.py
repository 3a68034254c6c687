"""Whom walls do not name, by the two words that they are called by: a text is looked through for them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:15:000000"
VERSION = "1.38.0"
DESCRIPTION = "not on walls"

# The expression is that of `kudos/items.py`.
INDEX = """
create index people_not_on_walls on people (
    (translate(lower(split_part(name, ' ', 1) || ' ' || split_part(name, ' ', 2)), 'áéíóúüàèìòù', 'aeiouuaeiou'))
) where preference in ('quiet', 'feed_only') or status = 'left'
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(INDEX)

    manager.add_raw(create)
    return manager
