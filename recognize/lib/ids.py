"""UUID version 7 (RFC 9562): sorts by its making, and a URL does not tell how many there are."""

import os
import time
from uuid import UUID

_VERSION_7 = 0x7 << 76
_RFC_VARIANT = 0b10 << 62
_RANDOM_BITS = (0xFFF << 64) | ((1 << 62) - 1)


def uuid7() -> UUID:
    """Millisecond time of this machine's clock and 74 random bits. Never an order of events: clocks disagree."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10)) & _RANDOM_BITS
    return UUID(int=(milliseconds << 80) | _VERSION_7 | _RFC_VARIANT | random)


def parse_uuid(text: str) -> UUID | None:
    """The id, or None when the text is not one (a handle, for example)."""
    try:
        return UUID(text) if len(text) in (32, 36) else None
    except ValueError:
        return None
