"""One socket's side of the hub."""

from collections.abc import Awaitable, Callable

from recognize.live.outlets import Outlet
from recognize.permissions import Caller, Display

AskAgain = Callable[[], Awaitable[Caller | None]]


class Subscriber:
    """`own_topic` is the one that is the person's or the display's alone; a display hears the objects made `on_walls`.
    `ask_again` finds the caller as they are now, or nobody; `caller` was looked for at `asked_at` or later."""

    __slots__ = ("ask_again", "asked_at", "cut", "on_walls", "own_topic", "push", "push_replay", "topics")

    def __init__(self, caller: Caller, ask_again: AskAgain, asked_at: float, outlet: Outlet) -> None:
        self.topics = frozenset(caller.topics)
        self.own_topic = caller.topic
        self.on_walls = isinstance(caller, Display)
        self.ask_again = ask_again
        self.asked_at = asked_at
        self.push = outlet.push
        self.push_replay = outlet.push_replay
        self.cut = outlet.cut

    @property
    def shared_topics(self) -> frozenset[str]:
        return self.topics - {self.own_topic}
