"""Everything in one file, and back."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from recognize.cli.ground import cli, file_argument, say
from recognize.settings import settings

if TYPE_CHECKING:
    from recognize.backup.archive import Manifest

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
