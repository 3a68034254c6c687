"""Small pictures for the demo, drawn and no photographs: flat shapes, the same bytes each time."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

SIZE = (960, 640)
SMOOTHING = 2  # drawn larger and made smaller, for even edges

Draw = ImageDraw.ImageDraw
Box = tuple[float, float, float, float]


def picture(name: str) -> bytes:
    """PNG."""
    large = (SIZE[0] * SMOOTHING, SIZE[1] * SMOOTHING)
    image = Image.new("RGB", large, "#f4efe6")
    PICTURES[name](ImageDraw.Draw(image))
    file = io.BytesIO()
    image.resize(SIZE, Image.Resampling.LANCZOS).save(file, "PNG")
    return file.getvalue()


def _box(draw: Draw, box: Box, colour: str, radius: float = 0) -> None:
    draw.rounded_rectangle([each * SMOOTHING for each in box], radius * SMOOTHING, fill=colour)


def _disc(draw: Draw, x: float, y: float, radius: float, colour: str) -> None:
    draw.ellipse([each * SMOOTHING for each in (x - radius, y - radius, x + radius, y + radius)], fill=colour)


def _line(draw: Draw, points: list[tuple[float, float]], colour: str, width: float) -> None:
    scaled = [(x * SMOOTHING, y * SMOOTHING) for x, y in points]
    draw.line(scaled, fill=colour, width=round(width * SMOOTHING), joint="curve")


def _truck(draw: Draw) -> None:
    _box(draw, (0, 0, 960, 470), "#ffd9b0")
    _disc(draw, 760, 190, 80, "#ff9d5c")
    _box(draw, (0, 470, 960, 640), "#5b5470")
    for x in range(20, 960, 160):
        _box(draw, (x, 560, x + 90, 572), "#f4efe6", 6)
    _box(draw, (120, 170, 620, 470), "#fbfaff", 14)
    _box(draw, (120, 380, 620, 416), "#6c5ce7")
    _box(draw, (632, 260, 840, 470), "#6c5ce7", 26)
    _box(draw, (700, 290, 812, 370), "#d6ecff", 12)
    for x in (230, 520, 730):
        _disc(draw, x, 478, 58, "#2b2540")
        _disc(draw, x, 478, 24, "#bdb7d6")


def _shelves(draw: Draw) -> None:
    _box(draw, (0, 0, 960, 640), "#e8e4f6")
    _box(draw, (0, 540, 960, 640), "#cfc8e8")
    colours = ("#ffb27a", "#7fc4a2", "#9cc2ff", "#f6c667", "#dcb6ff")
    for row, top in enumerate((70, 230, 390)):
        _box(draw, (60, top + 130, 900, top + 146), "#4c4668", 4)
        for place in range(6):
            height = 74 + (place * 37 + row * 53) % 50
            left = 84 + place * 136
            _box(draw, (left, top + 130 - height, left + 108, top + 130), colours[(place + row * 2) % 5], 8)
            _box(draw, (left + 34, top + 130 - height, left + 74, top + 150 - height), "#fbfaff")
    for x in (60, 472, 884):
        _box(draw, (x, 60, x + 16, 560), "#4c4668", 4)


def _map(draw: Draw) -> None:
    _box(draw, (60, 50, 900, 590), "#fffdf8", 18)
    for box, colour in (
        ((110, 100, 330, 260), "#9cc2ff"),
        ((110, 330, 330, 540), "#7fc4a2"),
        ((450, 100, 850, 220), "#f6c667"),
        ((620, 330, 850, 540), "#ffb27a"),
    ):
        _box(draw, box, colour, 14)
    way = [(390.0, 560.0), (390.0, 280.0), (560.0, 280.0), (560.0, 440.0), (612.0, 440.0)]
    _line(draw, way, "#6c5ce7", 12)
    _disc(draw, 390, 560, 20, "#6c5ce7")
    _line(draw, [(580, 408), (612, 440), (580, 472)], "#6c5ce7", 12)
    for number, (x, y) in enumerate(((220, 180), (220, 435), (650, 160), (735, 435)), 1):
        _disc(draw, x, y, 34, "#fffdf8")
        for mark in range(number):
            _disc(draw, x + (mark - (number - 1) / 2) * 14, y, 5, "#2b2540")


def _canteen(draw: Draw) -> None:
    for left, colour in ((0, "#8fd3b4"), (320, "#ffd27d"), (640, "#a9b8ff")):
        _box(draw, (left, 0, left + 320, 470), colour)
    _box(draw, (0, 470, 960, 640), "#d9c7b2")
    _box(draw, (390, 90, 570, 260), "#fbfaff", 10)
    _box(draw, (404, 104, 556, 246), "#d6ecff", 6)
    _box(draw, (474, 104, 486, 246), "#fbfaff")
    for left in (90, 400, 710):
        _box(draw, (left, 410, left + 170, 432), "#6b4f3a", 8)
        _box(draw, (left + 24, 432, left + 40, 540), "#6b4f3a")
        _box(draw, (left + 130, 432, left + 146, 540), "#6b4f3a")
        _disc(draw, left + 84, 394, 18, "#e4572e")
    _line(draw, [(770, 130), (860, 250)], "#6b4f3a", 10)
    _box(draw, (720, 90, 830, 142), "#e4572e", 12)


PICTURES: dict[str, Callable[[Draw], None]] = {
    "canteen": _canteen,
    "map": _map,
    "shelves": _shelves,
    "truck": _truck,
}
