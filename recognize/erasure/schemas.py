from datetime import datetime
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct


class NewErasure(Struct, frozen=True, forbid_unknown_fields=True):
    reason: Annotated[str, Meta(min_length=3, max_length=500)]


class Erasure(Struct, frozen=True):
    """What is left of somebody: `handle` and `name` are those of nobody."""

    id: UUID
    handle: str
    name: str
    erased_at: datetime
