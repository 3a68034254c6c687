"""Pictures drawn by one core, nothing of them cached; beside each, Pillow copying a finished one and packing it as PNG:
no drawing can be quicker than that."""

import time
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import product
from statistics import quantiles

from PIL import Image

from recognize.badges.artwork import BADGE_COMPRESSION, CARD_COMPRESSION, Badge, draw
from recognize.badges.card import Card, Deed
from recognize.badges.medal import SHAPES
from recognize.badges.palette import METALS, STAGES
from tests.bench.table import Row

CARDS = 20
PIXELS = (64, 128, 256, 512, 1024)
MS = 1_000
STORY = (
    "Cuando se cayó el sistema te quedaste conmigo hasta que salió el último camión; el cliente {number} ni lo notó. "
)


def drawings(runs: int) -> list[Row]:
    cards, copies, badges, badge_copies = [], [], [], []
    for _ in range(runs):
        cards.append(CARDS / sum(timed(draw, each) for each in _cards()))
        copies.append(CARDS / sum(timed(_copied, each, CARD_COMPRESSION) for each in _finished(_cards())))
        badges.append(p95([timed(draw, each) for each in _badges()]) * MS)
        badge_copies.append(p95([timed(_copied, each, BADGE_COMPRESSION) for each in _finished(_badges())]) * MS)
    sizes = f"{PIXELS[0]} to {PIXELS[-1]} pixels, every shape"
    return [
        Row("share_cards", "share cards a core", "1/s", cards, copies, note="processor time; the other copies a finished card"),
        Row("badge_p95", "uncached badge, p95", "ms", badges, badge_copies, note=f"processor time; {sizes}"),
    ]  # fmt: skip


def timed(work: Callable[..., object], *arguments: object) -> float:
    """Seconds of this process's own: a busy machine must not look like slow drawing."""
    begin = time.process_time()
    work(*arguments)
    return time.process_time() - begin


def p95(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=20)[-1]


def _cards() -> Iterator[Card]:
    deeds = [Deed("Anticiparse", "telescope", "performing"), Deed("Cerrar el servicio", "circle-check", "closing")]
    for number in range(CARDS):
        message = STORY.format(number=number) * (1 + number % 4)
        yield Card(
            "Grupo Almarena", "es", f"Ana {number}", ["Bruno Díaz"], "y 2 más", message, deeds, "1 de mayo de 2026"
        )


def _badges() -> Iterator[Badge]:
    stages, tiers = list(STAGES), list(METALS)
    for number, (shape, size) in enumerate(product(SHAPES, PIXELS)):
        yield Badge(shape, stages[number % 4], tiers[number % len(tiers)], "handshake", size)


def _finished(arts: Iterator[Card] | Iterator[Badge]) -> Iterator[Image.Image]:
    for art in arts:
        picture = Image.open(BytesIO(draw(art)))
        picture.load()
        yield picture


def _copied(picture: Image.Image, compression: int) -> None:
    picture.copy().save(BytesIO(), "PNG", compress_level=compression)
