"""Files that come in."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import rich_click as click

from recognize.cli.ground import cli, file_argument, run, say
from recognize.lib.csv import BadLine
from recognize.people.errors import BadLinesError

skip_bad_option = click.option("--skip-bad", is_flag=True, help="Leave bad lines out instead of refusing the file.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would happen and write nothing.")


def run_import(action: Callable[[], Awaitable[Any]], errors: Path | None = None) -> None:
    """Run an import, name every bad line, landed without them or not at all, and say what came of it."""
    if errors:
        errors.write_text("")  # where it cannot be written, nothing has landed yet
    try:
        result = run(action)
    except BadLinesError as refusal:
        _show_bad_lines(refusal.lines, errors)
        sys.exit(f"recognize: nothing was imported: {len(refusal.lines)} bad lines (--skip-bad leaves them out)")
    _show_bad_lines(result.bad_lines, errors)
    for line in result.lines():
        click.echo(line, err=not result.dry_run)  # of a dry run the differences are the answer


def _show_bad_lines(lines: list[BadLine], errors: Path | None) -> None:
    for line in lines:
        say(str(line))
    if errors:
        errors.write_text("".join(f"{line}\n" for line in lines))


@cli.group("import")
def import_() -> None:
    """Bring departments, people and history in from CSV files."""


@import_.command("departments")
@file_argument
@dry_run_option
@skip_bad_option
def import_departments(file: Path, dry_run: bool, skip_bad: bool) -> None:
    """Departments: code, name, parent, front_line.

    Example: recognize import departments areas.csv
    """
    from recognize.people import imports

    run_import(lambda: imports.import_departments(file, dry_run=dry_run, skip_bad=skip_bad))


@import_.command("people")
@file_argument
@dry_run_option
@skip_bad_option
@click.option("--complete", is_flag=True, help="The file is everybody: who is absent has left.")
@click.option("--force", is_flag=True, help="With --complete: also when more than 20 % would leave.")
def import_people(file: Path, dry_run: bool, skip_bad: bool, complete: bool, force: bool) -> None:
    """People: handle and any of name, department, manager, …

    Example: recognize import people people.csv --dry-run
    """
    from recognize.people import imports

    run_import(lambda: imports.import_people(file, dry_run=dry_run, complete=complete, force=force, skip_bad=skip_bad))


@import_.command("kudos")
@file_argument
@click.option("--mapping", required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), help="TOML.")
@click.option("--errors", type=click.Path(dir_okay=False, path_type=Path), help="Also write the refused lines here.")
@dry_run_option
@skip_bad_option
def import_kudos(file: Path, mapping: Path, errors: Path | None, dry_run: bool, skip_bad: bool) -> None:
    """History: sent_at, sender, recipients, kind, message, ref.

    Example: recognize import kudos history.csv --mapping kinds.toml --skip-bad
    """
    from recognize.kudos.history import import_history

    run_import(lambda: import_history(file, mapping, dry_run=dry_run, skip_bad=skip_bad), errors)
