from uuid import UUID

import msgspec
from msgspec import structs

from recognize.errors import NotFoundError
from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.organisation import audit
from recognize.organisation.schemas import Locale
from recognize.reports.exports import files
from recognize.reports.exports.errors import ExportNotReadyError, TooManyExportsError
from recognize.reports.exports.queries import export_of
from recognize.reports.exports.schemas import ExportView, NewExport
from recognize.reports.exports.selecting import check, file_name, told

MOST_IN_MAKING = 3  # of one person

ORDER = """
insert into exports (id, person_id, request, file_name)
select $1, $2, $3::jsonb, $4
where (select count(*) from exports where person_id = $2 and state in ('waiting', 'running')) < $5
"""
CANCEL = "delete from exports where id = $1 and person_id = $2"


async def order_export(person: UUID, asked: NewExport, locale: Locale) -> ExportView:
    """To be made by a worker. Raises TooManyExportsError and whatever is wrong with what was asked for."""
    await check(asked)
    whole = structs.replace(asked, locale=asked.locale or locale)
    export = uuid7()
    async with DB.transaction():
        request = msgspec.json.encode(whole).decode()
        if await DB.execute(ORDER, export, person, request, file_name(whole), MOST_IN_MAKING) != "INSERT 0 1":
            raise TooManyExportsError
        await audit.record("export.ordered", file_name(whole), told(whole))
        return await export_of(person, export)


async def cancel_export(person: UUID, export: UUID) -> None:
    """Whatever its state; the file goes too, and whoever makes it stops."""
    if await DB.execute(CANCEL, export, person) != "DELETE 1":
        raise NotFoundError(str(export))
    files.remove(export)


async def fetch_export(person: UUID, export: UUID) -> ExportView:
    """Raises ExportNotReadyError, and NotFoundError where the file is gone."""
    view = await export_of(person, export)
    if view.state != "done":
        raise ExportNotReadyError(view.state)
    if not files.path_of(export).exists():
        raise NotFoundError(str(export))
    await audit.record("export.fetched", view.file_name, {"export": str(export)})
    return view
