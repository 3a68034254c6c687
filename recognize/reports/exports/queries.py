from collections.abc import Sequence
from uuid import UUID

from recognize.errors import NotFoundError
from recognize.lib.database import DB
from recognize.reports.exports.schemas import ExportView

KEPT_DAYS = 7
MOST_LISTED = 100

VIEW = f"""
select id, request ->> 'kind' as kind, request ->> 'format' as format, state, done_rows, total_rows, file_name, size_bytes,
       error, created_at, created_at + interval '{KEPT_DAYS} days' as expires_at
from exports
"""
OWN = f"{VIEW} where person_id = $1 order by created_at desc, id desc limit {MOST_LISTED}"
ONE = f"{VIEW} where person_id = $1 and id = $2"
KNOWN = "select code from departments where code = any($1)"


async def exports_of(person: UUID) -> list[ExportView]:
    """Newest first."""
    return [ExportView(**row) for row in await DB.fetch(OWN, person)]


async def export_of(person: UUID, export: UUID) -> ExportView:
    """Raises NotFoundError also for that of somebody else."""
    row = await DB.fetch_row(ONE, person, export)
    if row is None:
        raise NotFoundError(str(export))
    return ExportView(**row)


async def unknown_departments(codes: Sequence[str]) -> set[str]:
    known = {row["code"] for row in await DB.fetch(KNOWN, list(codes))} if codes else set()
    return set(codes) - known
