"""The wall on a terminal, and as lines for whatever is not one."""

import os
import sys
import time
from datetime import datetime
from types import TracebackType
from typing import Any, Self, TextIO
from zoneinfo import ZoneInfo

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.rule import Rule
from rich.text import Text

from recognize.watch.follower import Line
from recognize.watch.protocol import Item, View
from recognize.watch.words import WORDS, behaviours, plain

REFRESHES_PER_SECOND = 1  # ages move on by themselves
REMEMBERED_LINES = 1_000


class Screen:
    """A whole screen, newest first. Keeps the last good content while the line is lost, and says how old it is."""

    def __init__(self, console: Console | None = None) -> None:
        self._page: dict[str, Any] = {}
        self._items: list[Item] = []
        self._line = Line.LIVE
        self._clock_ahead = self._true_at = 0.0
        self._live = Live(
            get_renderable=self._render,
            console=console,
            screen=True,
            refresh_per_second=REFRESHES_PER_SECOND,
            redirect_stderr=False,
        )

    def __enter__(self) -> Self:
        self._live.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._live.__exit__(kind, error, traceback)

    def show(self, view: View, line: Line) -> None:
        if view.page is not self._page:  # the server's clock counts, and ours only for what has passed since
            self._clock_ahead = _timestamp(view.page["now"]) - time.monotonic()
        self._page, self._items, self._line = view.page, view.newest(), line
        if line is Line.LIVE:
            self._true_at = time.monotonic()
        self._live.refresh()

    def _render(self) -> RenderableType:
        """Also called by rich's own thread: it reads what `show` has put in place, and changes nothing."""
        if not self._page:
            return Text()
        words = WORDS[self._page["display"]["locale"]]
        if self._line is Line.LIVE:
            status = Text(f"● {words.live}", style="green")
        else:
            status = Text(f"○ {words.lost.format(words.age(time.monotonic() - self._true_at))}", style="yellow")
        title = Text(f"{plain(self._page['organisation'])} · {plain(self._page['display']['name'])}  ", style="bold")
        shown = [part for item in self._items for part in self._item(item)]
        return Group(Rule(title + status), *(shown or [Text(f"\n{words.nothing}", justify="center")]))

    def _item(self, item: Item) -> list[Text]:
        words = WORDS[self._page["display"]["locale"]]
        age = words.age(time.monotonic() + self._clock_ahead - _timestamp(item["given_at"]))
        head = Text.assemble(
            ("\n" + words.names(item), "bold magenta"),
            f"  ← {plain(item['giver']['name'])}  ",
            (behaviours(item, self._page["behaviours"]), "cyan"),
            (f"  {age}", "dim"),
        )
        return [head, Text(plain(item["message"]))] if item["message"] else [head]


class Lines:
    """One line for each kudos, each once; what is withdrawn later cannot be unsaid here."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stdout
        self._said: dict[str, None] = {}  # ids in their order

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Every line was written when it was said."""

    def show(self, view: View, line: Line) -> None:
        for item in reversed(view.newest()):
            if item["id"] not in self._said:
                self._said[item["id"]] = None
                self._say(_line(item, view.page))
        for each in list(self._said)[:-REMEMBERED_LINES]:
            del self._said[each]

    def _say(self, line: str) -> None:
        try:
            self._out.write(f"{line}\n")
            self._out.flush()
        except BrokenPipeError as closed:  # `recognize watch | head` has seen enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), self._out.fileno())
            raise SystemExit from closed


def _line(item: Item, page: dict[str, Any]) -> str:
    words = WORDS[page["display"]["locale"]]
    at = datetime.fromisoformat(item["given_at"]).astimezone(ZoneInfo(page["display"]["time_zone"]))
    parts = [f"{at:%Y-%m-%d %H:%M}", f"{words.names(item)} ← {plain(item['giver']['name'])}"]
    parts.append(behaviours(item, page["behaviours"]))
    return "  ".join([*parts, plain(item["message"] or "")]).rstrip()


def _timestamp(instant: str) -> float:
    return datetime.fromisoformat(instant).timestamp()
