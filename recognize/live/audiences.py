"""Who is listening, in groups that hear the same: a frame is built once for a group, not once for a socket.

A group's members share every topic but their own. Whoever an event reaches through their own topic leaves the group for
that delivery and is written to in person.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TypeVar

from recognize.feed.audience import IN_PUBLIC
from recognize.live.frames import Copy
from recognize.live.queries import Told
from recognize.live.subscriber import Subscriber

Key = TypeVar("Key")


class Group(NamedTuple):
    topics: frozenset[str]
    on_walls: bool


class Audiences:
    def __init__(self) -> None:
        self._groups: defaultdict[Group, set[Subscriber]] = defaultdict(set)
        self._by_own_topic: defaultdict[str, set[Subscriber]] = defaultdict(set)

    def __iter__(self) -> Iterator[Subscriber]:
        return (subscriber for members in self._groups.values() for subscriber in members)

    def add(self, subscriber: Subscriber) -> None:
        self._groups[_group_of(subscriber)].add(subscriber)
        self._by_own_topic[subscriber.own_topic].add(subscriber)

    def discard(self, subscriber: Subscriber) -> None:
        _discard(self._groups, _group_of(subscriber), subscriber)
        _discard(self._by_own_topic, subscriber.own_topic, subscriber)

    def groups(self) -> list[tuple[Group, set[Subscriber]]]:
        return list(self._groups.items())

    def of(self, topics: Iterable[str]) -> set[Subscriber]:
        """Those whose own topic is among these."""
        return set().union(*(self._by_own_topic[topic] for topic in topics if topic in self._by_own_topic))

    def named_in(self, events: Iterable[Told]) -> set[Subscriber]:
        """Whom one of the events is for, or about, through their own topic."""
        return self.of(topic for told in events for topic in (*told.audience, *(told.item_audience or ())))


def _group_of(subscriber: Subscriber) -> Group:
    return Group(subscriber.shared_topics, subscriber.on_walls)


def _discard(sets: dict[Key, set[Subscriber]], key: Key, subscriber: Subscriber) -> None:
    if key in sets:
        sets[key].discard(subscriber)
        if not sets[key]:
            del sets[key]


def is_personal(subscriber: Subscriber, told: Told) -> bool:
    """The item reaches them in person: they see what the others in its audience may not."""
    return bool(told.item_audience) and subscriber.own_topic in (told.item_audience or ())


def shared_copies(topics: frozenset[str], events: Iterable[Told], *, on_walls: bool) -> tuple[Copy, ...]:
    return tuple(_shared_copy(topics, told, on_walls) for told in events if not told.audience.isdisjoint(topics))


def _shared_copy(topics: frozenset[str], told: Told, on_walls: bool) -> Copy:
    if on_walls:
        return told.removed if IN_PUBLIC in topics and told.item_audience is not None else told.wall
    if told.item_audience is not None and told.item_audience.isdisjoint(topics):
        return told.removed
    return told.event
