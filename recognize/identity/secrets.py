"""Tokens and the key that signs: only hashes of tokens are stored, the key is the setting or a file of our own."""

import hashlib
import hmac
import os
import secrets
from functools import cache
from pathlib import Path

from recognize.settings import settings

TOKEN_BYTES = 32
TOKEN_PREFIX = "rcg_"  # lets secret scanners and people recognise one
_KEY_FILE = "secret_key"


def new_token() -> str:
    return TOKEN_PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> bytes:
    """SHA-256: tokens are random and long, so a slow hash would only slow every request."""
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()


def csrf_token(session: bytes) -> str:
    """The value that a page must send back in `X-CSRF-Token`, bound to the session's token hash."""
    return signature(f"csrf:{session.hex()}")


def signature(text: str) -> str:
    """HMAC-SHA256 in hex with this installation's key; begin the text with what it is for."""
    return hmac.new(_secret_key(), text.encode(), hashlib.sha256).hexdigest()


@cache
def _secret_key() -> bytes:
    return (settings().secret_key or _kept_key(settings().data_path / _KEY_FILE)).encode()


def _kept_key(file: Path) -> str:
    """The key in the file, made by whichever process comes first."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_name(f"{_KEY_FILE}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, file)
        except FileExistsError:
            pass  # another process was first: its key counts
        finally:
            fresh.unlink()
    return file.read_text().strip()
