"""What a client of the live protocol keeps, and what each frame does to it. Pure: no network, no clock."""

from datetime import datetime
from random import Random
from typing import Any

KEPT_ITEMS = 50
FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 30.0

Item = dict[str, Any]
Frame = dict[str, Any]


class View:
    """The newest items by id, and the place in the log up to which they are true: (`epoch`, `position`).

    `is_stale`: the page must be read again, whatever happens to the connection meanwhile.
    """

    def __init__(self) -> None:
        self.page: dict[str, Any] = {}
        self.items: dict[str, Item] = {}
        self.epoch = ""
        self.position = 0
        self.is_stale = True

    def start(self, page: dict[str, Any]) -> None:
        """From a page of `GET /api/wall`; what was known before is forgotten."""
        self.page = page
        self.items = {item["id"]: item for item in page["items"]}
        self.epoch, self.position = page["epoch"], page["position"]
        self.is_stale = False

    def take(self, frame: Frame) -> None:
        """Types and kinds that it does not know are none of its business: the protocol may grow."""
        if frame["type"] == "events":
            for event in frame["events"]:
                self._take_event(event)
        elif frame["type"] == "head":
            self.position = max(self.position, frame["position"])
        elif frame["type"] == "resync":
            self.is_stale = True

    def newest(self) -> list[Item]:
        return sorted(self.items.values(), key=_given, reverse=True)

    def _take_event(self, event: dict[str, Any]) -> None:
        if event["position"] <= self.position:
            return  # it came before the page was read, which shows it already
        self.position = event["position"]
        if event["kind"] == "item.removed":
            self.items.pop(event["id"], None)
        elif item := event.get("item"):
            self.items[item["id"]] = item
            self._forget_the_oldest()
        elif event["kind"] == "person.changed":
            self.is_stale = True  # somebody left, and no item may name them any more

    def _forget_the_oldest(self) -> None:
        for item in self.newest()[KEPT_ITEMS:]:
            del self.items[item["id"]]


def _given(item: Item) -> tuple[datetime, str]:
    return datetime.fromisoformat(item["given_at"]), item["id"]


class Backoff:
    """Full jitter: any moment up to a bound that doubles. A thousand clients that lost one server come back spread."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._bound = FIRST_DELAY_SECONDS

    def served(self) -> None:
        """The server takes us: the next break is a new one."""
        self._bound = FIRST_DELAY_SECONDS

    def next_delay_seconds(self) -> float:
        delay = self._random.uniform(0, self._bound)
        self._bound = min(2 * self._bound, LONGEST_DELAY_SECONDS)
        return delay
