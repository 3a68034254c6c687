"""Challenges that count wins of a kind."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:27:000000"
VERSION = "1.38.0"
DESCRIPTION = "challenges of wins"

WINS = """
alter table challenges
    drop constraint challenges_counts_check,
    add constraint challenges_counts_check
        check (counts in ('recognitions', 'people', 'areas', 'stages', 'behaviours', 'weeks', 'wins')),
    add column win text check (win in ('result', 'improvement', 'joint_activity')),
    add check ((counts = 'wins') = (win is not null)),
    add check (counts <> 'wins' or scope = 'person');
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def change() -> None:
        await DB.execute(WINS)

    manager.add_raw(change)
    return manager
