from litestar.datastructures import Cookie

from recognize.settings import settings

SECONDS_A_DAY = 86_400


def kept(name: str, value: str, days: int, *, readable: bool = False) -> Cookie:
    """A cookie that only our own pages send; scripts see it only where it is `readable`."""
    return Cookie(
        key=name,
        value=value,
        path="/",
        max_age=days * SECONDS_A_DAY,
        httponly=not readable,
        secure=settings().public_url.startswith("https:"),
        samesite="lax",
    )


def forgotten(name: str) -> Cookie:
    return kept(name, "", days=0)
