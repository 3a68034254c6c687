"""The `recognize` command."""

import asyncio
import logging
import os
import secrets
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeVar

import rich_click as click
from asyncpg import InterfaceError, PostgresError

from recognize import __version__
from recognize.backup.errors import BackupError
from recognize.errors import RecognizeError
from recognize.lib.clock import Month
from recognize.lib.csv import BadLine, CsvError
from recognize.people.errors import BadLinesError
from recognize.services import ServicesError
from recognize.settings import PREFIX, SettingsError, settings
from recognize.watch.errors import WatchError

if TYPE_CHECKING:
    from datetime import datetime

    from recognize.backup.archive import Manifest
    from recognize.displays.schemas import DisplayView
    from recognize.reports.exports.csv_file import Dialect

Answer = TypeVar("Answer")
COMMAND_TIMEOUT_SECONDS = 600  # a command may work through a whole file in one statement

CLEAR_ERRORS = (RecognizeError, SettingsError, CsvError, ServicesError, WatchError, BackupError)


def say(line: str) -> None:
    """Progress and summaries go to stderr; standard output is for what a script wants."""
    click.echo(line, err=True)


def main() -> None:
    """Every refusal is one clear line on stderr and a non-zero exit; a traceback is a bug."""
    try:
        logging.basicConfig(level=settings().log_level, format="%(asctime)s %(levelname)s %(name)s %(message)s")
        cli(standalone_mode=False)
    except click.ClickException as refusal:
        refusal.show()
        sys.exit(refusal.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except CLEAR_ERRORS as refusal:
        sys.exit(f"recognize: {refusal}")
    except (PostgresError, InterfaceError, OSError, TimeoutError) as failure:
        sys.exit(f"recognize: {_in_words(failure)}")


def _in_words(failure: Exception) -> str:
    if isinstance(failure, FileNotFoundError | PermissionError | IsADirectoryError | NotADirectoryError):
        return f"{failure.filename}: {failure.strerror}"
    if isinstance(failure, ConnectionError | TimeoutError):
        return "PostgreSQL or Redis does not answer at the configured address"
    return str(failure) or type(failure).__name__


def run(action: Callable[[], Awaitable[Answer]]) -> Answer:
    """Run an action with services, an up-to-date database and an open pool."""
    from recognize.lib.database import connected
    from recognize.migrate import migrate
    from recognize.serving import with_services

    async def prepared() -> Answer:
        url = settings().database_url
        await migrate(url)
        async with connected(url, command_timeout_seconds=COMMAND_TIMEOUT_SECONDS):
            return await action()

    with with_services(say):
        return asyncio.run(prepared())


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


file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
skip_bad_option = click.option("--skip-bad", is_flag=True, help="Leave bad lines out instead of refusing the file.")
dry_run_option = click.option("--dry-run", is_flag=True, help="Show what would happen and write nothing.")
person_option = click.option("--person", required=True, metavar="HANDLE", help="Whom.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Recognize: colleagues thank each other for good internal service."""


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--processes", default=1, show_default=True, type=click.IntRange(1, 64), help="Equal processes on one port."
)
@click.option("--demo", is_flag=True, help="Make the demo company first, where the database is empty.")
def serve(host: str, port: int, processes: int, demo: bool) -> None:
    """Serve the product: web and worker.

    Example: recognize serve --port 8000
    """
    from recognize import serving

    if demo:
        os.environ[f"{PREFIX}DEMO"] = "1"
        os.environ.setdefault(f"{PREFIX}PUBLIC_URL", f"http://{host}:{port}")  # the links in the demo's mails
        settings.cache_clear()

    def prepare() -> None:
        if demo:
            _seed_demo()
            _say_demo_wall(f"http://{host}:{port}")

    serving.serve(host, port, processes, say, prepare)


@cli.command()
def worker() -> None:
    """Only the worker's roles: relay, readers of the log, schedule.

    Example: recognize worker
    """
    from recognize import serving

    serving.work(say)


@cli.command()
def migrate() -> None:
    """Bring the database up to date and load the catalogue.

    Example: recognize migrate
    """
    from recognize import serving
    from recognize.migrate import migrate as bring_up_to_date

    with serving.with_services(say):
        ran = asyncio.run(bring_up_to_date(settings().database_url))
    say(f"{len(ran)} migrations ran" if ran else "the database is up to date")


@cli.command()
@click.option("--demo", is_flag=True, help="Grupo Almarena: 180 people, six months of kudos.")
@click.option("--people", default=180, show_default=True, type=click.IntRange(60, 100_000))
@click.option("--months", default=6, show_default=True, type=click.IntRange(1, 120))
def seed(demo: bool, people: int, months: int) -> None:
    """Load the catalogue and, with --demo, the demo company.

    Example: recognize seed --demo
    """
    if demo:
        _seed_demo(people, months)
    else:
        run(_nothing)


async def _nothing() -> None:
    """The catalogue comes with every migration, and `run` migrates."""


def _seed_demo(people: int = 180, months: int = 6) -> None:
    import recognize.app  # noqa: F401 — the kinds of items, which the demo's people answer
    from recognize.demo import seed_demo

    async def plant() -> None:
        for line in await seed_demo(say, people=people, months=months):
            say(line)

    run(plant)


def _say_demo_wall(address: str) -> None:
    from recognize.demo.screen import demo_wall_token

    if token := run(demo_wall_token):
        say(f"wall display: {address}/wall#{token}")


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


@cli.group()
def role() -> None:
    """Roles beyond employee and manager."""


@role.command("grant")
@person_option
@click.option("--role", required=True, metavar="ROLE", help="hr, administrator or juror.")
def grant(person: str, role: str) -> None:
    """Grant a role; the audit log keeps it.

    Example: recognize role grant --person helena --role hr
    """
    from recognize.identity.actions import grant_role

    run(lambda: grant_role(person, role))
    say(f"{person} has the role {role}")


@cli.group()
def person() -> None:
    """People, one by one."""


@person.command("erase")
@click.argument("handle")
@click.option("--reason", required=True, help="For the audit log; say no name in it.")
@click.option("--yes", is_flag=True, help="Do not ask for the name first.")
def erase_person(handle: str, reason: str, yes: bool) -> None:
    """Take somebody's name out of everything, for good: their figures stay true, and nothing leads back to them.

    Example: recognize person erase rosa --reason "asked for it on 3 May"
    """
    from recognize.erasure.actions import erase, name_of

    if not yes:
        name = run(lambda: name_of(handle))
        say(f"{name} ({handle}) will be erased. Nothing brings them back.")
        if click.prompt("Type the name to go on", err=True).strip() != name:
            raise click.UsageError("that is not the name; nothing was done")
    done = run(lambda: erase(handle, reason))
    say(f"erased; what stays is {done.name} ({done.handle})")


@cli.group()
def admin() -> None:
    """Administrators."""


@admin.command("create")
@click.option("--handle", required=True)
@click.option("--email")
def create_admin(handle: str, email: str | None) -> None:
    """Make a person who is an administrator; prints a password when none is given on standard input.

    Example: recognize admin create --handle adrian
    """
    from recognize.identity.actions import grant_role, set_password
    from recognize.lib.database import DB
    from recognize.people.actions import create_person

    chosen = _new_password()

    async def create() -> None:
        async with DB.transaction():
            await create_person(handle, handle, email=email)
            await grant_role(handle, "administrator")
            await set_password(handle, chosen.password)

    run(create)
    chosen.tell()
    say(f"{handle} is an administrator")


@cli.group()
def password() -> None:
    """Passwords."""


@password.command("set")
@person_option
def set_(person: str) -> None:
    """Set a password: asked for, or the first line of standard input; with neither, one is made and printed.

    Example: recognize password set --person ana
    """
    from recognize.identity.actions import set_password

    chosen = _new_password()
    run(lambda: set_password(person, chosen.password))
    chosen.tell()
    say(f"{person} has a new password; their sessions have ended")


class NewPassword(NamedTuple):
    password: str
    is_made: bool

    def tell(self) -> None:
        """Print it, when nobody else knows it and it has become somebody's."""
        if self.is_made:
            click.echo(self.password)


def _new_password() -> NewPassword:
    if sys.stdin.isatty():
        typed = click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return NewPassword(str(typed), is_made=False)
    if given := sys.stdin.readline().rstrip("\r\n"):
        return NewPassword(given, is_made=False)
    return NewPassword(secrets.token_urlsafe(12), is_made=True)


@cli.group()
def token() -> None:
    """API tokens."""


@token.command("create")
@person_option
@click.option(
    "--scope", multiple=True, metavar="SCOPE", help="A permission; repeat for more. Without: all they may do."
)
def create_token(person: str, scope: tuple[str, ...]) -> None:
    """Print a new API token of a person, and nothing else; it is stored nowhere.

    Example: recognize token create --person ana --scope feed.read
    """
    from recognize.identity.actions import create_token as create

    click.echo(run(lambda: create(person, scope)))


@cli.group()
def display() -> None:
    """Wall displays."""


display_name_option = click.option("--name", required=True, help="What people call it, such as where it hangs.")


@display.command("create")
@display_name_option
@click.option("--locale", type=click.Choice(["es", "en"]), help="Its language; the organisation's without.")
def create_display(name: str, locale: Literal["es", "en"] | None) -> None:
    """Print the token of a new wall display, and nothing else; it is stored nowhere. Type it once at /wall.

    Example: recognize display create --name Reception --locale en
    """
    from recognize.displays.actions import create_display as create

    click.echo(run(lambda: create(name, locale)))


@display.command("revoke")
@display_name_option
def revoke_display(name: str) -> None:
    """Shut every display of this name out; its token is good for nothing any more.

    Example: recognize display revoke --name Reception
    """
    from recognize.displays.actions import revoke_displays

    count = run(lambda: revoke_displays(name))
    say(f"{count} displays called {name} are out")


@display.command("list")
def list_displays() -> None:
    """The displays in use, a line each: name, health, when last heard, place, version of the page, where it hangs.

    Example: recognize display list
    """
    from recognize.displays.presence import presences
    from recognize.displays.views import display_views
    from recognize.lib.redis import QuickRedis
    from recognize.pages import wall_build

    async def read() -> list[str]:
        redis = QuickRedis(settings().redis_url)
        try:
            views = await display_views(await presences(redis), wall_build())
        finally:
            await redis.close()
        return [_line_of(each) for each in views]

    for line in run(read):
        click.echo(line)


def _line_of(display: "DisplayView") -> str:
    heard = f"{display.heard.seconds:.0f} s ago" if display.heard else "never heard"
    client = (display.heard and display.heard.client) or "-"
    return "\t".join([display.name, display.health, heard, display.place, client, display.location or "-"])


@token.command("revoke")
@person_option
def revoke_tokens(person: str) -> None:
    """Revoke all API tokens of a person; their sockets close too.

    Example: recognize token revoke --person ana
    """
    from recognize.identity.actions import revoke_tokens as revoke

    count = run(lambda: revoke(person))
    say(f"{count} tokens of {person} revoked")


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


PICTURES_NAMED = 5


@cli.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace a file of that name.")
def backup(file: Path, force: bool) -> None:
    """Everything of one moment in one file, while the server goes on; only its owner may read it.

    Example: recognize backup recognize-2026-11-22.zip
    """
    from recognize.backup.making import back_up
    from recognize.lib.database import connected
    from recognize.serving import with_services

    async def connect_and_back_up() -> "Manifest":  # and not migrate: a backup changes nothing
        async with connected(settings().database_url):
            return await back_up(file, replace=force)

    with with_services(say):
        made = asyncio.run(connect_and_back_up())
    say(
        f"{file} holds {made.rows:,} rows of {len(made.tables)} tables, up to position {made.position:,}, and {len(made.pictures):,} files of pictures"
    )
    if made.missing:
        say(f"the files of {len(made.missing):,} pictures are not there: {', '.join(made.missing[:PICTURES_NAMED])}")


@cli.command()
@file_argument
@click.option("--force", is_flag=True, help="Replace everything that is in the database.")
def restore(file: Path, force: bool) -> None:
    """Make an empty database what a backup says, whole or not at all. No server may run on it.

    Example: recognize restore recognize-2026-11-22.zip
    """
    from recognize.backup.pictures import left_over
    from recognize.backup.restoring import restore as bring_back
    from recognize.serving import with_services

    with with_services(say):
        made, erased = asyncio.run(bring_back(file, settings().database_url, force=force))
    if erased:
        say(f"{erased:,} who had been erased since are erased again")
    say(f"{len(made.pictures):,} files of pictures are back")
    if made.missing:
        say(f"{len(made.missing):,} pictures had no file: {', '.join(made.missing[:PICTURES_NAMED])}")
    if extra := left_over(made.pictures):
        say(f"{extra:,} files of pictures that the backup does not know stay where they are")
    say(f"{made.rows:,} rows of {made.made_at} are back, up to position {made.position:,}; live clients begin anew")


@cli.command()
@click.option("--url", metavar="URL", help="The server; without, the one of this data folder.")
@click.option("--token", envvar=f"{PREFIX}TOKEN", help="A display's, better in RECOGNIZE_TOKEN; here none is needed.")
def watch(url: str | None, token: str | None) -> None:
    """The wall in the terminal; one line for each kudos where standard output is none. Ctrl-C ends it.

    Example: recognize watch --url https://recognize.example
    """
    from recognize import local
    from recognize.watch.wall import watch as watch_wall

    if url and not url.startswith(("http://", "https://")):
        raise click.BadParameter("it begins with http:// or https://", param_hint="--url")
    if url and not token:
        raise click.UsageError("a server elsewhere wants a display's token, in RECOGNIZE_TOKEN or --token")
    address = url or local.address()
    if not token:
        local.refuse_where_nobody_answers(address)
        token = run(local.terminal_token)
    asyncio.run(watch_wall(address, token))


@cli.command()
def doctor() -> None:
    """Recount what is kept and look at the log and the services; exit 1 when something does not agree.

    Example: recognize doctor
    """
    from recognize.doctor import examine

    findings = run(examine)
    for finding in findings:
        click.echo(str(finding))
    if not all(finding.is_well for finding in findings):
        sys.exit(1)
