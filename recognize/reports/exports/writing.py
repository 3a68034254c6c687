"""What was asked for, written into a file: by a worker, and by the command line."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from msgspec import structs

from recognize.lib.clock import Month
from recognize.lib.whole_file import whole_file
from recognize.organisation import audit
from recognize.organisation.queries import organisation
from recognize.reports.exports import words
from recognize.reports.exports.about import About, this_moment
from recognize.reports.exports.lines import Progress, write_csv, write_xlsx
from recognize.reports.exports.report_file import Wish, report_file
from recognize.reports.exports.schemas import NewExport
from recognize.reports.exports.selecting import check, contents, dialect, filters, selection, told
from recognize.reports.reading import report_json
from recognize.reports.schemas import DEFINITION_VERSION

TELL_SECONDS = 0.5


async def export_to(target: Path, given: dict[str, Any], tell: Callable[[int, int | None], None]) -> int:
    """For the command line: `target` whole or not at all. Returns the number of rows."""
    own = await organisation()
    delimiter = given["delimiter"] or (None if given["locale"] else ",")
    asked = structs.replace(NewExport(**given), locale=given["locale"] or own.locale, delimiter=delimiter)
    await check(asked)
    progress = Progress()
    with whole_file(target, replace=True) as file:
        made_by = words.COMMAND_LINE[asked.locale or "en"]
        writing = asyncio.create_task(write_lines(file, asked, made_by, target.parent, progress))
        while not writing.done():
            await asyncio.wait([writing], timeout=TELL_SECONDS)
            tell(progress.done, progress.total)
        await writing
    await audit.record("export.made", target.name, told(asked))
    return progress.done


async def write_report(file: IO[bytes], asked: NewExport, made_by: str, progress: Progress) -> None:
    progress.total = 1
    report = await report_json(Month.parse(asked.month or ""), next(iter(asked.departments), None))
    wish = Wish(format=asked.format, locale=asked.locale or "en", made_by=made_by, dialect=dialect(asked))
    file.write(await report_file(report, wish))
    progress.done = 1


async def write_lines(file: IO[bytes], asked: NewExport, made_by: str, folder: Path, progress: Progress) -> None:
    """`folder` is where there is room for what is not packed yet."""
    about = await about_lines(asked, made_by)
    if asked.format == "csv":
        await write_csv(file, selection(asked), about, dialect(asked), progress)
        return
    with TemporaryDirectory(dir=folder) as room:
        await write_xlsx(file, selection(asked), about, Path(room), progress)


async def about_lines(asked: NewExport, made_by: str) -> About:
    own = await organisation()
    return About(
        organisation=own.name,
        contents=contents(asked),
        time_zone=own.time_zone,
        locale=asked.locale or "en",
        made_at=this_moment(),
        made_by=made_by or words.COMMAND_LINE[asked.locale or "en"],
        filters=filters(asked),
        definition_version=DEFINITION_VERSION,
    )
