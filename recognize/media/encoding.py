"""Pictures as we keep them: decoded only when their header says that they are small enough, turned upright, in sRGB,
written anew without what cameras say of people and places."""

import io
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from recognize.errors import InvalidInputError

MAX_BYTES = 10_000_000
MAX_PIXELS = 16_000_000
MAX_RATIO = 10  # of the longer side to the shorter: beyond it nothing of a picture would be left to see
FORMATS = ("PNG", "JPEG", "WEBP")
SIZES = {"feed": (1280, 1280), "wall": (1920, 1080)}  # the box that a picture is made to fit, in pixels
QUALITY = 82

# What Pillow says of files that are cut off, or that were made to hurt.
UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error)


class PictureTooLargeError(InvalidInputError):
    code = "picture_too_large"
    title = {
        "en": "A picture has at most 10 MB and 16 megapixels.",
        "es": "Una imagen tiene como máximo 10 MB y 16 megapíxeles.",
    }


class PictureTooNarrowError(InvalidInputError):
    code = "picture_too_narrow"
    title = {
        "en": "One side of a picture is at most ten times as long as the other.",
        "es": "Un lado de una imagen mide como máximo diez veces lo que el otro.",
    }


class UnreadablePictureError(InvalidInputError):
    code = "unreadable_picture"
    title = {
        "en": "This is no PNG, JPEG or WebP picture that can be read.",
        "es": "Esa no es una imagen PNG, JPEG o WebP que se pueda leer.",
    }


class Encoded(NamedTuple):
    """WebP by size; `width` and `height` are those of `feed`."""

    width: int
    height: int
    files: dict[str, bytes]


def encode(content: bytes) -> Encoded:
    """Slow: for a thread. Raises PictureTooLargeError, PictureTooNarrowError and UnreadablePictureError."""
    with _opened(content) as image:
        upright = ImageOps.exif_transpose(image)
        plain = _in_srgb(upright)
        made = {name: _fitted(plain, box) for name, box in SIZES.items()}
    return Encoded(*made["feed"].size, {name: _written(each) for name, each in made.items()})


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    if len(content) > MAX_BYTES:
        raise PictureTooLargeError
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > MAX_PIXELS:
                raise PictureTooLargeError
            if max(image.size) > MAX_RATIO * min(image.size):
                raise PictureTooNarrowError
            image.draft("RGB", SIZES["wall"])  # a JPEG is decoded no larger than needed
            yield image
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as refusal:
        raise PictureTooLargeError from refusal
    except UNREADABLE as refusal:
        raise UnreadablePictureError from refusal


def _in_srgb(image: Image.Image) -> Image.Image:
    mode = "RGBA" if image.has_transparency_data else "RGB"
    if profile := image.info.get("icc_profile"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            converted = None  # a broken profile, or one of another kind of picture: its colours are taken as they are
        if converted:
            return converted
    return image.convert(mode)


def _fitted(image: Image.Image, box: tuple[int, int]) -> Image.Image:
    copy = image.copy()
    copy.thumbnail(box, Image.Resampling.LANCZOS)
    return copy


def _written(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "WEBP", quality=QUALITY, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return file.getvalue()
