"""Repeating a request with the same `Idempotency-Key` answers the same and does nothing twice, for 24 hours."""

import hashlib
from typing import NamedTuple
from uuid import UUID

import msgspec

from recognize.errors import InvalidInputError, RecognizeError
from recognize.lib.batch import Batch
from recognize.lib.database import DB

MAX_KEY_CHARACTERS = 255

# The lock is the transaction's: while the first request runs, a second sees neither the answer nor the lock.
CLAIM = """
select pg_try_advisory_xact_lock(hashtextextended($1::text || ':' || $2, 0)) as mine,
       k.fingerprint, k.status, k.body, k.answered_at < now() - interval '24 hours' as expired
from (select) one left join idempotency_keys k on k.person_id = $1 and k.key = $2
"""
FORGET = "delete from idempotency_keys where person_id = $1 and key = $2"
REMEMBER = "insert into idempotency_keys (person_id, key, fingerprint, status, body) values ($1, $2, $3, $4, $5)"


class KeyReusedError(InvalidInputError):
    code = "idempotency_key_reused"
    title = {"en": "This key was used for another request.", "es": "Esta clave ya se usó para otra solicitud."}


class InProgressError(RecognizeError):
    status = 409
    code = "idempotency_in_progress"
    title = {
        "en": "The first request with this key is still running.",
        "es": "La primera solicitud con esta clave sigue en curso.",
    }


class InvalidKeyError(InvalidInputError):
    code = "invalid_idempotency_key"
    title = {
        "en": "An Idempotency-Key has 1 to 255 visible characters.",
        "es": "Una Idempotency-Key lleva de 1 a 255 caracteres visibles.",
    }


class Key(NamedTuple):
    """A key is one person's; `fingerprint` is SHA-256 of what the request means, not of its bytes."""

    person: UUID
    key: str
    fingerprint: bytes


class Answer(NamedTuple):
    status: int
    body: bytes


def key_for(person: UUID, key: str, request: msgspec.Struct) -> Key:
    """Raises InvalidKeyError."""
    if not (0 < len(key) <= MAX_KEY_CHARACTERS and key.isascii() and key.isprintable()):
        raise InvalidKeyError
    return Key(person, key, hashlib.sha256(msgspec.json.encode(request)).digest())


async def claim(key: Key) -> Answer | None:
    """The earlier answer, or None when this transaction now holds the key. Raises KeyReusedError, InProgressError."""
    row = await DB.fetch_row(CLAIM, key.person, key.key)
    if row is None or row["fingerprint"] is None:
        if row and not row["mine"]:
            raise InProgressError
        return None
    if row["expired"]:
        await DB.execute(FORGET, key.person, key.key)
        return None
    if row["fingerprint"] != key.fingerprint:
        raise KeyReusedError
    return Answer(row["status"], row["body"])


def remember_in(batch: Batch, key: Key, answer: Answer) -> None:
    """Fails with UniqueViolationError where another request with the key has answered since the claim."""
    batch.add(REMEMBER, key.person, key.key, key.fingerprint, answer.status, answer.body)
