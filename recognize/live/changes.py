"""When this process last heard that what somebody may hear has changed.

Between the look at who is there and the socket's place in the hub something may happen. Only then need one ask again: a
thousand sockets that come back together ask once each.
"""

import time
from collections import OrderedDict

REMEMBERED = 10_000

clock = time.monotonic  # of this process, for moments of this process


class Changes:
    def __init__(self) -> None:
        self._heard: OrderedDict[str, float] = OrderedDict()
        self._unknown_until = clock()

    def forget(self) -> None:
        """What happened before this moment was perhaps never heard of."""
        self._unknown_until = clock()

    def note(self, topic: str) -> None:
        self._heard[topic] = clock()
        self._heard.move_to_end(topic)
        if len(self._heard) > REMEMBERED:
            _, self._unknown_until = self._heard.popitem(last=False)

    def may_have_come(self, topic: str, since: float) -> bool:
        return since <= max(self._unknown_until, self._heard.get(topic, self._unknown_until))
