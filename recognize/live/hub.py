"""The hub of one web process: follows the log's head and writes each event to the sockets whose topics it concerns.

It keeps the newest events in a ring, so that a socket that was away for a moment resumes without the database. A frame
is built once and shared. Whoever an item reaches in person (its giver, a quiet recipient) gets a copy of their own.

Up to SOCKETS_AT_ONCE an event is sent at once. After a delivery to more of them the hub rests a while, up to
MAX_REST_SECONDS, and what happens meanwhile shares the next frame.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from recognize.live.audiences import Audiences, is_personal, shared_copies
from recognize.live.changes import Changes
from recognize.live.frames import Copy, Frame, events_frame, head_frame, hello_frame, resync_frame
from recognize.live.outlets import SIGNED_OUT, TRY_AGAIN
from recognize.live.queries import Told, events_for, shared_events_after, shared_events_before_head
from recognize.live.ring import RING_EVENTS, Ring
from recognize.live.subscriber import Subscriber
from recognize.log.doorbell import Doorbell
from recognize.log.readers import DATABASE_AWAY
from recognize.permissions import Caller

BATCH_EVENTS = 50  # one frame of them is far smaller than what a socket may have queued
POLL_SECONDS = 1.5  # Redis is only the doorbell: without it the log is looked at this often
HEARTBEAT_SECONDS = 25
RETRY_SECONDS = 0.5
SOCKETS_AT_A_TIME = 250  # written to before requests get a turn
SOCKETS_AT_ONCE = 1_000
REST_SECONDS_PER_SOCKET = 25e-6  # beyond those; about three times what writing to it takes
MAX_REST_SECONDS = 0.1
READ_ANEW_AFTER = "person.erased"  # what was told before may name them

Deliveries = Sequence[tuple[Frame, Sequence[Subscriber]]]

logger = logging.getLogger(__name__)


class Since(NamedTuple):
    """Where a client says that it was: `after` is the last position it has, None to start at the head."""

    epoch: str | None
    after: int | None


class Hub:
    def __init__(self, doorbell: Doorbell) -> None:
        self._rung = asyncio.Event()
        self._catching_up = asyncio.Lock()
        self._writing = asyncio.Lock()  # in order: a head must not overtake the events before it
        self._ring = Ring()
        self._audiences = Audiences()
        self._changes = Changes()
        self._written = 0
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
                await self._rest()
                await self._wait()
            except DATABASE_AWAY as failure:
                logger.warning("hub: %s; trying again", failure or type(failure).__name__)
                await asyncio.sleep(RETRY_SECONDS)

    async def beat(self) -> None:
        """Until cancelled: tell every socket where the log is, so that a silent one knows it is alive."""
        while True:
            await asyncio.sleep(HEARTBEAT_SECONDS)
            async with self._writing:
                await _push([(head_frame(self.position), list(self._audiences))])

    async def _rest(self) -> None:
        beyond = max(0, self._written - SOCKETS_AT_ONCE)
        self._written = 0
        await asyncio.sleep(min(beyond * REST_SECONDS_PER_SOCKET, MAX_REST_SECONDS))

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
        self._changes.forget()

    async def _deliver_stretch(self) -> bool:
        stretch = await shared_events_after(self.position, BATCH_EVENTS)
        if stretch.epoch != self.epoch or stretch.head < self.position:
            await self._begin_again(stretch.epoch, stretch.head)
            return True
        if stretch.events:
            await self._deliver(stretch.events)
        if stretch.is_whole:
            self.position = stretch.head
        return stretch.is_whole

    async def _begin_again(self, epoch: UUID, head: int) -> None:
        """A backup was restored: what clients hold may never have happened."""
        async with self._writing:
            self.epoch, self.position, self._ring = epoch, head, Ring(floor=head)
            self._changes.forget()
            everybody = list(self._audiences)
            await _push([(hello_frame(epoch, head), everybody), (resync_frame("epoch"), everybody)])

    async def _deliver(self, events: Sequence[Told]) -> None:
        own: dict[frozenset[str], tuple[Copy, ...]] = {}
        async with self._writing:
            # Somebody may connect while a copy is fetched; from the last look to the planned deliveries nobody can.
            while waiting := {s.topics for s in self._reached_in_person(events)} - own.keys():
                for topics in waiting:
                    own[topics] = await _own_copies(topics, events)
            for told in events:
                self._ring.keep(told)
            self.position = events[-1].position
            self._written = await _push(self._planned(events, own))
            if any(told.kind == READ_ANEW_AFTER for told in events):
                await self._forget_what_was_told()
        for told in events:
            await self._ask_again(told)

    async def _forget_what_was_told(self) -> None:
        self._ring = Ring(floor=self.position)
        await _push([(resync_frame("erased"), list(self._audiences))])

    def _reached_in_person(self, events: Sequence[Told]) -> list[Subscriber]:
        named = self._audiences.named_in(events)
        return [each for each in named if any(is_personal(each, told) for told in events)]

    def _planned(self, events: Sequence[Told], own: Mapping[frozenset[str], tuple[Copy, ...]]) -> Deliveries:
        """Frames, and to whom. Groups that hear the same share one."""
        heard_by: defaultdict[tuple[Copy, ...], list[Subscriber]] = defaultdict(list)
        named = self._audiences.named_in(events)
        for group, members in self._audiences.groups():
            heard_by[shared_copies(group.topics, events, on_walls=group.on_walls)] += members - named
        for subscriber in named:
            if (copies := own.get(subscriber.topics)) is None:
                copies = shared_copies(subscriber.topics, events, on_walls=subscriber.on_walls)
            heard_by[copies].append(subscriber)
        return [(events_frame(copies), subscribers) for copies, subscribers in heard_by.items() if copies]

    async def _ask_again(self, told: Told) -> None:
        """An event about somebody, and no item: what their sockets may hear may have changed, or have ended."""
        for topic in told.audience if told.item_audience is None else ():
            if topic.endswith(str(told.subject)):
                self._changes.note(topic)
                for subscriber in self._audiences.of([topic]):
                    await self._ask(subscriber)

    async def _ask(self, subscriber: Subscriber) -> None:
        """Whoever cannot be asked about is let go: the event is over, and nobody would ask again."""
        try:
            self._follow(subscriber, await subscriber.ask_again())
        except DATABASE_AWAY:
            self.leave(subscriber)
            subscriber.cut(TRY_AGAIN)

    def _follow(self, subscriber: Subscriber, caller: Caller | None) -> None:
        if caller is None:
            self.leave(subscriber)
            subscriber.cut(SIGNED_OUT)
        elif subscriber.topics != frozenset(caller.topics):
            self.leave(subscriber)
            subscriber.topics = frozenset(caller.topics)
            self._audiences.add(subscriber)
            subscriber.push(resync_frame("audience"))

    # --- sockets that come and go

    async def join(self, subscriber: Subscriber, since: Since) -> None:
        """Greet, replay what was missed, and from then on deliver: nothing missing, nothing doubled."""
        if self.epoch is None or (since.after is not None and since.after > self.position):
            await self.catch_up()
        subscriber.push(hello_frame(self.epoch, self.position))
        if reason := self._why_resync(since):
            subscriber.push(resync_frame(reason))
        elif since.after is not None:
            await self._replay(subscriber, since.after)
        self._audiences.add(subscriber)
        if self._changes.may_have_come(subscriber.own_topic, subscriber.asked_at):
            self._follow(subscriber, await subscriber.ask_again())

    def _why_resync(self, since: Since) -> str | None:
        if since.epoch is not None and since.epoch != str(self.epoch):
            return "epoch"
        if since.after is None:
            return None
        if since.after > self.position:
            return "future"
        return "too_old" if since.after < self._ring.floor else None

    async def _replay(self, subscriber: Subscriber, last: int) -> None:
        """Ends with the subscriber at the hub's position, without waiting after the last look at it."""
        while missed := self._ring.after(last):
            if any(is_personal(subscriber, told) for told in missed):
                copies = await _own_copies(subscriber.topics, missed)
            else:
                copies = shared_copies(subscriber.topics, missed, on_walls=subscriber.on_walls)
            for copy in copies:
                subscriber.push_replay(copy.frame)
            last = missed[-1].position

    def leave(self, subscriber: Subscriber) -> None:
        self._audiences.discard(subscriber)


async def _push(deliveries: Deliveries) -> int:
    """Returns how many frames were written."""
    count = 0
    for frame, subscribers in deliveries:
        for subscriber in subscribers:
            subscriber.push(frame)
            count += 1
            if count % SOCKETS_AT_A_TIME == 0:
                await asyncio.sleep(0)
    return count


async def _own_copies(topics: frozenset[str], events: Sequence[Told]) -> tuple[Copy, ...]:
    """The same stretch of the log as somebody with these topics sees it."""
    first, last = events[0].position, events[-1].position
    stretch = await events_for(sorted(topics), first - 1, RING_EVENTS)
    return tuple(told.event for told in stretch.events if told.position <= last)
