"""Keyset pages: a cursor is where the last row stands, (time, id) or (text, id), in a URL-safe string."""

import base64
import binascii
import struct
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from recognize.errors import InvalidInputError

MAX_PAGE_SIZE = 100
_LAYOUT = struct.Struct(">q16s")
_ID_BYTES = 16
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class InvalidCursorError(InvalidInputError):
    code = "invalid_cursor"
    title = {
        "en": "This page does not exist; start again at the first.",
        "es": "Esa página no existe; vuelve a la primera.",
    }


class Cursor(NamedTuple):
    at: datetime
    id: UUID

    def __str__(self) -> str:
        return _armoured(_LAYOUT.pack((self.at - _EPOCH) // _MICROSECOND, self.id.bytes))

    @classmethod
    def parse(cls, text: str) -> "Cursor":
        """Raises InvalidCursorError for anything that `str(cursor)` did not write."""
        try:
            microseconds, identity = _LAYOUT.unpack(_bytes(text))
            return cls(_EPOCH + microseconds * _MICROSECOND, UUID(bytes=identity))
        except (binascii.Error, struct.error, ValueError, OverflowError) as refusal:
            raise InvalidCursorError("before") from refusal


class TextCursor(NamedTuple):
    key: str
    id: UUID

    def __str__(self) -> str:
        return _armoured(self.id.bytes + self.key.encode())

    @classmethod
    def parse(cls, text: str) -> "TextCursor":
        """Raises InvalidCursorError for anything that `str(cursor)` did not write."""
        try:
            packed = _bytes(text)
            key, identity = packed[_ID_BYTES:].decode(), UUID(bytes=packed[:_ID_BYTES])
        except (binascii.Error, ValueError) as refusal:
            raise InvalidCursorError("before") from refusal
        if "\x00" in key:
            raise InvalidCursorError("before")
        return cls(key, identity)


def _armoured(packed: bytes) -> str:
    return base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
