"""Addresses that a screen shows to people, as text and as codes for their cameras."""

from typing import Any

from litestar import Request
from msgspec import Struct

from recognize.displays.pairing import CODE_LENGTH
from recognize.lib.qr import Qr, qr
from recognize.settings import settings


class Invitation(Struct, frozen=True):
    url: str
    qr: Qr


def pairing_links(request: Request[Any, Any, Any], user_code: str) -> tuple[str, str, Qr]:
    """Where to type the code, where it is typed already, and the latter for cameras."""
    url = f"{_base(request)}/pair"
    half = CODE_LENGTH // 2
    complete = f"{url}?code={user_code[:half]}-{user_code[half:]}"
    return url, complete, qr(complete)


def invitation(request: Request[Any, Any, Any]) -> Invitation:
    """To the dialog; a phone that is nobody's yet signs in first and then finds it open."""
    url = f"{_base(request)}/#thank"
    return Invitation(url, qr(url))


def _base(request: Request[Any, Any, Any]) -> str:
    return settings().public_url.rstrip("/") or str(request.base_url).rstrip("/")
