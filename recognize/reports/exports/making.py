"""One export made, as a program: `python -m recognize.reports.exports.making EXPORT ATTEMPT`.

It tells how far it is, and stops when the export was cancelled or is somebody else's by now.
"""

import asyncio
import logging
import sys
from uuid import UUID

import msgspec
from asyncpg import Record

from recognize.errors import RecognizeError
from recognize.lib.database import DB, connected
from recognize.lib.engine import patient
from recognize.lib.whole_file import whole_file
from recognize.reports.exports import files
from recognize.reports.exports.jobs import LEASE_SECONDS
from recognize.reports.exports.lines import Progress
from recognize.reports.exports.schemas import NewExport
from recognize.reports.exports.writing import write_lines, write_report
from recognize.settings import settings

TELL_SECONDS = 1.0
COMMAND_TIMEOUT_SECONDS = 600

ORDERED = """
select e.request::text as request, p.name, p.handle from exports e join people p on p.id = e.person_id
where e.id = $1 and e.attempts = $2 and e.state = 'running'
"""
TELL = f"""
update exports set done_rows = $3, total_rows = $4, lease_until = now() + interval '{LEASE_SECONDS} seconds'
where id = $1 and attempts = $2 and state = 'running'
"""
END = """
update exports set state = $3, error = $4, size_bytes = $5, done_rows = $6, total_rows = $7, ended_at = now()
where id = $1 and attempts = $2 and state = 'running'
"""

logger = logging.getLogger(__name__)


async def make(export: UUID, attempt: int) -> None:
    """Returns without a word where it is not, or no longer, this attempt's to make."""
    ordered = await DB.fetch_row(ORDERED, export, attempt)
    if ordered is None:
        return
    progress = Progress()
    making = asyncio.create_task(_written(export, ordered, progress))
    telling = asyncio.create_task(_tell(export, attempt, progress, making))
    try:
        size = await making
    except asyncio.CancelledError:
        files.remove(export)
    except RecognizeError as refusal:
        await DB.execute(END, export, attempt, "failed", refusal.code, None, progress.done, progress.total)
    else:
        if await DB.execute(END, export, attempt, "done", None, size, progress.done, progress.total) != "UPDATE 1":
            files.remove(export)
    finally:
        telling.cancel()


async def _tell(export: UUID, attempt: int, progress: Progress, making: asyncio.Task[int]) -> None:
    while not making.done():
        if await DB.execute(TELL, export, attempt, progress.done, progress.total) != "UPDATE 1":
            making.cancel()
        await asyncio.wait([making], timeout=TELL_SECONDS)


async def _written(export: UUID, ordered: Record, progress: Progress) -> int:
    asked = msgspec.json.decode(ordered["request"], type=NewExport)
    made_by = f"{ordered['name']} ({ordered['handle']})"
    with patient(COMMAND_TIMEOUT_SECONDS), whole_file(files.path_of(export), replace=True) as file:
        if asked.kind == "report":
            await write_report(file, asked, made_by, progress)
        else:
            await write_lines(file, asked, made_by, files.folder(), progress)
        return file.tell()


async def main(export: UUID, attempt: int) -> None:
    async with connected(settings().database_url, 2, command_timeout_seconds=COMMAND_TIMEOUT_SECONDS):
        await make(export, attempt)


if __name__ == "__main__":
    asyncio.run(main(UUID(sys.argv[1]), int(sys.argv[2])))
