"""What all artwork is made of: masks drawn large and shrunk, gradients, and layers put over each other.

Pillow's own drawing has hard edges. A mask is drawn several times as large as it is shown and then averaged, so that
every edge is smooth; colours are mixed at the final size, which is what keeps a large badge quick.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache

from PIL import Image, ImageDraw, ImageFilter, ImageOps

from recognize.badges.paths import Line, Point, lines
from recognize.lib.symbols import GRID, ICONS, STROKE, UNKNOWN

LARGE_PIXELS = 2048  # no mask is drawn larger: memory and time grow with its square
MOST_SAMPLES = 4
BLUR_PIXELS = 256  # shadows are blurred at this size: nobody sees the difference

Colour = tuple[int, int, int]
Painter = Callable[[ImageDraw.ImageDraw, float], None]


def rgb(text: str) -> Colour:
    """`#c2571a`"""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def coverage(size: tuple[int, int], paint: Painter) -> Image.Image:
    """A mask of this size: how much of each pixel is covered. `paint` gets the scale at which it draws."""
    samples = max(1, min(MOST_SAMPLES, LARGE_PIXELS // max(size)))
    large = Image.new("L", (size[0] * samples, size[1] * samples))
    paint(ImageDraw.Draw(large), float(samples))
    return large.reduce(samples) if samples > 1 else large


def scaled(points: Iterable[Point], factor: float, by: Point = (0.0, 0.0)) -> list[Point]:
    return [(x * factor + by[0], y * factor + by[1]) for x, y in points]


@cache
def symbol(name: str) -> tuple[Line, ...]:
    """Of an unknown name (an administrator's own), the star."""
    return tuple(lines(ICONS.get(name, ICONS[UNKNOWN])))


def stroke_symbol(draw: ImageDraw.ImageDraw, name: str, corner: Point, side: float, fill: int = 255) -> None:
    """In a square, with round ends and joints."""
    factor = side / GRID
    width = STROKE * factor
    for line in symbol(name):
        points = scaled(line.points, factor, corner)
        if line.is_closed:
            points.append(points[0])
        stroke(draw, points, width, fill)


def stroke(draw: ImageDraw.ImageDraw, points: Sequence[Point], width: float, fill: int = 255) -> None:
    draw.line(list(points), fill=fill, width=max(1, round(width)))
    radius = width / 2
    for x, y in points:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)


@cache
def _ramp(direction: str) -> Image.Image:
    """0 to 255 in a square: from top to bottom, along the diagonal, or from the centre outward."""
    if direction == "down":
        return Image.linear_gradient("L")
    if direction == "outward":
        return Image.radial_gradient("L")
    down = Image.linear_gradient("L")
    return Image.blend(down, down.transpose(Image.Transpose.ROTATE_90), 0.5)


def gradient(size: tuple[int, int], stops: Sequence[Colour], direction: str = "diagonal") -> Image.Image:
    """Two or three colours at equal distances."""
    middle = stops[1] if len(stops) > 2 else None
    coloured = ImageOps.colorize(_ramp(direction), stops[0], stops[-1], middle)
    return coloured.resize(size, Image.Resampling.BILINEAR)


def shadow(size: tuple[int, int], paint: Painter, blur: float) -> Image.Image:
    """A soft mask; `blur` is in pixels of the final size, and `paint` draws in them, too."""
    factor = BLUR_PIXELS / max(size)
    small = (max(1, round(size[0] * factor)), max(1, round(size[1] * factor)))
    mask = Image.new("L", small)
    paint(ImageDraw.Draw(mask), factor)
    return mask.filter(ImageFilter.GaussianBlur(blur * factor)).resize(size, Image.Resampling.BILINEAR)


def weakened(mask: Image.Image, share: float) -> Image.Image:
    return mask.point([round(value * share) for value in range(256)])
