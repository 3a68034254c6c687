"""Boards: who wants to be on them, which there are, and the totals of the present periods."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from recognize.lib.database import DB

ID = "2026-11-22T00:00:41:000000"
VERSION = "1.38.0"
DESCRIPTION = "boards"

# `board` is a measure, a period, the period's first day and a behaviour, as in `reach month 2026-11-01 courtesy`. A person has
# rows for the periods in which they were last counted: so the table does not grow with history, and nobody sweeps it.
BOARDS = """
alter table organisation
    add column boards_received boolean not null default false,
    add column boards_departments boolean not null default false;
alter table people add column on_boards boolean not null default false;
create table board_totals (
    person_id uuid not null references people,
    board text collate "C" not null,
    count integer not null check (count > 0),
    department_id uuid,
    listed boolean not null,
    primary key (person_id, board)
);
create index board_totals_top on board_totals (board, count desc, person_id) where listed;
create index board_totals_area on board_totals (board, department_id, count desc, person_id) where listed;
create index recognitions_day on recognitions (day);
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="recognize", description=DESCRIPTION)

    async def create() -> None:
        await DB.execute(BOARDS)

    manager.add_raw(create)
    return manager
