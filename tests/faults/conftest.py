"""A company on two real web processes that share one data directory, under load. Nothing here runs in this process."""

import asyncio
import logging
import resource
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

import asyncpg
import pytest

from recognize import services
from recognize.services import postgres, valkey
from recognize.services.home import find_home
from tests.faults import checks, company
from tests.faults.givers import Giver, giving
from tests.faults.listeners import Listener, listening
from tests.faults.processes import Web

SEED = 20261121
PEOPLE = 40
GIVERS = tuple(company.handle(number) for number in range(10, 14))
PROBE = company.handle(20)  # gives on one process only, to somebody nobody else gives to
PROBED = company.handle(21)
RECIPIENTS = tuple(company.handle(number) for number in range(22, 34))
LISTENERS = (GIVERS[0], RECIPIENTS[0], RECIPIENTS[1], company.handle(39))  # the last is in no kudos

logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log every request
logger = logging.getLogger(__name__)


@dataclass
class Site:
    """Everybody who plays, on two web processes. `random` is seeded, so that a run can be had again."""

    data_dir: Path
    database_url: str
    webs: tuple[Web, Web]
    givers: list[Giver]
    listeners: list[Listener]
    probe: Giver
    random: Random

    @asynccontextmanager
    async def under_load(self, *more: Giver) -> AsyncIterator[None]:
        async with self.while_giving(*self.givers, *more):
            yield

    @asynccontextmanager
    async def while_giving(self, *givers: Giver) -> AsyncIterator[None]:
        """Afterwards everything is checked on the processes that run."""
        before, begun = self.acknowledged, time.monotonic()
        async with giving(givers):
            yield
        logger.info("%d kudos in %.1f s", self.acknowledged - before, time.monotonic() - begun)
        running = [web for web in self.webs if web.is_running]
        await checks.everything_adds_up(self.database_url, running, [*self.givers, self.probe], self.listeners)

    @property
    def acknowledged(self) -> int:
        return sum(len(giver.given) for giver in [*self.givers, self.probe])

    async def moment(self, shortest_seconds: float, longest_seconds: float) -> None:
        await asyncio.sleep(self.random.uniform(shortest_seconds, longest_seconds))


def late(site: Site, begun: float, ended: float) -> list[float]:
    """Seconds from the acknowledgement to each listener's ear, sorted, of what was acknowledged in between."""
    at = {each.id: each.at for giver in [*site.givers, site.probe] for each in giver.given if begun <= each.at <= ended}
    first = {(listener.handle, each.item): each.at for listener in site.listeners for each in reversed(listener.heard)}
    return sorted(heard - at[item] for (_, item), heard in first.items() if item in at)


# The project's own fixtures would start services and a database for tests that run in this process.
@pytest.fixture(scope="session", autouse=True)
def _urls() -> None:
    pass


@pytest.fixture(scope="session", autouse=True)
def _database() -> None:
    pass


@pytest.fixture(autouse=True)
def clean() -> None:
    pass


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """Where everybody may look, as the databases do not run as root."""
    with tempfile.TemporaryDirectory(prefix="recognize-faults-", ignore_cleanup_errors=True) as directory:
        Path(directory).chmod(0o755)
        yield Path(directory)
        assert not services_left(Path(directory)), "whoever went last has not stopped the services"


def services_left(data_dir: Path) -> bool:
    """Whether any still ran; now none does."""
    home = find_home(data_dir)
    left = postgres.is_alive(home) or valkey.is_alive(home)
    postgres.stop(home)
    valkey.stop(home)
    return left


@pytest.fixture
def settings_of_webs() -> Mapping[str, str]:
    """A module that needs others has a fixture of this name."""
    return {}


@pytest.fixture
def webs(data_dir: Path, settings_of_webs: Mapping[str, str]) -> Iterator[tuple[Web, Web]]:
    allow_many_files()
    pair = Web(data_dir, settings_of_webs), Web(data_dir, settings_of_webs)
    with ExitStack() as stack:
        for web in pair:
            stack.callback(web.stop)
            web.start()
        yield pair


def allow_many_files() -> None:
    """For this process and those that it starts: a thousand sockets have two ends."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


@pytest.fixture
async def site(data_dir: Path, webs: tuple[Web, Web]) -> AsyncIterator[Site]:
    company.bring_in(data_dir, PEOPLE)
    with services.running(data_dir) as running:  # one user more: whoever kills every web process finds them again
        url = running.urls.database_url
        tokens = await _prepare(url)
        random = Random(SEED)
        addresses = [web.address for web in webs]
        givers = [
            Giver(each, tokens[each], _turned(addresses, n), RECIPIENTS, data_dir / "acknowledged", Random(SEED + n))
            for n, each in enumerate(GIVERS)
        ]
        probe = Giver(PROBE, tokens[PROBE], addresses[1:], [PROBED], data_dir / "acknowledged", Random(SEED - 1))
        listeners = [Listener(each, tokens[each], _turned(addresses, n)) for n, each in enumerate(LISTENERS)]
        async with listening(listeners):
            yield Site(data_dir, url, webs, givers, listeners, probe, random)
        checks.doctor_is_content(webs[0])
    checks.no_task_has_died(webs)


async def _prepare(database_url: str) -> dict[str, str]:
    connection = await asyncpg.connect(database_url)
    try:
        await company.lift_limits(connection)
        return await company.tokens(connection, {*GIVERS, *LISTENERS, PROBE})
    finally:
        await connection.close()


def _turned(addresses: Sequence[str], by: int) -> list[str]:
    by %= len(addresses)
    return [*addresses[by:], *addresses[:by]]
