"""The server and its database: serve, worker, migrate, seed, doctor."""

import asyncio
import os
import sys

import rich_click as click

from recognize.cli.ground import cli, run, say
from recognize.settings import PREFIX, settings


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
