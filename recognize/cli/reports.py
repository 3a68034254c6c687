"""The month report, its close, and exports of lines."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import rich_click as click

from recognize.cli.ground import cli, run, say
from recognize.lib.clock import Month

if TYPE_CHECKING:
    from datetime import datetime

    from recognize.reports.exports.csv_file import Dialect

format_of_report = click.option(
    "--format", "format_", type=click.Choice(["json", "csv", "xlsx", "pdf"]), default="json", show_default=True
)
locale_option = click.option("--locale", type=click.Choice(["es", "en"]), help="The organisation's without.")
bom_option = click.option("--bom", is_flag=True, help="CSV begins with a byte order mark, for old spreadsheets.")
delimiter_option = click.option(
    "--delimiter", type=click.Choice([",", ";", "tab"]), help="Of CSV; without, that of --locale (es: ;), else a comma."
)


@cli.command()
@click.argument("month", metavar="YYYY-MM")
@format_of_report
@click.option("--department", help="Only what an area and those below it gave or received.")
@locale_option
@bom_option
@delimiter_option
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="A file; standard output without.")
def report(
    month: str,
    format_: Literal["json", "csv", "xlsx", "pdf"],
    department: str | None,
    locale: Literal["es", "en"] | None,
    bom: bool,
    delimiter: str | None,
    out: Path | None,
) -> None:
    """The month report, in the organisation's time zone.

    Example: recognize report 2026-10 --format pdf --out october.pdf
    """
    from recognize.organisation import audit
    from recognize.organisation.queries import organisation
    from recognize.reports.exports import words
    from recognize.reports.exports.report_file import Wish, report_file
    from recognize.reports.reading import report_json
    from recognize.worker import settle

    async def read() -> bytes:
        language: Any = locale or (await organisation()).locale
        wish = Wish(
            format=format_,
            locale=language,
            made_by=words.COMMAND_LINE[language],
            dialect=_dialect(delimiter, locale, bom=bom),
        )
        made = await report_file(await report_json(_month(month), department, settle), wish)
        told = {"kind": "report", "format": format_, "department": department}
        await audit.record("export.made", f"recognize-{month}.{format_}", told)
        return made

    body = run(read)
    if out:
        out.write_bytes(body)
    else:
        sys.stdout.buffer.write(body if format_ in ("xlsx", "pdf") or body.endswith(b"\n") else body + b"\n")


def _dialect(delimiter: str | None, locale: str | None, *, bom: bool) -> "Dialect":
    from recognize.reports.exports.cells import DELIMITERS
    from recognize.reports.exports.csv_file import Dialect

    named: Any = "\t" if delimiter == "tab" else delimiter
    return Dialect(named or (DELIMITERS[locale] if locale else ","), bom)


@cli.group()
def export() -> None:
    """Lines for HR: nothing private or quiet, and no points."""


areas_option = click.option(
    "--department", "departments", multiple=True, help="An area and those below it; repeatable."
)
kinds_option = click.option("--kind", "kinds", multiple=True, help="Repeatable; without, all of them.")
columns_option = click.option("--column", "columns", multiple=True, help="Repeatable, in this order; without, all.")
format_of_lines = click.option(
    "--format", "format_", type=click.Choice(["csv", "xlsx"]), default="csv", show_default=True
)
day = click.DateTime(["%Y-%m-%d"])
out_option = click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="The file.")


@export.command("kudos")
@click.option("--from", "first", type=day, help="From this day on.")
@click.option("--to", "last", type=day, help="Up to this day.")
@areas_option
@kinds_option
@columns_option
@format_of_lines
@locale_option
@bom_option
@delimiter_option
@out_option
def export_kudos(first: "datetime | None", last: "datetime | None", **chosen: Any) -> None:
    """Public and area kudos, a line for each recognition; kinds are individual and team.

    Example: recognize export kudos --from 2026-01-01 --to 2026-03-31 --format xlsx --out kudos.xlsx
    """
    _export_lines(kind="kudos", from_=first and first.date(), to=last and last.date(), **chosen)


@export.command("people")
@areas_option
@kinds_option
@columns_option
@format_of_lines
@locale_option
@bom_option
@delimiter_option
@out_option
def export_people(**chosen: Any) -> None:
    """The people of today, without birthdays; kinds are employee and external.

    Example: recognize export people --out people.csv
    """
    _export_lines(kind="people", **chosen)


def _export_lines(format_: str, out: Path, delimiter: str | None, **chosen: Any) -> None:
    from recognize.reports.exports.writing import export_to
    from recognize.worker import settle

    named = "\t" if delimiter == "tab" else delimiter
    lists = {name: list(chosen.pop(name)) for name in ("departments", "kinds", "columns")}

    async def write() -> int:
        await settle()
        return await export_to(out, {"format": format_, "delimiter": named, **lists, **chosen}, _say_progress)

    say(f"{run(write):,} rows in {out}")


def _say_progress(done: int, total: int | None) -> None:
    """On one line of a terminal; a log would only get longer by it."""
    if sys.stderr.isatty():
        click.echo(f"\r{done:,} of {total or 0:,} rows", err=True, nl=done == total)


@cli.group()
def months() -> None:
    """Months and their close."""


@months.command("close")
@click.argument("month", metavar="YYYY-MM")
def close_month(month: str) -> None:
    """Freeze a month's figures for ever; what changes later stands beside them as a dated adjustment.

    Example: recognize months close 2026-10
    """
    from recognize.reports.closing import close_month as close
    from recognize.worker import settle

    run(lambda: close(_month(month), until_read=settle))
    say(f"{month} is closed")


def _month(text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as refusal:
        raise click.BadParameter(str(refusal)) from refusal
