"""Whole sentences out of a paragraph, in Spanish and English."""

import re
from collections.abc import Iterator

ELLIPSIS = "…"

_END = re.compile(r"[.!?…]+[\"'»”’)\]]*(?=\s)")
_ABBREVIATIONS = set(
    re.findall(
        r"\w+",
        """sr sra srta dr dra ing lic arq prof ud uds vd av avda art cap pág núm nº tel aprox máx mín
        ej p a m e i g mr mrs ms vs st jr inc ltd dept""",
    )
)
_LAST_WORD = re.compile(r"\w+$")


def sentences(paragraph: str) -> Iterator[str]:
    """In their order; what holds no word (an emoji) stays with the one before."""
    begin = 0
    for end in _ends(paragraph):
        yield paragraph[begin:end]
        begin = end + 1
    yield paragraph[begin:]


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words with an ellipsis; a single longer word is cut where it must be."""
    if len(text) <= limit:
        return text
    room = text[:limit]
    head = room.rpartition(" ")[0] or room[:-1]
    return head.rstrip(" ,;:.–—-¿¡(«“\"'") + ELLIPSIS


def _ends(text: str) -> Iterator[int]:
    for match in _END.finditer(text):
        rest = text[match.end() :].lstrip()
        if not rest[:1].islower() and _has_words(rest) and not _is_abbreviation(text, match):
            yield match.end() + _attached(rest)


def _attached(rest: str) -> int:
    """Length of a wordless beginning (`🎉 `) that belongs to the sentence before."""
    first, _, _ = rest.partition(" ")
    return 0 if _has_words(first) else len(first) + 1


def _has_words(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    word = _LAST_WORD.search(text[: match.start()])
    if match.group() != "." or word is None:
        return False
    return word.group().lower() in _ABBREVIATIONS or (len(word.group()) == 1 and word.group().isupper())
