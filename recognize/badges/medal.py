"""A badge: a rim of its tier's metal, a field of its stage's colour, the symbol, and a band of stars for the tier."""

import math
from collections.abc import Callable
from functools import cache
from typing import Literal, get_args

from PIL import Image, ImageChops, ImageDraw

from recognize.badges.canvas import (
    Colour,
    Painter,
    coverage,
    gradient,
    mixed,
    scaled,
    shadow,
    stroke_symbol,
    weakened,
)
from recognize.badges.palette import METALS, STAGES, WHITE, Tier, Tones
from recognize.badges.paths import Point, lines
from recognize.lib.symbols import GRID

Shape = Literal["circle", "seal", "hexagon", "shield", "star"]
SHAPES: tuple[str, ...] = get_args(Shape)
STARS: dict[str | None, int] = {"bronze": 1, "silver": 2, "gold": 3, None: 0}

OUTLINE_POINTS = 360
RIM, EDGE, FIELD = 0.455, 0.385, 0.368  # radii, in widths of the badge
CENTRE = (0.5, 0.487)
SYMBOL = 0.4
RAYS = 24
HEXAGON = "M12 .9 20.6 5.6C21.5 6.1 22 6.9 22 7.9V16.1C22 17.1 21.5 17.9 20.6 18.4L13.4 22.6C12.5 23.1 11.5 23.1 10.6 22.6L3.4 18.4C2.5 17.9 2 17.1 2 16.1V7.9C2 6.9 2.5 6.1 3.4 5.6L10.6 1.4C11.5 .9 12.5 .9 13.4 1.4L20.6 5.6"
SHIELD = "M12 .8C15 2.9 18.2 3.7 21.8 3.8V11.4C21.8 17.3 17.9 21.3 12 23.4C6.1 21.3 2.2 17.3 2.2 11.4V3.8C5.8 3.7 9 2.9 12 .8Z"


def medal(shape: str, stage: str, tier: Tier | None, icon: str, size: int) -> Image.Image:
    """RGBA on nothing, `size` pixels wide and high."""
    square = (size, size)
    metal, tones = METALS[tier], STAGES[stage]
    badge = Image.new("RGBA", square, (*tones.deep, 0))
    fallen = shadow(square, _filled(shape, size, RIM, fall=0.022), size * 0.018)
    badge.putalpha(weakened(fallen, 0.42))
    rim = gradient(square, metal)
    edge = rim.transpose(Image.Transpose.ROTATE_180)
    rim.putalpha(coverage(square, _filled(shape, size, RIM)))
    badge.alpha_composite(rim)
    badge.paste(edge, mask=coverage(square, _filled(shape, size, EDGE)))
    field = coverage(square, _filled(shape, size, FIELD))
    badge.paste(gradient(square, tones), mask=field)
    _light(badge, field, size)
    _symbol(badge, icon, tones, size)
    if tier:
        _stars(badge, metal, STARS[tier], size)
    return badge


def _filled(shape: str, size: int, radius: float, fall: float = 0.0) -> Painter:
    def paint(draw: ImageDraw.ImageDraw, scale: float) -> None:
        centre = (CENTRE[0] * size * scale, (CENTRE[1] + fall) * size * scale)
        draw.polygon(scaled(outline(shape), radius * size * scale, centre), fill=255)

    return paint


@cache
def outline(shape: str) -> tuple[Point, ...]:
    """Around the origin, within a radius of one."""
    if shape in ("hexagon", "shield"):
        (line,) = lines(HEXAGON if shape == "hexagon" else SHIELD)
        half = GRID / 2
        return tuple(((x - half) / half * 1.02, (y - half) / half * 1.02) for x, y in line.points)
    radius: Callable[[float], float] = {
        "circle": lambda angle: 0.97,
        "seal": lambda angle: 0.968 + 0.032 * math.cos(16 * angle),
        "star": lambda angle: 0.93 + 0.07 * math.cos(8 * (angle + math.pi / 2)),
    }[shape]
    angles = [2 * math.pi * step / OUTLINE_POINTS for step in range(OUTLINE_POINTS)]
    return tuple((radius(angle) * math.cos(angle), radius(angle) * math.sin(angle)) for angle in angles)


def _light(badge: Image.Image, field: Image.Image, size: int) -> None:
    """Rays from the middle, and a gleam in the upper half."""
    square = (size, size)

    def rays(draw: ImageDraw.ImageDraw, scale: float) -> None:
        x, y = (each * size * scale for each in CENTRE)
        reach = size * scale * 0.6
        for ray in range(RAYS):
            one, other = (2 * math.pi * (ray + part) / RAYS for part in (-0.22, 0.22))
            ends = [(x + reach * math.cos(angle), y + reach * math.sin(angle)) for angle in (one, other)]
            draw.polygon([(x, y), *ends], fill=255)

    def gleam(draw: ImageDraw.ImageDraw, scale: float) -> None:
        unit = size * scale
        draw.ellipse((unit * 0.02, -unit * 0.42, unit * 0.98, unit * 0.46), fill=255)

    for paint, share in ((rays, 0.075), (gleam, 0.13)):
        badge.paste(WHITE, mask=weakened(ImageChops.multiply(coverage(square, paint), field), share))


def _symbol(badge: Image.Image, icon: str, tones: Tones, size: int) -> None:
    """Only the middle is worked on: the rest of a large badge would cost three times as much."""
    inset = round(size * 0.25)
    square = (size - 2 * inset, size - 2 * inset)

    def drawn(fall: float) -> Painter:
        def paint(draw: ImageDraw.ImageDraw, scale: float) -> None:
            unit, side = size * scale, SYMBOL * size * scale
            corner = (CENTRE[0] * unit - side / 2 - inset * scale, (CENTRE[1] + fall) * unit - side / 2 - inset * scale)
            stroke_symbol(draw, icon, corner, side)

        return paint

    badge.paste(tones.deep, (inset, inset), weakened(shadow(square, drawn(0.016), size * 0.008), 0.85))
    badge.paste(WHITE, (inset, inset), coverage(square, drawn(0.0)))


def _stars(badge: Image.Image, metal: Tones, count: int, size: int) -> None:
    """On a band that covers the rim's foot, and only there."""
    top = round(size * 0.79)
    strip, middle, foot = (size, size - top), CENTRE[0], 0.885
    half, height = 0.052 + 0.052 * count, 0.062

    def band(grown: float) -> Painter:
        def paint(draw: ImageDraw.ImageDraw, scale: float) -> None:
            unit, above = size * scale, top * scale
            box = (
                (middle - half - grown) * unit,
                (foot - height - grown) * unit - above,
                (middle + half + grown) * unit,
                (foot + height + grown) * unit - above,
            )
            draw.rounded_rectangle(box, (height + grown) * unit, fill=255)

        return paint

    def stars(draw: ImageDraw.ImageDraw, scale: float) -> None:
        for place in range(count):
            x = (middle + (place - (count - 1) / 2) * 0.104) * size * scale
            draw.polygon(scaled(_star(), 0.049 * size * scale, (x, foot * size * scale - top * scale)), fill=255)

    shade = weakened(shadow(strip, band(0.008), size * 0.01), 0.5)
    for mask in (shade, coverage(strip, band(0.008))):
        badge.alpha_composite(_flat(metal.deep, mask), (0, top))
    badge.paste(gradient(strip, (metal.light, metal.middle), "down"), (0, top), coverage(strip, band(0.0)))
    badge.paste(mixed(metal.deep, (0, 0, 0), 0.2), (0, top), coverage(strip, stars))


def _flat(colour: Colour, mask: Image.Image) -> Image.Image:
    layer = Image.new("RGB", mask.size, colour)
    layer.putalpha(mask)
    return layer


@cache
def _star() -> tuple[Point, ...]:
    angles = [math.pi * (place / 5 - 0.5) for place in range(10)]
    return tuple(
        ((1 if place % 2 == 0 else 0.44) * math.cos(angle), (1 if place % 2 == 0 else 0.44) * math.sin(angle))
        for place, angle in enumerate(angles)
    )
