"""The application under test, put together once: its state comes with each server's lifespan."""

from functools import cache

from litestar import Litestar

from recognize.app import create
from recognize.settings import settings


def application() -> Litestar:
    """Registering every route takes longer than most tests run."""
    return _made(is_demo=settings().demo)


@cache
def _made(*, is_demo: bool) -> Litestar:
    made = create()
    assert settings().demo is is_demo
    return made
