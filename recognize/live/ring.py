"""The newest events of the log, ready to be sent again to a socket that was away for a moment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from recognize.live.queries import Told

RING_EVENTS = 1_000


class Ring:
    """Holds every heard event after `floor`, at most RING_EVENTS of them."""

    def __init__(self, events: Iterable[Told] = (), floor: int = 0) -> None:
        self.floor = floor
        self._events: dict[int, Told] = {}
        self._positions: defaultdict[UUID, list[int]] = defaultdict(list)
        for told in events:
            self.keep(told)

    def keep(self, told: Told) -> None:
        """Older events of the same item are told as removed from now on: a withdrawn text does not come back, and the
        newest event brings the item as it is."""
        for position in self._positions[told.subject] if told.item_audience is not None else ():
            older = self._events[position]
            self._events[position] = older._replace(item_audience=frozenset(), event=older.removed, wall=older.removed)
        self._events[told.position] = told
        self._positions[told.subject].append(told.position)
        if len(self._events) > RING_EVENTS:
            self._drop_oldest()

    def after(self, position: int) -> list[Told]:
        """In order. The newest are looked at first, so that a short absence costs little."""
        return list(self._newest_first(position))[::-1]

    def _newest_first(self, position: int) -> Iterator[Told]:
        for told in reversed(self._events.values()):
            if told.position <= position:
                return
            yield told

    def _drop_oldest(self) -> None:
        self.floor = next(iter(self._events))
        oldest = self._events.pop(self.floor)
        positions = self._positions[oldest.subject]
        positions.remove(self.floor)
        if not positions:
            del self._positions[oldest.subject]
