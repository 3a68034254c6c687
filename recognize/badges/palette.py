"""The colours of artwork. A stage has the same colour in the client, on walls and here."""

from typing import Literal, NamedTuple

from recognize.badges.canvas import Colour, rgb

Tier = Literal["bronze", "silver", "gold"]


class Tones(NamedTuple):
    light: Colour
    middle: Colour
    deep: Colour


def _tones(light: str, middle: str, deep: str) -> Tones:
    return Tones(rgb(light), rgb(middle), rgb(deep))


STAGES = {
    "opening": _tones("#ffb37a", "#dd6a22", "#9a3d08"),
    "performing": _tones("#7fb0ff", "#2f6fdc", "#123f94"),
    "closing": _tones("#7fd6a4", "#2f8a57", "#125033"),
    "every-moment": _tones("#c7a4f7", "#7d4bbd", "#472380"),
}
METALS: dict[str | None, Tones] = {
    "bronze": _tones("#ffdcba", "#c27c43", "#6f3b16"),
    "silver": _tones("#ffffff", "#b3bcc8", "#5c6673"),
    "gold": _tones("#fff4c2", "#e6b335", "#8f6206"),
    None: _tones("#ffffff", "#ded9ee", "#8a80b5"),
}
INK, INK_2, FAINT = rgb("#241f35"), rgb("#5d576f"), rgb("#8d879e")
PAPER, WHITE, LINE = rgb("#fbf8f3"), rgb("#ffffff"), rgb("#e9e3da")
BRAND = rgb("#5b3fc4")
