"""The card of a kudos to share: 1200 × 630, what was said, to whom, and for what."""

import zlib
from functools import cache

from msgspec import Struct
from PIL import Image, ImageDraw

from recognize.badges.canvas import Colour, coverage, gradient, mixed, shadow, stroke_symbol, weakened
from recognize.badges.lettering import (
    BOLD,
    MEDIUM,
    REGULAR,
    Fitted,
    Style,
    drawable,
    fitted,
    whole,
    width,
    wrapped,
    write,
    write_centred,
)
from recognize.badges.palette import FAINT, INK, INK_2, PAPER, STAGES, WHITE, Tones

SIZE = (1200, 630)
PANEL = (40, 40, 1160, 590)
CORNER = 36
LEFT, RIGHT = 92, 1108
QUOTE_SIZES, QUOTE_LINES = (50, 44, 39, 34, 30, 27), 5
QUOTE_TOP, QUOTE_BOTTOM, INDENT, LEADING = 218, 452, 62, 1.36
FACE = 78
FACES = 4


class Deed(Struct, frozen=True):
    """A behaviour as the reader's language names it."""

    name: str
    icon: str
    stage: str


class Card(Struct, frozen=True):
    """All that a card shows. `people` are those thanked whom everybody may see, `more` says that there are others."""

    organisation: str
    locale: str
    giver: str
    people: list[str]
    more: str
    message: str
    deeds: list[Deed]
    date: str


def card(art: Card) -> Image.Image:
    stage = art.deeds[0].stage if art.deeds else "every-moment"
    picture = background(stage, art.deeds[0].icon if art.deeds else "heart").copy()
    draw = ImageDraw.Draw(picture)
    _people(picture, draw, art)
    _quote(draw, art.message, STAGES[stage])
    _deeds(picture, draw, art.deeds)
    footer = Style(24, MEDIUM)
    write(draw, (LEFT, 560), art.organisation, footer, INK_2)
    write(draw, (RIGHT - width(art.date, footer), 560), art.date, footer, FAINT)
    return picture


@cache
def background(stage: str, icon: str) -> Image.Image:
    """What all cards of a stage have: they are copies of it."""
    tones = STAGES[stage]
    picture = gradient(SIZE, (mixed(tones.light, WHITE, 0.35), mixed(tones.middle, WHITE, 0.1), tones.deep))
    fallen = shadow(SIZE, lambda draw, scale: _panel(draw, scale, 14), 22)
    picture.paste(tones.deep, mask=weakened(fallen, 0.45))
    panel = coverage(SIZE, _panel)
    picture.paste(gradient(SIZE, (WHITE, PAPER, mixed(PAPER, tones.light, 0.3))), mask=panel)

    def watermark(draw: ImageDraw.ImageDraw, scale: float) -> None:
        stroke_symbol(draw, icon, (800 * scale, 190 * scale), 380 * scale)

    picture.paste(tones.middle, mask=weakened(coverage(SIZE, watermark), 0.05))
    return picture


def _panel(draw: ImageDraw.ImageDraw, scale: float, fall: float = 0.0) -> None:
    x, y, right, bottom = PANEL
    draw.rounded_rectangle([each * scale for each in (x, y + fall, right, bottom + fall)], CORNER * scale, fill=255)


def _people(picture: Image.Image, draw: ImageDraw.ImageDraw, art: Card) -> None:
    x = LEFT
    for name in [art.giver, *art.people][:FACES]:
        _face(picture, draw, (x, 92), name)
        x += FACE - 8
    x += 30
    names = ", ".join(art.people)
    thanked = _thanked(f"{names} {art.more}".strip(), RIGHT - x)
    y = 128 if len(thanked.lines) == 1 else 112
    for line in thanked.lines:
        write(draw, (x, y), line, thanked.style, INK)
        y += round(thanked.style.size * 1.2)
    by = "De" if art.locale == "es" else "From"
    giver = _by(f"{by} {art.giver}", RIGHT - x)
    y = max(y, 166)
    for line in giver.lines:
        write(draw, (x, y), line, giver.style, INK_2)
        y += round(giver.style.size * 1.2)


def _thanked(names: str, room: float) -> Fitted:
    """On one line as long as it is read at a glance, then on two."""
    return whole(names, room, (38, 34, 30), BOLD) or fitted(names, room, (30, 27, 24, 21), BOLD, 2)


def _by(giver: str, room: float) -> Fitted:
    return whole(giver, room, (26, 23), MEDIUM) or fitted(giver, room, (22, 20), MEDIUM, 2)


def _face(picture: Image.Image, draw: ImageDraw.ImageDraw, corner: tuple[int, int], name: str) -> None:
    square = (FACE, FACE)
    ring = coverage(square, lambda each, scale: each.ellipse((0, 0, FACE * scale - 1, FACE * scale - 1), fill=255))
    inner = coverage(
        square, lambda each, scale: each.ellipse((4 * scale, 4 * scale, 74 * scale - 1, 74 * scale - 1), fill=255)
    )
    picture.paste(WHITE, corner, ring)
    picture.paste(gradient(square, _hue(name)), corner, inner)
    centre = (corner[0] + FACE / 2, corner[1] + FACE / 2 + 10)
    write_centred(draw, centre, initials(name), Style(28, BOLD), WHITE)


def _hue(name: str) -> tuple[Colour, Colour]:
    tones = list(STAGES.values())[zlib.crc32(name.encode()) % len(STAGES)]
    return tones.middle, tones.deep


def initials(name: str) -> str:
    words = [word for word in name.split() if word[0].isalnum()] or ["?"]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def _quote(draw: ImageDraw.ImageDraw, message: str, tones: Tones) -> None:
    write(draw, (LEFT - 8, 302), "“", Style(112, BOLD), mixed(tones.light, WHITE, 0.15))
    text = _fitting(message)
    leading = text.style.size * LEADING
    y = QUOTE_TOP + (QUOTE_BOTTOM - QUOTE_TOP - leading * len(text.lines)) / 2 + text.style.size
    for line in text.lines:
        write(draw, (LEFT + INDENT, y), line, text.style, INK)
        y += leading


def _fitting(message: str) -> Fitted:
    """As large as the room allows, in lines and in height."""
    text, room = drawable(message), RIGHT - LEFT - INDENT
    for size in QUOTE_SIZES:
        style = Style(size, REGULAR)
        lines = wrapped(text, room, style)
        if len(lines) <= _lines_of(size):
            return Fitted(style, lines)
    return fitted(message, room, QUOTE_SIZES[-1:], REGULAR, _lines_of(QUOTE_SIZES[-1]))


def _lines_of(size: int) -> int:
    return min(QUOTE_LINES, int((QUOTE_BOTTOM - QUOTE_TOP) / (size * LEADING)))


def _deeds(picture: Image.Image, draw: ImageDraw.ImageDraw, deeds: list[Deed]) -> None:
    x = float(LEFT)
    for deed in deeds:
        tones, style = STAGES[deed.stage], Style(25, MEDIUM)
        wide = round(width(deed.name, style)) + 76
        if x + wide > RIGHT:
            return
        chip = coverage((wide, 52), lambda each, scale, wide=wide: _pill(each, scale, wide))  # type: ignore[misc]
        picture.paste(mixed(tones.light, WHITE, 0.62), (round(x), 462), chip)
        sign = coverage((28, 28), lambda each, scale, icon=deed.icon: stroke_symbol(each, icon, (0, 0), 28 * scale))  # type: ignore[misc]
        picture.paste(tones.deep, (round(x) + 18, 474), sign)
        write(draw, (round(x) + 54, 497), deed.name, style, tones.deep)
        x += wide + 16


def _pill(draw: ImageDraw.ImageDraw, scale: float, wide: int) -> None:
    draw.rounded_rectangle((0, 0, wide * scale - 1, 52 * scale - 1), 26 * scale, fill=255)
