"""Whole sentences out of written text, in Spanish and English; Markdown's marks do not show."""

import re
from collections.abc import Iterator

ELLIPSIS = "…"

_PARAGRAPH = re.compile(r"\n\s*\n")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s[^()]*)?\)")
_LINE_MARK = re.compile(r"^[ \t]*(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\d{1,3}[.)][ \t]+|(?:```|~~~).*$)", re.MULTILINE)
_EMPHASIS = re.compile(r"(?<![\w*_~`])(\*{1,3}|_{1,3}|~~|`)(?=\S)([^\n]+?)(?<=\S)\1(?![\w*_~`])")
_END = re.compile(r"[.!?…]+[\"'»”’)\]]*(?=\s)")
_ABBREVIATIONS = set(
    re.findall(
        r"\w+",
        """sr sra srta dr dra ing lic arq prof ud uds vd av avda art cap pág núm nº tel aprox máx mín
        ej p a m e i g mr mrs ms vs st jr inc ltd dept""",
    )
)
_LAST_WORD = re.compile(r"\w+$")


def sentences(markdown: str) -> Iterator[str]:
    """In their order. A blank line ends a sentence too; what holds no word (an emoji) stays with the one before."""
    for paragraph in _PARAGRAPH.split(markdown):
        text = " ".join(_without_marks(paragraph).split())
        if text:
            yield from _sentences_of(text)


def shortened(text: str, limit: int) -> str:
    """At most `limit` characters, cut between words with an ellipsis; a single longer word is cut where it must be."""
    if len(text) <= limit:
        return text
    room = text[:limit]
    head = room.rpartition(" ")[0] or room[:-1]
    return head.rstrip(" ,;:.–—-¿¡(«“\"'") + ELLIPSIS


def _without_marks(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    text = _LINE_MARK.sub("", text)
    while (plainer := _EMPHASIS.sub(r"\2", text)) != text:
        text = plainer
    return text


def _sentences_of(text: str) -> Iterator[str]:
    begin = 0
    for end in _ends(text):
        yield text[begin:end]
        begin = end + 1
    yield text[begin:]


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
