"""The certificate of an award: A4, lying, at 200 dots an inch, with a code that leads to the page that verifies it."""

import time
from io import BytesIO

import segno
from msgspec import Struct
from PIL import Image, ImageDraw

from recognize.badges.canvas import coverage, gradient, mixed, stroke_symbol, weakened
from recognize.badges.lettering import (
    BOLD,
    MEDIUM,
    REGULAR,
    Fitted,
    Style,
    fitted,
    whole,
    width,
    write,
    write_centred,
)
from recognize.badges.medal import medal
from recognize.badges.palette import FAINT, INK, INK_2, LINE, METALS, PAPER, STAGES, WHITE, Tier

DOTS_AN_INCH = 200
SIZE = (2339, 1654)
MIDDLE = SIZE[0] / 2
MEDAL = 430
ROOM = 1860
NAME_SIZES, TWO_LINE_SIZES, THREE_LINE_SIZES = (132, 118, 104, 92, 82), (84, 74, 64, 58), (60, 54, 48, 42)
NAME_TOP, NAME_LEADING, ASCENT, DESCENT = 790, 1.15, 0.86, 0.3  # all but the first in sizes of its letters
ABOUT_ROOM = 1270  # leaves the code its corner
CODE_MODULE = 6
WORDS = {
    "es": {
        "title": "Reconocimiento",
        "to": "Esta insignia pertenece a",
        "verify": "Comprueba este",
        "verify_2": "certificado",
        "on": "Obtenida el",
    },
    "en": {
        "title": "Recognition",
        "to": "This badge belongs to",
        "verify": "Verify this",
        "verify_2": "certificate",
        "on": "Earned on",
    },
}


class Certificate(Struct, frozen=True):
    """`about` says what the badge is for, `reason` what somebody wrote who gave it by hand; `url` verifies it."""

    organisation: str
    locale: str
    name: str
    badge: str
    about: str
    reason: str
    date: str
    shape: str
    stage: str
    tier: Tier | None
    icon: str
    url: str


def certificate(art: Certificate) -> Image.Image:
    picture = _paper(art)
    badge = medal(art.shape, art.stage, art.tier, art.icon, MEDAL)
    picture.paste(badge, (round(MIDDLE - MEDAL / 2), 150), badge)
    draw = ImageDraw.Draw(picture)
    words, tones = WORDS[art.locale], STAGES[art.stage]
    _spaced(draw, 672, words["title"].upper(), Style(40, BOLD), tones.deep)
    write_centred(draw, (MIDDLE, 760), words["to"], Style(40, REGULAR), INK_2)
    name = _name(art.name)
    size = name.style.size
    y = round(NAME_TOP + size * ASCENT)
    for place, line in enumerate(name.lines):
        write_centred(draw, (MIDDLE, y + round(place * size * NAME_LEADING)), line, name.style, INK)
    y = divider(name)
    draw.line((MIDDLE - 180, y, MIDDLE + 180, y), fill=tones.middle, width=5)
    badge_name = fitted(art.badge, ROOM, (64, 56, 48), BOLD)
    write_centred(draw, (MIDDLE, y + 98), badge_name.lines[0], badge_name.style, tones.deep)
    about = fitted(art.reason or art.about, ABOUT_ROOM, (44, 40, 36, 32), REGULAR, 3)
    for place, line in enumerate(about.lines):
        write_centred(draw, (MIDDLE, y + 172 + place * 54), line, about.style, INK_2)
    _foot(picture, draw, art)
    return picture


def _name(name: str) -> Fitted:
    """On one line as long as it can be read from afar, then on two, then on three."""
    return (
        whole(name, ROOM, NAME_SIZES, BOLD)
        or whole(name, ROOM, TWO_LINE_SIZES, BOLD, 2)
        or fitted(name, ROOM, THREE_LINE_SIZES, BOLD, 3)
    )


def divider(name: Fitted) -> int:
    """How far down the line stands that parts the name from what it is for: free of the last letters below."""
    size = name.style.size
    return round(NAME_TOP + size * (ASCENT + NAME_LEADING * (len(name.lines) - 1) + DESCENT) + 44 - 4 * len(name.lines))


def pdf(picture: Image.Image, title: str) -> bytes:
    """One page. Without times of making: the same certificate is the same bytes."""
    file = BytesIO()
    never = time.struct_time((2000, 1, 1, 0, 0, 0, 5, 1, 0))
    picture.save(
        file, "PDF", resolution=DOTS_AN_INCH, quality=92, title=title, producer="Recognize",
        creationDate=never, modDate=never,
    )  # fmt: skip
    return file.getvalue()


def _paper(art: Certificate) -> Image.Image:
    tones, metal = STAGES[art.stage], METALS[art.tier]
    picture = gradient(SIZE, (WHITE, PAPER, mixed(PAPER, tones.light, 0.22)))

    def frame(draw: ImageDraw.ImageDraw, scale: float) -> None:
        for inset, thick in ((56, 10), (80, 3)):
            box = (inset, inset, SIZE[0] - inset, SIZE[1] - inset)
            draw.rounded_rectangle([each * scale for each in box], 44 * scale, outline=255, width=round(thick * scale))

    def watermarks(draw: ImageDraw.ImageDraw, scale: float) -> None:
        for corner in ((-150, 1010), (1790, -150)):
            stroke_symbol(draw, art.icon, (corner[0] * scale, corner[1] * scale), 720 * scale)

    picture.paste(tones.middle, mask=weakened(coverage(SIZE, watermarks), 0.05))
    rim = (metal.middle, metal.deep) if art.tier else (tones.light, tones.deep)
    picture.paste(gradient(SIZE, rim), mask=coverage(SIZE, frame))
    return picture


def _spaced(draw: ImageDraw.ImageDraw, y: float, text: str, style: Style, fill: tuple[int, int, int]) -> None:
    gap = style.size * 0.32
    x = MIDDLE - (sum(width(letter, style) + gap for letter in text) - gap) / 2
    for letter in text:
        x = write(draw, (x, y), letter, style, fill) + gap


def _foot(picture: Image.Image, draw: ImageDraw.ImageDraw, art: Certificate) -> None:
    words = WORDS[art.locale]
    organisation = fitted(art.organisation, 1200, (48, 40, 34), BOLD)
    write(draw, (170, 1450), organisation.lines[0], organisation.style, INK)
    write(draw, (170, 1508), f"{words['on']} {art.date}", Style(36, REGULAR), INK_2)
    code = _code(art.url)
    left, top = SIZE[0] - 170 - code.width, 1526 - code.height
    draw.rounded_rectangle((left - 14, top - 14, left + code.width + 14, top + code.height + 14), 22, WHITE, LINE, 3)
    picture.paste(code, (left, top))
    for place, line in enumerate((words["verify"], words["verify_2"])):
        style = Style(28, MEDIUM)
        write(draw, (left - 40 - width(line, style), 1478 + place * 38), line, style, FAINT)


def _code(url: str) -> Image.Image:
    made = segno.make_qr(url, error="m")
    side = len(made.matrix)
    code = Image.new("RGB", (side, side), WHITE)
    code.putdata([INK if module else WHITE for row in made.matrix for module in row])
    return code.resize((side * CODE_MODULE, side * CODE_MODULE), Image.Resampling.NEAREST)
