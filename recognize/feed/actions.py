from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from recognize.lib.batch import Batch
from recognize.lib.text import fold

PUBLISH = """
insert into feed_items (id, kind, at, audience, facets, folded, picture) values ($1, $2, $3, $4, $5, $6, $7)
"""
RETELL = "update feed_items set folded = $2 where id = $1"
# The audience stays: the removal must reach everybody whom the item had reached.
REMOVE = "update feed_items set removed_at = now() where id = $1 and removed_at is null"
READDRESS = "update feed_items set audience = $2, facets = $3 where id = $1"
BRING_BACK = "update feed_items set removed_at = null where id = $1"


def publish_in(
    batch: Batch,
    item: UUID,
    kind: str,
    audience: Collection[str],
    facets: Collection[str],
    text: str,
    at: datetime,
    picture: str | None = None,
) -> None:
    """`text` is what search finds."""
    batch.add(PUBLISH, item, kind, at, sorted(audience), sorted(facets), fold(text), picture)


def readdress_in(batch: Batch, item: UUID, audience: Collection[str], facets: Collection[str]) -> None:
    """Somebody came into it, or a name of it is no longer for all. Live it is told to whom it had reached, too."""
    batch.add(READDRESS, item, sorted(audience), sorted(facets))


def retell_in(batch: Batch, item: UUID, text: str) -> None:
    """Search finds the new words and no longer the old ones."""
    batch.add(RETELL, item, fold(text))


def remove_in(batch: Batch, item: UUID) -> None:
    batch.add(REMOVE, item)


def bring_back_in(batch: Batch, item: UUID) -> None:
    batch.add(BRING_BACK, item)
