"""Mails of more than one kind: administrators are told by mail of a lost display, once a loss."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:00:22:000000"
VERSION = "1.38.0"
DESCRIPTION = "mail kinds"

# A change of health has an id: the mail is about one loss. The reader of one kind goes on as the reader of all.
KINDS = """
alter table display_health add column id uuid not null default gen_random_uuid() unique;
alter table mails drop constraint mails_kind_check, add check (kind in ('recognised', 'display_lost'));
alter table mail_stops drop constraint mail_stops_kind_check, add check (kind in ('recognised', 'display_lost'));
update reader_cursors set name = 'mails' where name = 'recognised_mails';
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(KINDS)

    manager.add_raw(create)
    return manager
