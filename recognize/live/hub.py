"""The hub of one web process: follows the log's head and writes each event to the sockets whose topics it concerns.

It keeps the newest events in a ring, so that a socket that was away for a moment resumes without the database. A frame
is built once and shared. Whoever an item reaches in person (its giver, a quiet recipient) gets a copy of their own.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from recognize.feed.audience import IN_PUBLIC
from recognize.live.queries import Told, events_for, shared_events_after, shared_events_before_head
from recognize.live.ring import RING_EVENTS, Ring
from recognize.live.subscriber import CutError, Subscriber
from recognize.log.doorbell import Doorbell
from recognize.log.readers import DATABASE_AWAY
from recognize.permissions import Caller

BATCH_EVENTS = 200
POLL_SECONDS = 1.5  # Redis is only the doorbell: without it the log is looked at this often
HEARTBEAT_SECONDS = 25
RETRY_SECONDS = 0.5
CLOSE_SIGNED_OUT = 4401

logger = logging.getLogger(__name__)


class Since(NamedTuple):
    """Where a client says that it was: `after` is the last position it has, None to start at the head."""

    epoch: str | None
    after: int | None


class Hub:
    def __init__(self, doorbell: Doorbell) -> None:
        self._rung = asyncio.Event()
        self._catching_up = asyncio.Lock()
        self._ring = Ring()
        self._by_topic: defaultdict[str, set[Subscriber]] = defaultdict(set)
        self._subscribers: set[Subscriber] = set()
        self.position = 0
        self.epoch: UUID | None = None
        doorbell.on_heard(self._hear)

    def _hear(self, head: int) -> None:
        if head > self.position:
            self._rung.set()

    async def run(self) -> None:
        """Until cancelled. Survives a database that goes away and comes back."""
        while True:
            try:
                await self.catch_up()
                await self._wait()
            except DATABASE_AWAY as failure:
                logger.warning("hub: %s; trying again", failure or type(failure).__name__)
                await asyncio.sleep(RETRY_SECONDS)

    async def beat(self) -> None:
        """Until cancelled: tell every socket where the log is, so that a silent one knows it is alive."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            self._push_all(head_frame(self.position))

    async def _wait(self) -> None:
        try:
            async with asyncio.timeout(POLL_SECONDS):
                await self._rung.wait()
        except TimeoutError:
            return
        self._rung.clear()

    # --- following the log

    async def catch_up(self) -> None:
        """Deliver everything up to the log's head of this moment."""
        async with self._catching_up:
            if self.epoch is None:
                await self._warm()
            while not await self._deliver_stretch():
                pass

    async def _warm(self) -> None:
        newest = await shared_events_before_head(RING_EVENTS)
        self.epoch, self.position = newest.epoch, newest.head
        self._ring = Ring(newest.events, floor=0 if newest.is_whole else newest.events[0].position - 1)

    async def _deliver_stretch(self) -> bool:
        stretch = await shared_events_after(self.position, BATCH_EVENTS)
        if stretch.epoch != self.epoch or stretch.head < self.position:
            self._begin_again(stretch.epoch, stretch.head)
            return True
        for told in stretch.events:
            await self._deliver(told)
            await asyncio.sleep(0)  # let the sockets write: a burst must not look like slowness
        self.position = max(self.position, stretch.head if stretch.is_whole else stretch.events[-1].position)
        return stretch.is_whole

    def _begin_again(self, epoch: UUID, head: int) -> None:
        """A backup was restored: what clients hold may never have happened."""
        self.epoch, self.position, self._ring = epoch, head, Ring(floor=head)
        for subscriber in self._subscribers:
            subscriber.last = head
        self._push_all(hello_frame(epoch, head))
        self._push_all(resync_frame("epoch"))

    async def _deliver(self, told: Told) -> None:
        own: dict[frozenset[str], str] = {}
        # Somebody may connect while a copy is fetched; between the last look and the pushing nobody can.
        while waiting := {s.topics for s in self._reached_in_person(told)} - own.keys():
            for topics in waiting:
                own[topics] = await _own_copy(topics, told)
        self._ring.keep(told)
        self.position = told.position
        for subscriber in self._matching(told.audience):
            subscriber.push_event(told.position, own.get(subscriber.topics) or _shared_copy(subscriber, told))
        await self._ask_again(told)

    async def _ask_again(self, told: Told) -> None:
        """An event about somebody, and no item: what their sockets may hear may have changed, or have ended."""
        for topic in told.audience if told.item_audience is None else ():
            if topic.endswith(str(told.subject)):
                for subscriber in list(self._by_topic.get(topic, ())):
                    self._follow(subscriber, await subscriber.ask_again())

    def _follow(self, subscriber: Subscriber, caller: Caller | None) -> None:
        if caller is None:
            self.leave(subscriber)
            subscriber.cut(CutError(CLOSE_SIGNED_OUT, "signed out"))
        elif subscriber.topics != frozenset(caller.topics):
            self.leave(subscriber)
            subscriber.topics = frozenset(caller.topics)
            self._add(subscriber)
            subscriber.push(resync_frame("audience"))

    def _matching(self, topics: Iterable[str]) -> set[Subscriber]:
        return set().union(*(self._by_topic[topic] for topic in topics if topic in self._by_topic))

    def _reached_in_person(self, told: Told) -> list[Subscriber]:
        return [s for s in self._matching(told.audience) if _is_personal(s, told)]

    # --- sockets that come and go

    async def join(self, subscriber: Subscriber, since: Since) -> None:
        """Greet, replay what was missed, and from then on deliver: nothing missing, nothing doubled."""
        if since.after is not None and since.after > self.position:
            await self.catch_up()
        if self.epoch is None:
            await self.catch_up()
        subscriber.push(hello_frame(self.epoch, self.position))
        if reason := self._why_resync(since):
            subscriber.push(resync_frame(reason))
        elif since.after is not None:
            subscriber.last = since.after
            await self._replay(subscriber)
        subscriber.last = max(subscriber.last, self.position)
        self._add(subscriber)
        self._follow(subscriber, await subscriber.ask_again())  # what happened between the handshake and here

    def _why_resync(self, since: Since) -> str | None:
        if since.epoch is not None and since.epoch != str(self.epoch):
            return "epoch"
        if since.after is None:
            return None
        if since.after > self.position:
            return "future"
        return "too_old" if since.after < self._ring.floor else None

    async def _replay(self, subscriber: Subscriber) -> None:
        """Ends with the subscriber at the hub's position, without waiting after the last look at it."""
        while missed := self._ring.after(subscriber.last):
            if any(_is_personal(subscriber, told) for told in missed):
                stretch = await events_for(sorted(subscriber.topics), subscriber.last, RING_EVENTS)
                for told in stretch.events:
                    subscriber.push_event(told.position, told.frame, bounded=False)
                subscriber.last = max(subscriber.last, stretch.head if stretch.is_whole else 0)
            else:
                for told in missed:
                    if not told.audience.isdisjoint(subscriber.topics):
                        subscriber.push_event(told.position, _shared_copy(subscriber, told), bounded=False)
                subscriber.last = missed[-1].position

    def _add(self, subscriber: Subscriber) -> None:
        self._subscribers.add(subscriber)
        for topic in subscriber.topics:
            self._by_topic[topic].add(subscriber)

    def leave(self, subscriber: Subscriber) -> None:
        self._subscribers.discard(subscriber)
        for topic in subscriber.topics:
            self._by_topic[topic].discard(subscriber)
            if not self._by_topic[topic]:
                del self._by_topic[topic]

    def sockets_of(self, topic: str) -> int:
        return len(self._by_topic.get(topic, ()))

    def _push_all(self, frame: str) -> None:
        for subscriber in list(self._subscribers):
            subscriber.push(frame)


def _is_personal(subscriber: Subscriber, told: Told) -> bool:
    return bool(told.item_audience) and subscriber.own_topic in (told.item_audience or ())


async def _own_copy(topics: frozenset[str], told: Told) -> str:
    stretch = await events_for(sorted(topics), told.position - 1, limit=1)
    return stretch.events[0].frame if stretch.events else told.removed


def _shared_copy(subscriber: Subscriber, told: Told) -> str:
    if subscriber.on_walls:
        return told.removed if IN_PUBLIC in subscriber.topics and told.item_audience is not None else told.wall
    if told.item_audience is not None and told.item_audience.isdisjoint(subscriber.topics):
        return told.removed
    return told.frame


def hello_frame(epoch: UUID | None, head: int) -> str:
    return f'{{"type":"hello","epoch":"{epoch}","head":{head}}}'


def resync_frame(reason: str) -> str:
    return f'{{"type":"resync","reason":"{reason}"}}'


def head_frame(position: int) -> str:
    return f'{{"type":"head","position":{position}}}'
