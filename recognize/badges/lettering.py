"""Text in artwork: any script that a name may be written in, fitted into the room there is.

Every character is drawn by the first of our fonts that has it, and left out where none has. Latin, Greek, Cyrillic and CJK are laid out by Pillow
itself, so that the same text gives the same picture everywhere; scripts whose letters join or change places need Raqm,
which Pillow brings along and which finds FriBiDi on the system.
"""

import re
import threading
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from itertools import groupby
from typing import NamedTuple

from PIL import ImageDraw, ImageFont, features

from recognize.badges.canvas import Colour

REGULAR, MEDIUM, BOLD = 400, 560, 720
ELLIPSIS = "…"
PROBE_PIXELS = 24
MISSING = "\U0010ffff"  # no font has it: what is drawn then is the sign for "missing"
KEPT_FONTS = 64

# Emoji and the like: no font here draws them, and a picture says enough without.
_UNDRAWN = re.compile("[\u2600-\u27bf\u2b00-\u2bff\ufe0e\ufe0f\u200d\U0001f000-\U0001faff\U000e0000-\U000e007f]+")
_WORD = re.compile(r"\S+")
_RIGHT_TO_LEFT = ("R", "AL")


class Family(NamedTuple):
    """`axes` are those of a variable font in its order, `{weight}` standing for what is wanted."""

    package: str
    file: str
    axes: tuple[str, ...] = ()
    is_complex: bool = False


FAMILIES = (
    Family("fontpkg_inter", "files/Inter[opsz,wght].ttf", ("size", "weight")),
    Family("fontpkg_heebo", "files/Heebo[wght].ttf", ("weight",), is_complex=True),
    Family("fontpkg_noto_sans_arabic", "files/NotoSansArabic[wdth,wght].ttf", ("weight", "width"), is_complex=True),
    Family(
        "fontpkg_noto_sans_devanagari", "files/NotoSansDevanagari[wdth,wght].ttf", ("weight", "width"), is_complex=True
    ),
    Family("fontpkg_noto_sans_thai", "files/NotoSansThai[wdth,wght].ttf", ("weight", "width"), is_complex=True),
    Family("recognize.badges", "fonts/noto-sans-bengali.woff2", ("weight",), is_complex=True),
    Family("recognize.badges", "fonts/noto-sans-tamil.woff2", ("weight",), is_complex=True),
    Family("recognize.badges", "fonts/noto-sans-ethiopic.woff2", ("weight",)),
    Family("recognize.badges", "fonts/noto-sans-armenian.woff2", ("weight",)),
    Family("recognize.badges", "fonts/noto-sans-georgian.woff2", ("weight",)),
    Family("noto_cjk_sans_jp_regular", "NotoSansCJKjp-Regular.otf"),
)

_of_thread = threading.local()  # FreeType's faces are not for two threads at once


class Style(NamedTuple):
    size: int
    weight: int = REGULAR


class Fitted(NamedTuple):
    style: Style
    lines: list[str]


def drawable(text: str) -> str:
    return " ".join(_drawn(_UNDRAWN.sub(" ", text)).split())


def can_write(text: str) -> bool:
    """Whether no letter of it would be left out."""
    return all(is_drawn(letter) for letter in text if letter.isalpha())


@lru_cache(maxsize=4096)
def is_drawn(letter: str) -> bool:
    return any(_has(family, letter) for family in FAMILIES)


@lru_cache(maxsize=2048)
def _drawn(text: str) -> str:
    """Without the letters that no font has, and the marks upon them."""
    return "".join(cluster for cluster in _clusters(text) if is_drawn(cluster[0]))


def width(text: str, style: Style) -> float:
    return sum(_font(family, style).getlength(run) for family, run in _runs(text))


def write(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, style: Style, fill: Colour) -> float:
    """On the baseline, from the left. Returns where it ends."""
    x, y = at
    for family, run in _runs(text):
        font = _font(family, style)
        draw.text((x, y), run, font=font, fill=fill, anchor="ls")
        x += font.getlength(run)
    return x


def write_centred(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, style: Style, fill: Colour) -> None:
    write(draw, (at[0] - width(text, style) / 2, at[1]), text, style, fill)


def fitted(text: str, room: float, sizes: Sequence[int], weight: int = REGULAR, most_lines: int = 1) -> Fitted:
    """In the largest of the sizes in which it takes no more lines; in the smallest it is cut short where it must be."""
    return whole(text, room, sizes, weight, most_lines) or _cut_short(
        drawable(text), room, Style(sizes[-1], weight), most_lines
    )


def whole(text: str, room: float, sizes: Sequence[int], weight: int = REGULAR, most_lines: int = 1) -> Fitted | None:
    """In the largest of the sizes in which it takes no more lines; None where it would have to be cut short."""
    text = drawable(text)
    for size in sizes:
        style = Style(size, weight)
        lines = wrapped(text, room, style)
        if len(lines) <= most_lines and all(_measured(line, style) <= room for line in lines):
            return Fitted(style, lines)
    return None


def _cut_short(text: str, room: float, style: Style, most_lines: int) -> Fitted:
    lines = wrapped(text, room, style)
    last = " ".join(lines[most_lines - 1 :])
    return Fitted(style, [*lines[: most_lines - 1], shortened(last, room, style)])


def wrapped(text: str, room: float, style: Style) -> list[str]:
    """Between words; what is longer than a line by itself (a word, a sentence in Chinese) between letters."""
    lines, filled, blank = [""], 0.0, _measured(" ", style)
    for word in _WORD.findall(text):
        long = _measured(word, style)
        if lines[-1] and filled + blank + long <= room:
            lines[-1] += f" {word}"
            filled += blank + long
        else:
            pieces = [word] if long <= room else list(_pieces(word, room, style))
            lines = [*lines, *pieces] if lines[-1] else pieces
            filled = _measured(lines[-1], style)
    return lines


@lru_cache(maxsize=8192)
def _measured(word: str, style: Style) -> float:
    return width(word, style)


def _pieces(word: str, room: float, style: Style) -> Iterator[str]:
    piece = ""
    for letters in _clusters(word):
        if piece and width(piece + letters, style) > room:
            yield piece
            piece = ""
        piece += letters
    yield piece


def _clusters(word: str) -> list[str]:
    """Letters with the marks upon them, which must not be parted."""
    found: list[str] = []
    for letter in word:
        if found and unicodedata.category(letter)[0] == "M":
            found[-1] += letter
        else:
            found.append(letter)
    return found


def shortened(text: str, room: float, style: Style) -> str:
    if width(text, style) <= room:
        return text
    letters = _clusters(text)
    kept = bisect_left(range(len(letters)), True, key=lambda count: width(_cut(letters, count + 1), style) > room)
    return _cut(letters, kept)


def _cut(letters: list[str], count: int) -> str:
    return "".join(letters[:count]).rstrip() + ELLIPSIS


def _runs(text: str) -> list[tuple[Family, str]]:
    """In the order in which they are seen: a line of Arabic or Hebrew alone goes from right to left."""
    text = _drawn(text)
    pairs = zip(_families(text), text, strict=True)
    found = [(family, "".join(letter for _, letter in run)) for family, run in groupby(pairs, key=lambda pair: pair[0])]
    return found[::-1] if _is_from_right(text) else found


@lru_cache(maxsize=2048)
def _families(text: str) -> list[Family]:
    """Blanks and signs between letters of one font are of that font, others are Latin; a mark is its letter's."""
    letters = [None if _is_sign(letter) else family_of(letter) for letter in text]
    found: list[Family] = []
    before: Family | None = None
    for place, letter in enumerate(text):
        if unicodedata.category(letter)[0] == "M":
            found.append(before or FAMILIES[0])
            continue
        before = letters[place] or before
        after = next((each for each in letters[place:] if each), None)
        found.append(letters[place] or (after if after and after == before else FAMILIES[0]))
    return found


def _is_sign(letter: str) -> bool:
    return not letter.isalpha() and (unicodedata.category(letter)[0] == "M" or _has(FAMILIES[0], letter))


def _is_from_right(text: Iterable[str]) -> bool:
    strong = {unicodedata.bidirectional(letter) for letter in text} & {"L", *_RIGHT_TO_LEFT}
    return bool(strong) and "L" not in strong


@lru_cache(maxsize=4096)
def family_of(letter: str) -> Family:
    return next((family for family in FAMILIES if _has(family, letter)), FAMILIES[0])


@lru_cache(maxsize=8192)
def _has(family: Family, letter: str) -> bool:
    font = _font(family, Style(PROBE_PIXELS))
    return letter.isspace() or bytes(font.getmask(letter)) != bytes(font.getmask(MISSING))


def _font(family: Family, style: Style) -> ImageFont.FreeTypeFont:
    if not hasattr(_of_thread, "font"):
        _of_thread.font = lru_cache(maxsize=KEPT_FONTS)(_load)
    font: ImageFont.FreeTypeFont = _of_thread.font(family, style)
    return font


def _load(family: Family, style: Style) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if family.is_complex and _has_raqm() else ImageFont.Layout.BASIC
    font = ImageFont.truetype(str(files(family.package) / family.file), style.size, layout_engine=engine)
    if family.axes:
        wanted = {"size": min(max(style.size, 14), 32), "weight": style.weight, "width": 100}
        font.set_variation_by_axes([wanted[axis] for axis in family.axes])
    return font


@cache
def _has_raqm() -> bool:
    return bool(features.check("raqm"))
