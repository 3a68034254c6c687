"""`SIGSTOP` of a web process under load, at the moment when it holds the relay's lock."""

import asyncio
import logging
import time
from itertools import pairwise

import asyncpg
import psutil

from recognize.log import relay
from tests.faults.conftest import Site
from tests.faults.listeners import Listener, listening
from tests.faults.processes import Web

STOPPED_SECONDS = (60.0, 8.0, 8.0)
SHORTEST_SECONDS, LONGEST_SECONDS = 0.3, 1.0  # of load before and after
LONGEST_GAP_SECONDS = 2.0
CATCH_ATTEMPTS = 1_000
STILL_SECONDS = 0.05  # what the stopped process had sent has run by then
BETWEEN_SECONDS = 0.03
HOLDING = """
select query from pg_stat_activity
where state = 'idle in transaction' and client_port = any($1::int[]) and query = any($2::text[])
"""

logger = logging.getLogger(__name__)


async def test_events_flow_while_the_holder_of_the_relay_is_stopped(site: Site) -> None:
    stopped, other = site.webs
    ear = Listener(site.probe.handle, site.listeners[-1].token, [other.address])
    async with listening([ear]):
        for stopped_seconds in STOPPED_SECONDS:
            async with site.under_load(site.probe):
                await site.moment(SHORTEST_SECONDS, LONGEST_SECONDS)
                begun = await stop_while_it_holds_the_relay(site, stopped)
                await asyncio.sleep(stopped_seconds)
                ended = time.monotonic()
                stopped.resume()
                await site.moment(SHORTEST_SECONDS, LONGEST_SECONDS)
            gap = longest_gap(ear, begun, ended)
            logger.info("longest gap %.2f s", gap)
            assert gap <= LONGEST_GAP_SECONDS


async def stop_while_it_holds_the_relay(site: Site, web: Web) -> float:
    """When it was stopped. Stops it at random moments until one is the right one."""
    connection = await asyncpg.connect(site.database_url)
    try:
        for _ in range(CATCH_ATTEMPTS):
            web.suspend()
            begun = time.monotonic()
            await asyncio.sleep(STILL_SECONDS)
            if await connection.fetch(HOLDING, database_ports(web), [relay.LOCK, relay.MOVE]):
                return begun
            web.resume()
            await site.moment(0, BETWEEN_SECONDS)
    finally:
        await connection.close()
    raise AssertionError(f"in {CATCH_ATTEMPTS} attempts it never held the relay's lock")


def database_ports(web: Web) -> list[int]:
    """The near ends of its connections, by which PostgreSQL knows them."""
    return [each.laddr.port for each in psutil.Process(web.pid).net_connections() if each.raddr]


def longest_gap(ear: Listener, begun: float, ended: float) -> float:
    """Between two kudos of the probe, the window's ends counted as one."""
    heard = [each.at for each in ear.heard if each.giver == ear.handle and begun <= each.at <= ended]
    return max(later - earlier for earlier, later in pairwise([begun, *heard, ended]))
