"""The ledger knows the reasons that there are: badges and challenges grant no points."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "ledger reasons"

REASONS = """
alter table ledger drop constraint ledger_entry_is_whole, add constraint ledger_entry_is_whole check (
    case when reason in ('kudos', 'boost', 'withdrawal', 'import')
         then giver_id is not null and recipient_id is not null and kudos_id is not null
         when reason = 'refill' then giver_id is not null and recipient_id is null and kudos_id is null and points > 0
         when reason = 'correction' then giver_id is null and recipient_id is not null and kudos_id is null
         else false end);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(REASONS)

    manager.add_raw(create)
    return manager
