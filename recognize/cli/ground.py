"""What every command stands on: the group itself, how an action is run, and how a refusal is said."""

import asyncio
import logging
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import rich_click as click
from asyncpg import InterfaceError, PostgresError

from recognize import __version__
from recognize.backup.errors import BackupError
from recognize.errors import RecognizeError
from recognize.lib.csv import CsvError
from recognize.services import ServicesError
from recognize.settings import SettingsError, settings
from recognize.watch.errors import WatchError

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


file_argument = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
person_option = click.option("--person", required=True, metavar="HANDLE", help="Whom.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def cli() -> None:
    """Recognize: colleagues thank each other for good internal service."""
