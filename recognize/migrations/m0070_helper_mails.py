"""A giver is told by mail when a recipient names who helped too."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "helper mails"

KINDS = """
alter table mails drop constraint mails_kind_check,
    add check (kind in ('recognised', 'helper', 'display_lost', 'digest'));
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(KINDS)

    manager.add_raw(create)
    return manager
