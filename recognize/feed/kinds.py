"""The kinds of items that the feed knows, each registered once in `app.py`.

A kind brings SQL expressions. They build JSON from current rows, so that a feed page, a replay and a live frame
hold the same bytes, and an item's text is nowhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """`item` and `mine` are SQL expressions of type json (or null) with the placeholders `{id}`, `{topics}`, `{me}`:
    the item's uuid, the viewer's topics (text[]) and the viewer's uuid. `item` must show only what `topics` may see;
    `mine` is what depends on the viewer; `wall`, with `{id}` and `{public}`, is the reduced object for wall displays: null
    where walls show nothing of the item. `{public}` is a boolean: the screen hangs where visitors pass. `voice`, with `{id}`
    and `{me}`, is of type text[]: whom alone the viewer's reactions and comments reach where the viewer's name in the item
    is not for all who see it, else null."""

    name: str
    item: str
    mine: str
    wall: str
    voice: str = "null::text[]"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def names() -> Iterator[str]:
    return iter(_kinds)


def item_sql(*, item: str, kind: str, topics: str) -> str:
    """An expression for the item's JSON as text; the arguments are SQL expressions."""
    return _by_kind(kind, {each.name: each.item.format(id=item, topics=topics) for each in _kinds.values()})


def mine_sql(*, item: str, kind: str, me: str) -> str:
    return _by_kind(kind, {each.name: each.mine.format(id=item, me=me) for each in _kinds.values()})


def wall_sql(*, item: str, kind: str, public: str = "false") -> str:
    return _by_kind(kind, {each.name: each.wall.format(id=item, public=public) for each in _kinds.values()})


def voice_sql(*, item: str, kind: str, me: str) -> str:
    cases = " ".join(f"when '{each.name}' then ({each.voice.format(id=item, me=me)})" for each in _kinds.values())
    return f"(case {kind} {cases} end)"


def _by_kind(kind: str, expressions: dict[str, str]) -> str:
    cases = " ".join(f"when '{name}' then ({expression})::text" for name, expression in expressions.items())
    return f"(case {kind} {cases} end)"
