"""What the sections of a month report and what is behind its figures are found by, without looking at other months."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:01:22:000000"
VERSION = "1.38.0"
DESCRIPTION = "report sections"

INDEXES = """
create index kudos_reached_customer on kudos (given_at)
where reached_customer and visibility <> 'private' and withdrawn_at is null and hidden_at is null;
create index kudos_quotable on kudos (given_at desc, id desc)
where wall_sentence is not null and visibility = 'public' and withdrawn_at is null and hidden_at is null;
create index wins_shared_at on wins (shared_at) where withdrawn_at is null and hidden_at is null;
create index awards_earned_on on awards (earned_on) where taken_at is null;
create index recognitions_of_day on standing_recognitions (day) where not is_discreet;
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(INDEXES)

    manager.add_raw(create)
    return manager
