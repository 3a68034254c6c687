"""Artwork is deterministic: the same parameters give the same bytes."""

import hashlib
from io import BytesIO

import pytest
from PIL import Image

from recognize.badges import artwork
from recognize.badges.artwork import Badge, Sheet, draw, name_of
from recognize.badges.card import FACE, LEFT, RIGHT, Card, Deed, _by, _thanked
from recognize.badges.certificate import (
    ASCENT,
    DESCENT,
    NAME_LEADING,
    NAME_TOP,
    ROOM,
    TWO_LINE_SIZES,
    Certificate,
    _name,
    divider,
)
from recognize.badges.drawings import shown_name
from recognize.badges.lettering import BOLD, REGULAR, Fitted, Style, can_write, drawable, fitted, shortened, width
from recognize.badges.medal import SHAPES
from recognize.badges.palette import METALS, STAGES
from recognize.badges.paths import lines
from recognize.lib.symbols import ICONS
from recognize.people.fields import MAX_TEXT_CHARACTERS

GOLDEN = (
    "22b67de158b7cff237ccbd86e8229b1f7592c7d03a74bdafaa88d8c148f042ff"  # of the pixels: how they are packed is zlib's
)
NAMES = [
    "María del Carmen de los Ángeles Huamán Quispe viuda de Montalbán y Rodríguez-Larraín",
    "Мария Александровна Константинопольская",
    "محمد عبد الرحمن الشريف",
    "נועה בן־דוד",
    "प्रियंका शर्मा",
    "สมชาย ใจดี",
    "王小明",
    "山田花子",
    "김민준",
    "Nguyễn Thị Phương Thảo",
    "Αλέξανδρος Παπαδόπουλος",
    "Արամ Խաչատրյան",
    "ნინო ბერიძე",
    "አበበ ቢቂላ",
    "রবীন্দ্রনাথ ঠাকুর",
    "முத்துலட்சுமி கிருஷ்ணன்",
]
LONG = NAMES[0] + ", condesa de Villafranca de Pajares"
LONGEST = ("Guadalupe Jiménez y " * 10)[:MAX_TEXT_CHARACTERS].strip()
TELUGU = "తెలుగు"  # none of our fonts has it
ROOM_BESIDE_FACES = RIGHT - LEFT - 2 * FACE - 14
DEEDS = [Deed("Anticiparse", "telescope", "performing")]


def certificate_for(name: str) -> Certificate:
    return Certificate(
        "Almarena", "es", name, "Buen trato · Oro", "30 veces.", "", "1 de marzo de 2026", "seal", "closing", "gold",
        "smile", "https://recognize.example/api/awards/1/verification?proof=2",
    )  # fmt: skip


def card_for(name: str, message: str = "Gracias por todo.") -> Card:
    return Card("Almarena", "es", name, [name], "", message, DEEDS, "1 de marzo de 2026")


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


def pixels(content: bytes) -> str:
    return hashlib.sha256(opened(content).tobytes()).hexdigest()


def test_a_badge_is_the_picture_that_somebody_once_looked_at():
    """It changes with what is drawn and with Pillow; then look at it, raise EDITION, and put the new hash here."""
    assert pixels(draw(Badge("seal", "closing", "gold", "sparkles", 128))) == GOLDEN


@pytest.mark.parametrize(
    "art",
    [
        Badge("star", "opening", None, "heart", 96),
        card_for("Ana"),
        certificate_for("Ana"),
        Sheet(certificate_for("Ana")),
    ],
    ids=lambda art: type(art).__name__,
)
def test_the_same_parameters_give_the_same_bytes(art: artwork.Art):
    assert draw(art) == draw(art)


def test_other_parameters_have_other_names():
    arts = [
        Badge(shape, stage, tier, icon, size)
        for shape in SHAPES
        for stage in STAGES
        for tier in METALS
        for icon in ("heart", "smile")
        for size in (64, 65)
    ]
    names = {name_of(each) for each in [*arts, card_for("Ana"), certificate_for("Ana"), Sheet(certificate_for("Ana"))]}
    assert len(names) == len(arts) + 3


@pytest.mark.parametrize("size", [64, 100, 256, 1024])
def test_a_badge_has_a_clear_ground_in_every_size(size: int):
    badge = opened(draw(Badge("shield", "performing", "silver", "clock", size)))
    assert (badge.size, badge.mode) == ((size, size), "RGBA")
    corners = [badge.getpixel((x, y)) for x in (0, size - 1) for y in (0, size - 1)]
    assert {corner[3] for corner in corners if isinstance(corner, tuple)} == {0}
    middle = badge.getpixel((size // 2, round(size * 0.2)))
    assert isinstance(middle, tuple)
    assert middle[3] == 255


def test_every_icon_can_be_drawn():
    for path in ICONS.values():
        points = [point for line in lines(path) for point in line.points]
        assert all(0 <= each <= 24 for point in points for each in point)


@pytest.mark.parametrize("name", NAMES)
def test_every_letter_of_a_name_has_a_font_and_the_name_its_room(name: str):
    style = Style(40, BOLD)
    assert can_write(name)
    assert width(name, style) > 0
    written = _name(name)
    assert all(width(line, written.style) <= ROOM for line in written.lines)
    assert written.style.size in (*range(82, 133), *TWO_LINE_SIZES)
    assert draw(card_for(name)) != draw(card_for("Ana"))


def is_uncut(text: Fitted) -> bool:
    return not text.lines[-1].endswith("…")


@pytest.mark.parametrize("name", [NAMES[0], LONG, LONGEST], ids=len)
def test_a_long_name_is_whole_and_no_line_runs_through_it(name: str):
    written = _name(name)
    assert len(written.lines) > 1
    assert is_uncut(written)
    size = written.style.size
    below = NAME_TOP + size * (ASCENT + NAME_LEADING * (len(written.lines) - 1)) + size * DESCENT
    assert below < divider(written) < below + 50


def test_a_card_names_whole_whom_it_has_room_for():
    assert is_uncut(_thanked(LONG, ROOM_BESIDE_FACES))
    assert is_uncut(_by(f"De {LONG}", ROOM_BESIDE_FACES))
    assert len(_thanked("Ana", ROOM_BESIDE_FACES).lines) == 1


def test_letters_that_no_font_has_are_left_out_rather_than_boxes():
    assert not can_write(TELUGU)
    assert drawable(f"Gracias {TELUGU}, Ana") == "Gracias , Ana"
    assert width(TELUGU, Style(40)) == 0


def test_a_name_that_no_font_can_write_is_the_handle():
    assert shown_name(TELUGU, "ana.rao") == "ana.rao"
    assert shown_name("ნინო", "nino") == "ნინო"


def test_a_text_is_as_large_as_fits_and_cut_where_nothing_does():
    room = float(RIGHT)
    assert fitted("Corto", room, (50, 40)).style.size == 50
    smaller = fitted("palabra " * 40, room, (50, 40, 30), REGULAR, 4)
    assert smaller.style.size < 50
    cut = fitted("palabra " * 900, room, (50, 30), REGULAR, 3)
    assert len(cut.lines) == 3
    assert cut.lines[-1].endswith("…")
    assert all(width(line, cut.style) <= room for line in cut.lines)


def test_a_word_without_an_end_is_parted():
    text = fitted("x" * 400, 600, (40,), REGULAR, 3)
    assert all(width(line, text.style) <= 600 for line in text.lines)
    assert shortened("x" * 400, 600, Style(40)).endswith("…")


def test_emoji_are_left_out_and_leave_no_gap():
    assert drawable("Gracias 🎉👏🏽 por todo ❤️") == "Gracias por todo"
