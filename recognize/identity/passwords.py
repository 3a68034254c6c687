"""Passwords as argon2id hashes (RFC 9106, low-memory profile), computed off the event loop and a few at a time."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from recognize.identity.errors import WeakPasswordError
from recognize.lib.text import unusable

MIN_CHARACTERS = 8
MAX_CHARACTERS = 200
HASHES_AT_ONCE = 2  # each takes 64 MiB while it runs

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_slots = asyncio.Semaphore(HASHES_AT_ONCE)
# Verified where a login does not exist, so that its answer takes as long as any other.
_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$MIIRqgvgQbgj220jfp0MPA$YfwJSVjtjSU0zzV/P3S9nnQ/USre2wvJMjfCIjrTQbg"


async def hashed(password: str) -> str:
    """Raises WeakPasswordError outside MIN_CHARACTERS to MAX_CHARACTERS, and for what is not text."""
    if not MIN_CHARACTERS <= len(password) <= MAX_CHARACTERS:
        raise WeakPasswordError
    if unusable(password):  # of a password nothing is told, its characters neither
        raise WeakPasswordError("it holds a character that cannot be seen or is no text; is it UTF-8?")
    async with _slots:
        return await asyncio.to_thread(_hasher.hash, password)


async def matches(password: str, stored: str | None) -> bool:
    async with _slots:
        return await asyncio.to_thread(_verify, stored or _NOBODY, password) and stored is not None


def _verify(stored: str, password: str) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False
