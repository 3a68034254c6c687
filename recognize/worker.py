"""What a process does besides answering: the relay, the readers of the log, and the one schedule table."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from recognize.badges.pictures import purge_artwork
from recognize.badges.readers import BADGES, weigh_service
from recognize.boards.readers import BOARDS
from recognize.celebrations.actions import celebrate
from recognize.challenges.readers import CHALLENGES
from recognize.displays.pairing import purge_pairings
from recognize.displays.presence import JUDGE_SECONDS, Judge
from recognize.erasure.leavings import sweep
from recognize.feed.pictures import purge_pictures
from recognize.identity.actions import purge_expired
from recognize.lib.redis import QuickRedis
from recognize.lib.tasks import background
from recognize.log.doorbell import Doorbell
from recognize.log.events import head
from recognize.log.readers import DATABASE_AWAY, Reader, ensure_cursor, follow, position_of, read_batch
from recognize.log.relay import Relay, move_all
from recognize.nominations.cycles import run_cycles
from recognize.notifications.actions import purge_notifications, queue_digests
from recognize.notifications.readers import INBOX, MAILS
from recognize.notifications.sending import send_waiting
from recognize.progress.readers import LEVELS
from recognize.reports.adjusting import ADJUSTMENTS
from recognize.reports.closing import close_due_months
from recognize.reports.delivery import deliver_closed_months
from recognize.reports.exports.jobs import make_exports, purge_exports
from recognize.reports.readers import REPORTS, begin_months
from recognize.tallies.readers import TALLIES

OTHER_READS_SECONDS = 0.02

READERS: tuple[Reader, ...] = (TALLIES, BADGES, BOARDS, CHALLENGES, LEVELS, REPORTS, ADJUSTMENTS, MAILS, INBOX)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """Idempotent, and harmless when two processes run it at once."""

    name: str
    every_seconds: float
    run: Callable[[], Awaitable[None]]


def schedule(redis: QuickRedis) -> tuple[Job, ...]:
    """The one schedule table."""
    return (
        Job("purge expired sessions and idempotency keys", 3600, purge_expired),
        Job("purge expired pairings", 3600, purge_pairings),
        Job("sweep after erasures", 3600, sweep),
        Job("purge artwork", 24 * 3600, purge_artwork),
        Job("weigh years of service", 600, weigh_service),
        Job("purge old notifications", 3600, purge_notifications),
        Job("queue digests", 600, queue_digests),
        Job("purge pictures of nothing", 3600, purge_pictures),
        Job("send mails", 5, send_waiting),
        Job("make exports", 2, make_exports),
        Job("purge exports", 3600, purge_exports),
        Job("celebrate", 300, celebrate),
        Job("run nomination cycles", 15, run_cycles),
        Job("close months", 300, close_due_months),
        Job("deliver closed months", 300, deliver_closed_months),
        Job("begin months of the report", 600, begin_months),
        Job("judge displays", JUDGE_SECONDS, Judge(redis).judge),
    )


@asynccontextmanager
async def working(doorbell: Doorbell, redis: QuickRedis) -> AsyncIterator[None]:
    """Relay, readers and schedule beside the block. Every process may: the database decides who gets the work."""
    bells = [asyncio.Event() for _ in READERS]
    doorbell.on_heard(lambda head: _wake(bells))
    followed = [follow(reader, bell) for reader, bell in zip(READERS, bells, strict=True)]
    async with background(Relay(doorbell).run(), *followed, *map(_repeat, schedule(redis))):
        yield


def _wake(bells: list[asyncio.Event]) -> None:
    for bell in bells:
        bell.set()


async def _repeat(job: Job) -> None:
    while True:
        try:
            await job.run()
        except DATABASE_AWAY as failure:
            logger.warning("%s: %s; next time", job.name, failure)
        await asyncio.sleep(job.every_seconds)


async def settle() -> None:
    """For commands: give positions to waiting events and bring every reader to the log's head of this moment.

    Where a running server reads for a reader just now, wait for it. Raises PoisonError when a projection has stopped.
    """
    await move_all()
    end = (await head()).position
    for reader in READERS:
        await ensure_cursor(reader)
        while await position_of(reader) < end:
            if not await read_batch(reader):
                await asyncio.sleep(OTHER_READS_SECONDS)
