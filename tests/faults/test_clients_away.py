"""Clients that were away, come back all at once, or do not read.

How long somebody was away means nothing to a server, which keeps nothing for them: it is what happened meanwhile that counts.
Ten minutes are therefore the 600 kudos that a company of one kudos a second gives in them, as fast as they can be given.
"""

import asyncio
import logging
import time
from collections.abc import Sequence

import psutil

from recognize.live.ring import RING_EVENTS
from tests.faults.checks import difference
from tests.faults.conftest import Site, late
from tests.faults.listeners import Listener, listening, whole_feed

AWAY_SECONDS = 5.0
TEN_MINUTES_KUDOS = 600
BEYOND_THE_RING_KUDOS = RING_EVENTS + 100

POLL_SECONDS = 0.1
CROWD = 1_000
CROWD_OPEN_SECONDS = 60  # the client is one Python process
ALL_BACK_SECONDS = 10
CALM_PAUSE_SECONDS = 0.2

SOCKETS, STALLED_SHARE = 100, 0.1
STALLED_SECONDS = 30.0
SMALL_BUFFER_BYTES = 4096  # or their kernel takes for them what they do not read
LONG_MESSAGE = "Gracias por la ayuda de hoy. " * 32  # or the sender's kernel takes it all
BEFORE_SECONDS = 8.0
LATER_AT_MOST = 2.0
NOISE_SECONDS = 0.25
MAX_GROWTH_BYTES = 64 * 1024 * 1024

logger = logging.getLogger(__name__)


async def test_who_was_away_for_five_seconds_under_load_resumes(site: Site) -> None:
    away = site.listeners[-1]
    async with site.under_load():
        await away.leave()
        await asyncio.sleep(AWAY_SECONDS)
        away.here.set()
        await site.moment(0.5, 1.0)


async def test_who_was_away_for_ten_minutes_resumes_and_beyond_the_ring_reads_again(site: Site) -> None:
    for kudos, resyncs in ((TEN_MINUTES_KUDOS, 0), (BEYOND_THE_RING_KUDOS, 1)):
        away = site.listeners[-1]
        before = away.resyncs
        async with site.while_giving():
            await away.leave()
            await site.probe.give_times(kudos)
            away.here.set()
        assert away.resyncs - before == resyncs


async def test_a_thousand_sockets_come_back_at_once(site: Site) -> None:
    site.probe.pause_seconds = CALM_PAUSE_SECONDS
    dying, staying = site.webs
    crowd = await seeded(site, CROWD, [dying.address, staying.address])
    async with listening(crowd):
        async with asyncio.timeout(CROWD_OPEN_SECONDS):
            await asyncio.gather(*(each.connected.wait() for each in crowd))
        async with site.while_giving(site.probe):
            await site.moment(0.5, 1.0)
            dying.kill()
            took = await seconds_until_all_are_back(crowd)
            await site.moment(1.0, 2.0)
        await all_equal_the_feed(crowd, staying.address)
    logger.info("%d sockets back after %.1f s", CROWD, took)
    await asyncio.to_thread(dying.start)
    assert took <= ALL_BACK_SECONDS


async def test_sockets_that_do_not_read_cost_the_others_nothing(site: Site) -> None:
    crowd = await seeded(site, SOCKETS, [web.address for web in site.webs])
    stalled = crowd[: int(SOCKETS * STALLED_SHARE)]
    for each in stalled:
        each.receive_buffer_bytes = SMALL_BUFFER_BYTES
    for giver in site.givers:
        giver.message = LONG_MESSAGE
    async with listening(crowd):
        async with site.under_load():
            await asyncio.sleep(1)
            before = await lateness(site, BEFORE_SECONDS)
            memory = bytes_of(site)
            for each in stalled:
                each.reading.clear()
            during = await lateness(site, STALLED_SECONDS)
            growth = bytes_of(site) - memory
            for each in stalled:
                each.reading.set()
        await all_equal_the_feed(crowd, site.webs[0].address)
    cut = sum(each.connections > 1 for each in stalled)
    logger.info(
        "p99 %.3f s before, %.3f s during; %d of %d cut; %.1f MB more", before, during, cut, len(stalled), growth / 1e6
    )
    assert cut == len(stalled)
    assert during <= LATER_AT_MOST * before + NOISE_SECONDS
    assert growth <= MAX_GROWTH_BYTES


async def seeded(site: Site, count: int, addresses: Sequence[str]) -> list[Listener]:
    """Listeners of one person with one feed between them: a thousand that each read it whole would be another test."""
    model = site.listeners[-1]
    items, epoch, position = await whole_feed(addresses[-1], model.token)
    return [
        Listener(
            model.handle, model.token, addresses, dict(items), epoch, position, open_timeout_seconds=CROWD_OPEN_SECONDS
        )
        for _ in range(count)
    ]


async def seconds_until_all_are_back(crowd: Sequence[Listener]) -> float:
    begun = time.monotonic()
    while away := sum(each.connections < 2 or not each.connected.is_set() for each in crowd):
        assert time.monotonic() - begun < CROWD_OPEN_SECONDS, f"{away} of {len(crowd)} are still away"
        await asyncio.sleep(0.05)
    return time.monotonic() - begun


async def all_equal_the_feed(crowd: Sequence[Listener], address: str) -> None:
    feed, _, _ = await whole_feed(address, crowd[0].token)
    deadline = time.monotonic() + CROWD_OPEN_SECONDS
    while lacking := [each for each in crowd if each.items != feed]:
        assert time.monotonic() < deadline, f"{len(lacking)} of {len(crowd)}: {difference(lacking[0], feed)}"
        await asyncio.sleep(POLL_SECONDS)
    assert not [fault for each in crowd for fault in each.faults]


async def lateness(site: Site, seconds: float) -> float:
    """The p99 of the site's own listeners, who read, over so many seconds."""
    begun = time.monotonic()
    await asyncio.sleep(seconds)
    found = late(site, begun, time.monotonic())
    return found[int(len(found) * 0.99)]


def bytes_of(site: Site) -> int:
    return sum(psutil.Process(web.pid).memory_info().rss for web in site.webs)
