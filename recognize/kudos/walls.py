"""What a wall display says of a kudos: one whole sentence, and none that names somebody who is not on walls."""

import re
from collections.abc import Iterable

from recognize.lib.sentences import sentences, shortened
from recognize.lib.text import fold

MAX_CHARACTERS = 140
MIN_TELLING_CHARACTERS = 25  # a greeting alone ("¡Gracias, Ana!") tells no story; the next sentence does
MIN_NAME_CHARACTERS = 4  # shorter parts of a name after the first ("de", "los") are words of every text

_WORD = re.compile(r"\w+")


def sentence_for_walls(message: str, unseen: Iterable[str]) -> str | None:
    """`unseen`: names and handles of the recipients whom no wall names. None where every sentence names one of them."""
    names = set().union(*map(_telling_parts, unseen))
    sayable = [each for each in sentences(message) if names.isdisjoint(_words(each))]
    telling = [each for each in sayable if len(each) >= MIN_TELLING_CHARACTERS]
    chosen = next(iter(telling or sayable), None)
    return shortened(chosen, MAX_CHARACTERS) if chosen else None


def _telling_parts(name: str) -> set[str]:
    first, *others = _words(name) or [""]
    return {first, *(each for each in others if len(each) >= MIN_NAME_CHARACTERS)}


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
