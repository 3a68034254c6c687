"""One's own place on a board counts those ahead: an index without the people is a tenth as large, and a third of the time."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:14:000000"
VERSION = "1.38.0"
DESCRIPTION = "boards ahead"

# Equal entries are kept once by PostgreSQL, with the rows that they stand for.
AHEAD = "create index board_totals_ahead on board_totals (board, count) where listed"


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(AHEAD)

    manager.add_raw(create)
    return manager
