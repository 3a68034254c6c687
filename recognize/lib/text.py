"""Folding for search and keys for sorting, so that neither leans on the database's locale."""

import unicodedata

_KEEP_TILDE = "\u0303"  # in Spanish ñ is a letter of its own, not an n with an accent
_AFTER_N = "n\uffff"


def fold(text: str) -> str:
    """Lower case without accents; ñ stays ñ. `fold("Íñigo PEÑA")` is `"iñigo peña"`."""
    # Decomposed on both sides of the casefold, as Unicode has it: some letters fold only once they are taken apart.
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    kept: list[str] = []
    for character in decomposed:
        if not unicodedata.combining(character):
            kept.append(character)
        elif character == _KEEP_TILDE and kept and kept[-1] == "n":
            kept[-1] = "ñ"
    return " ".join("".join(kept).split())


def normal_spelling(text: str) -> str:
    """The one spelling under which a name that people type (a handle, a login) is kept and found."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())


def sort_key(name: str) -> str:
    """A key whose code point order is the dictionary's order in Spanish and English: ñ follows n."""
    return fold(name).replace("ñ", _AFTER_N)


def like_pattern(term: str) -> str:
    """A LIKE pattern that finds the folded term anywhere, its wildcards taken literally."""
    escaped = fold(term).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def unusable_character(text: str) -> str | None:
    """The first character that cannot be stored or shown: NUL, another control character, a lone surrogate.

    Line breaks and tabs are usable.
    """
    for character in text:
        if character in "\n\r\t":
            continue
        if unicodedata.category(character) in ("Cc", "Cs"):
            return character
    return None


def visible_length(text: str) -> int:
    """Characters that somebody can see: no blanks, no zero-width or direction marks, no accents apart from a letter."""
    return sum(unicodedata.category(character)[0] not in "ZCM" for character in text)
