from msgspec import Struct


class Picture(Struct, frozen=True):
    """`hash` names it, in a kudos and at `/api/media/{hash}/feed.webp` and `…/wall.webp`; `width` and `height` are those
    of `feed.webp`, in pixels."""

    hash: str
    width: int
    height: int
