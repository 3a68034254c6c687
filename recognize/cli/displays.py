"""Wall displays, and the wall in the terminal."""

import asyncio
from typing import TYPE_CHECKING, Literal

import rich_click as click

from recognize.cli.ground import cli, run, say
from recognize.settings import PREFIX, settings

if TYPE_CHECKING:
    from recognize.displays.schemas import DisplayView


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
