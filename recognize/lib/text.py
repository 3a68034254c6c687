"""Folding for search and keys for sorting, so that neither leans on the database's locale; and what text may hold."""

import re
import unicodedata

from recognize.errors import Words

_KEEP_TILDE = "\u0303"  # in Spanish ñ is a letter of its own, not an n with an accent
_AFTER_N = "n\uffff"
# These turn round what stands beside them (embeddings, overrides, isolates), or nobody sees them. Not among them: the
# joiners, which emoji and Persian need, the marks that only say which way a line goes, and the tags of flags.
_HIDDEN_CHARACTERS = r"\u00ad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0001"
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"  # Hangul's fillers and the empty braille cell: drawn as nothing
_HIDDEN = re.compile(f"[{_HIDDEN_CHARACTERS}]")
# Control characters but for line breaks and tabs, and surrogates.
_UNUSABLE = re.compile(rf"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff{_HIDDEN_CHARACTERS}]")


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


def on_one_line(text: str) -> str:
    return " ".join(text.split())


def unusable(text: str) -> Words | None:
    """What is wrong with the characters of a text, None where nothing is: it holds NUL or another control character, a
    lone surrogate, or one that `without_hidden` takes out. Line breaks and tabs are usable."""
    if (found := _UNUSABLE.search(text)) is None:
        return None
    code = f"U+{ord(found[0]):04X}"
    return Words(f"it holds the invisible character {code}", f"contiene el carácter invisible {code}")


def without_hidden(text: str) -> str:
    """Without what turns text round or cannot be seen: it comes along unseen when somebody pastes, and a refusal would
    be a riddle. For text that somebody writes; a name that holds any is refused."""
    return _HIDDEN.sub("", text)


def visible_length(text: str) -> int:
    """Characters that somebody can see: no blanks, no zero-width or direction marks, no accents apart from a letter."""
    return sum(unicodedata.category(each)[0] not in "ZCM" and each not in _BLANK_LETTERS for each in text)
