"""One process of `serve`; apart from `serving`, because a parent of several needs no application."""

from litestar import Litestar

from recognize.app import create
from recognize.lib.garbage import collect_seldom
from recognize.lib.parent import end_with_parent


def create_for_good() -> Litestar:
    """For as long as the process lives, and once in it: what exists by now is never collected."""
    application = create()
    end_with_parent()
    collect_seldom()
    return application
