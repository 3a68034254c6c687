"""Files of people and of departments. A file lands whole or, where bad lines may be skipped, without exactly those."""

from pathlib import Path

from recognize.lib.database import DB
from recognize.organisation import audit
from recognize.people.changes import carry_out
from recognize.people.departments_plan import DEPARTMENTS, plan_departments
from recognize.people.differences import DepartmentsImportResult, PeopleImportResult, departments_result, people_result
from recognize.people.errors import BadLinesError
from recognize.people.people_plan import PEOPLE, plan_people, refuse_mass_leaving
from recognize.people.queries import locked_roster
from recognize.people.sheets import Sheet, decoded, read_sheet, text_of

__all__ = ["decoded", "import_departments", "import_departments_text", "import_people", "import_people_text"]

# Whoever reads on would plan for as many people as before, until PostgreSQL looks by itself after a minute.
NEW_STATISTICS = "analyze people, department_history, manager_history, status_history"


async def import_people(
    path: Path, *, dry_run: bool = False, complete: bool = False, force: bool = False, skip_bad: bool = False
) -> PeopleImportResult:
    """Raises CsvError, BadLinesError and, for a complete file without `force`, TooManyLeaversError."""
    return await import_people_text(
        text_of(path), path.name, dry_run=dry_run, complete=complete, force=force, skip_bad=skip_bad
    )


async def import_people_text(
    text: str,
    file: str,
    *,
    dry_run: bool = False,
    complete: bool = False,
    force: bool = False,
    skip_bad: bool = False,
    locale: str = "en",
) -> PeopleImportResult:
    """`complete`: people whom the file does not name have left, and who had left and is named is back. `locale` is that
    of the reader of the result."""
    sheet = read_sheet(text, PEOPLE)
    async with DB.transaction():
        roster = await locked_roster()
        plan = plan_people(sheet, roster, complete=complete, skip_bad=skip_bad)
        _refuse_bad(sheet, skip_bad)
        if complete and not force:
            refuse_mass_leaving(sheet, roster)
        result = people_result(file, sheet, plan, dry_run=dry_run, locale=locale)
        if not dry_run:
            await carry_out(plan, roster)
            told = result.counts() | ({"forced": True} if force else {})
            await DB.execute(NEW_STATISTICS)
            await audit.record("people.imported", _storable(file), told)
    return result


async def import_departments(path: Path, *, dry_run: bool = False, skip_bad: bool = False) -> DepartmentsImportResult:
    """Raises CsvError and BadLinesError."""
    return await import_departments_text(text_of(path), path.name, dry_run=dry_run, skip_bad=skip_bad)


async def import_departments_text(
    text: str, file: str, *, dry_run: bool = False, skip_bad: bool = False
) -> DepartmentsImportResult:
    sheet = read_sheet(text, DEPARTMENTS)
    async with DB.transaction():
        roster = await locked_roster()
        plan = plan_departments(sheet, roster, skip_bad=skip_bad)
        _refuse_bad(sheet, skip_bad)
        result = departments_result(file, sheet, plan, dry_run=dry_run)
        if not dry_run:
            await carry_out(plan, roster)
            await audit.record("departments.imported", _storable(file), result.counts())
    return result


def _refuse_bad(sheet: Sheet, skip_bad: bool) -> None:
    if sheet.bad and not skip_bad:
        raise BadLinesError(sheet.bad_lines)


def _storable(name: str) -> str:
    """A file's name may hold bytes that are no text."""
    return name.encode(errors="replace").decode().replace("\x00", "?")
