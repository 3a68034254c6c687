"""What a wall display says of a kudos: one whole sentence, and none that names somebody who is not on walls."""

import re
from collections.abc import Iterable, Mapping

from recognize.lib.markdown import MENTION
from recognize.lib.sentences import sentences, shortened
from recognize.lib.text import fold, normal_spelling

MAX_CHARACTERS = 140
MIN_TELLING_CHARACTERS = 25  # a greeting alone ("¡Gracias, Ana!") tells no story; the next sentence does

# Parts of names that are words of every text; any other part tells whose name it is.
PARTICLES = frozenset(
    re.findall(r"\w+", "a al d da das de del der di do dos du e el i la las le los of san santa the van von y")
)
_WORD = re.compile(r"\w+")


def sentence_for_walls(
    paragraphs: Iterable[str], unseen: Iterable[str], shown: Mapping[str, str] | None = None
) -> str | None:
    """`paragraphs`: what was written, without marks. `unseen`: names and handles of the recipients whom no wall names. `shown`: names of the people whom it names, by
    handle: a mention of them becomes the name, and a sentence that mentions anybody else is not said. None where every
    sentence names somebody unseen."""
    names = set().union(*map(telling_parts, unseen))
    said = (each for paragraph in paragraphs for each in sentences(paragraph))
    spoken = (_with_names(each, shown or {}) for each in said if names.isdisjoint(_words(each)))
    sayable = [each for each in spoken if each is not None]
    telling = [each for each in sayable if len(each) >= MIN_TELLING_CHARACTERS]
    chosen = next(iter(telling or sayable), None)
    return shortened(chosen, MAX_CHARACTERS) if chosen else None


def _with_names(sentence: str, shown: Mapping[str, str]) -> str | None:
    """Without handles; None where one is of somebody who is not shown."""
    if any(normal_spelling(handle) not in shown for handle in MENTION.findall(sentence)):
        return None
    return MENTION.sub(lambda found: shown[normal_spelling(found[1])], sentence)


def telling_parts(name: str) -> set[str]:
    return set(_words(name)) - PARTICLES


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text))
