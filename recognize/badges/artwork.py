"""Pictures of badges, kudos and certificates. The same parameters are the same bytes: a picture is named by them."""

import hashlib
from io import BytesIO

import msgspec
import PIL
from msgspec import Struct
from PIL import Image

from recognize.badges.card import Card, card
from recognize.badges.certificate import Certificate, certificate, pdf
from recognize.badges.medal import medal
from recognize.badges.palette import Tier

EDITION = 2  # grows with every change of what is drawn, so that no cache shows the old picture
SIZES = (64, 1024)  # of a badge, in pixels
BADGE_COMPRESSION, CARD_COMPRESSION = (
    4,
    2,
)  # of a card's soft colours more effort saves little and costs most of the time


class Badge(Struct, frozen=True):
    shape: str
    stage: str
    tier: Tier | None
    icon: str
    size: int


class Sheet(Struct, frozen=True):
    """A certificate as PDF."""

    certificate: Certificate


Art = Badge | Card | Certificate | Sheet


def draw(art: Art) -> bytes:
    """PNG, and PDF for a Sheet. Takes a processor for some tens of milliseconds: not on the event loop."""
    if isinstance(art, Badge):
        return _png(medal(art.shape, art.stage, art.tier, art.icon, art.size), BADGE_COMPRESSION)
    if isinstance(art, Card):
        return _png(card(art), CARD_COMPRESSION)
    if isinstance(art, Certificate):
        return _png(certificate(art), CARD_COMPRESSION)
    return pdf(certificate(art.certificate), f"{art.certificate.badge} · {art.certificate.name}")


def name_of(art: Art) -> str:
    """Of its content: the parameters, our edition, and the Pillow that draws."""
    told = msgspec.json.encode([EDITION, PIL.__version__, type(art).__name__, art])
    return hashlib.sha256(told).hexdigest()


def _png(picture: Image.Image, compression: int) -> bytes:
    file = BytesIO()
    picture.save(file, "PNG", compress_level=compression)
    return file.getvalue()
