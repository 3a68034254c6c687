"""What somebody is called, and how it is taken out of a text."""

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import permutations
from types import MappingProxyType
from typing import Any
from uuid import UUID

from recognize.kudos.walls import PARTICLES, telling_parts
from recognize.lib.markdown import MENTION
from recognize.lib.text import fold, like_pattern, normal_spelling
from recognize.people.roster import PersonFacts

GAP = "[…]"  # in every language, and what an editor leaves

_WORD = re.compile(r"[^\W_]+")  # emphasis may stand at a word
_BETWEEN_NAMES = re.compile(r"[\s.'’-]{1,3}")
_MANY_PARTS = re.compile(r"[\d._-]")  # such a handle is no word of any text


class Names:
    """`handles`: the present one and those of before. A text is looked through for mentions, the mail address and two words of
    the name side by side; where the person stands in the item it belongs to (`alone`), for each word of the name by itself."""

    def __init__(self, person: PersonFacts, handles: Collection[str]) -> None:
        self.person = person.id
        self.handles = {person.handle, *handles}
        self._full = {fold(name) for name in (person.name, person.preferred_name, *self.handles) if name}
        self._words = {
            _plain(part) for name in (person.name, person.preferred_name or "") for part in telling_parts(name)
        }
        spelt_out = {each for each in self.handles if _MANY_PARTS.search(each)}
        self._signs = spelt_out | ({person.email} if person.email else set())

    @property
    def patterns(self) -> list[str]:
        """LIKE patterns, at least one of which every folded text has that says who it is."""
        pairs = (f"{one} {other}" for one, other in permutations(sorted(self._words), 2))
        marks = [*(f"@{handle}" for handle in self.handles), *self._signs]
        found = [like_pattern(each) for each in marks] + [like_pattern(each).replace(" ", "%") for each in pairs]
        return sorted({*found, *(each.replace("ñ", "n") for each in found)})

    def taken_from(self, text: str, *, alone: bool, mentioned: Mapping[str, UUID] = MappingProxyType({})) -> str:
        """`mentioned`: by handle, to whom it leads in this text, whosever it is today."""
        handles = self.handles | mentioned.keys()
        handles -= {handle for handle, person in mentioned.items() if person != self.person}
        text = MENTION.sub(lambda found: GAP if normal_spelling(found[1]) in handles else found[0], text)
        for sign in sorted(self._signs | (self.handles if alone else set()), key=len, reverse=True):
            text = re.sub(rf"(?<![\w.@-]){re.escape(sign)}(?![\w-]|\.\w)", GAP, text, flags=re.IGNORECASE)
        return self._without_words(text, least=1 if alone else 2)

    def taken_from_json(self, value: Any, *, alone: bool) -> Any:
        if isinstance(value, dict):
            is_theirs = value.get("id") == str(self.person)
            return {key: self.taken_from_json(each, alone=alone or is_theirs) for key, each in value.items()}
        if isinstance(value, list):
            return [self.taken_from_json(each, alone=alone) for each in value]
        if not isinstance(value, str):
            return value
        return GAP if alone and fold(value) in self._full else self.taken_from(value, alone=alone)

    def _without_words(self, text: str, least: int) -> str:
        kept, end = [], 0
        for first, last, words in self._runs(text):
            if len(words) >= least:
                kept.append(text[end:first] + GAP)
                end = last
        return "".join(kept) + text[end:]

    def _runs(self, text: str) -> Iterator[tuple[int, int, set[str]]]:
        """Words of the name side by side, particles between them or not: where they begin and end, and which they are."""
        first = last = 0
        reached = -1  # the end of the last word that may belong to the run
        words: set[str] = set()
        for found in _WORD.finditer(text):
            word = _plain(fold(found[0]))
            goes_on = reached >= 0 and _BETWEEN_NAMES.fullmatch(text, reached, found.start())
            if words and not (goes_on and (word in self._words or word in PARTICLES)):
                yield first, last, words
                words = set()
            if word in self._words:
                first, last = (first if words else found.start()), found.end()
                words = words | {word}
            reached = found.end()
        if words:
            yield first, last, words


def mentioned_in(html: str) -> dict[str, UUID]:
    """Whom a rendered text leads to, by the handle that was written."""
    return {normal_spelling(handle): UUID(person) for person, handle in _MENTIONED.findall(html)}


_MENTIONED = re.compile(r'<a class="mention" href="/people/([0-9a-f-]{36})"[^>]*>@([^<]+)</a>')


def _plain(folded: str) -> str:
    return folded.replace("ñ", "n")
