"""Rules about lines that name each other: a person's manager, a department's parent."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from recognize.errors import Words
from recognize.people.fields import quoted
from recognize.people.sheets import Entry, Reasons, Sheet

MAX_SHOWN_IN_LOOP = 10


@dataclass(frozen=True)
class Link:
    """`field` names a key; `before` is whom each key of the database names now."""

    field: str
    sheet: Sheet
    before: Mapping[str, str | None]

    def names_unknown(self) -> Reasons:
        """Lines whose link leads nowhere."""
        return {
            entry.number: Words(f"{quoted(target)} is not known", f"{quoted(target)} no existe").about(self.field)
            for target, entries in self._entries_by_target().items()
            for entry in entries
            if target not in self.before and not self.sheet.speaks_of(target)
        }

    def hangs_on_bad(self) -> Reasons:
        """Lines whose link leads to somebody who is new and whose line was dropped, and those that hang on them."""
        hanging = self._entries_by_target()
        lost = [target for target in hanging if target not in self.before and target not in self.sheet.good]
        reasons: dict[int, Words] = {}
        while lost:
            target = lost.pop()
            for entry in hanging[target]:
                words = Words(
                    f"{quoted(target)} is only on a bad line", f"{quoted(target)} solo está en una línea con error"
                )
                reasons[entry.number] = words.about(self.field)
                if entry.key not in self.before:
                    lost.append(entry.key)
        return reasons

    def _entries_by_target(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.sheet.good.values():
            if target := entry.given.get(self.field):
                found[target].append(entry)
        return found

    def runs_in_circles(self) -> Reasons:
        """Lines that close a loop, as things stand after the whole file."""
        given = {key: entry.given[self.field] for key, entry in self.sheet.good.items() if self.field in entry.given}
        reasons: dict[int, Words] = {}
        for loop in loops({**self.before, **given}):
            words = Words(f"goes in a circle: {_shown(loop)}", f"va en círculo: {_shown(loop)}").about(self.field)
            reasons |= {self.sheet.good[key].number: words for key in loop if key in given}
        return reasons


def spelt_otherwise(sheet: Sheet, known: Iterable[str], code_of: Callable[[Entry], str | None]) -> Reasons:
    """Lines whose code differs from another one in capitals only: surely the same department."""
    spelling = {code.lower(): code for code in known}
    reasons: dict[int, Words] = {}
    for entry in sheet.good.values():
        code = code_of(entry)
        if code and (other := spelling.setdefault(code.lower(), code)) != code:
            reasons[entry.number] = Words(
                f"department {quoted(code)} is written {quoted(other)} elsewhere",
                f"el área {quoted(code)} se escribe {quoted(other)} en otro lugar",
            )
    return reasons


def loops(targets: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Every loop once, beginning with its first key of the alphabet."""
    seen: set[str] = set()
    for start in targets:
        path: dict[str, None] = {}
        at: str | None = start
        while at is not None and at not in seen:
            seen.add(at)
            path[at] = None
            at = targets.get(at)
        if at in path:
            yield _turned(list(path)[list(path).index(at) :])


def _turned(loop: list[str]) -> list[str]:
    first = loop.index(min(loop))
    return loop[first:] + loop[:first]


def _shown(loop: list[str]) -> str:
    steps = loop if len(loop) <= MAX_SHOWN_IN_LOOP else [*loop[:MAX_SHOWN_IN_LOOP], "…"]
    return " → ".join([*steps, loop[0]])
