"""Repeating a request with the same `Idempotency-Key` answers the same and does nothing twice, for 24 hours."""

import hashlib
from typing import NamedTuple
from uuid import UUID

import asyncpg
import msgspec

from recognize.errors import InvalidInputError, RecognizeError
from recognize.lib.batch import Batch

MAX_KEY_CHARACTERS = 255

# A query for the look that comes before the writes.
EARLIER = """
select fingerprint, status, body from idempotency_keys
where person_id = {person} and key = {key} and answered_at > now() - interval '24 hours'
"""
# Waits for another request with the key that is being answered just now, and then writes nothing.
REMEMBER = """
insert into idempotency_keys as k (person_id, key, fingerprint, status, body) values ($1, $2, $3, $4, $5)
on conflict (person_id, key) do update
set fingerprint = excluded.fingerprint, status = excluded.status, body = excluded.body, answered_at = now()
where k.answered_at <= now() - interval '24 hours'
"""


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


def earlier_answer(key: Key, row: asyncpg.Record) -> Answer | None:
    """From a row of EARLIER, null where the key is new. Raises KeyReusedError."""
    if row["fingerprint"] is None:
        return None
    if row["fingerprint"] != key.fingerprint:
        raise KeyReusedError
    return Answer(row["status"], row["body"])


def remember_in(batch: Batch, key: Key, answer: Answer) -> None:
    """Required of the batch: it is stale where another request with the key has been answered since the look."""
    batch.require(REMEMBER, key.person, key.key, key.fingerprint, answer.status, answer.body)
