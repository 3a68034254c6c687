"""Hiding, restoring and opening: privileged acts with their reason in the audit log. The giver keeps the right to withdraw."""

from uuid import UUID

from recognize.errors import NotFoundError
from recognize.feed.actions import bring_back_in, remove_in
from recognize.kudos.actions import facts
from recognize.kudos.queries import locked, whole_item
from recognize.lib.batch import Batch
from recognize.lib.database import DB
from recognize.log.events import record_in
from recognize.organisation import audit

HIDDEN, RESTORED = "kudos.hidden", "kudos.restored"
OPENED = "kudos.opened"

MARK_HIDDEN = "update kudos set hidden_at = now() where id = $1"
MARK_RESTORED = "update kudos set hidden_at = null where id = $1"


async def hide(kudos: UUID, reason: str) -> None:
    """It leaves feed, search, sockets and walls, and stops counting. Hiding twice changes nothing.

    Raises NotFoundError for what does not exist or was withdrawn.
    """
    await _moderate(kudos, reason, hidden=True)


async def restore(kudos: UUID, reason: str) -> None:
    """It is back where it was. Restoring what is not hidden changes nothing. Raises NotFoundError as `hide` does."""
    await _moderate(kudos, reason, hidden=False)


async def open_once(kudos: UUID, reason: str) -> str:
    """The JSON of the item with everybody who stands in it, also of a private or a hidden one. Each look leaves its own entry.

    Raises NotFoundError for what does not exist or was withdrawn.
    """
    reason = audit.checked_reason(reason)
    async with DB.transaction():
        item = await whole_item(kudos)
        if item is None:
            raise NotFoundError
        await audit.record(OPENED, str(kudos), {"reason": reason})
    return item


async def _moderate(kudos: UUID, reason: str, *, hidden: bool) -> None:
    reason = audit.checked_reason(reason)
    async with DB.transaction():
        row = await locked(kudos)
        if row is None or row["withdrawn"]:
            raise NotFoundError
        if row["hidden"] == hidden:
            return
        batch = Batch()
        batch.add(MARK_HIDDEN if hidden else MARK_RESTORED, kudos)
        (remove_in if hidden else bring_back_in)(batch, kudos)
        told = facts(row["giver_id"], row["recipients"], row["discreet"])
        record_in(batch, HIDDEN if hidden else RESTORED, kudos, row["audience"], told)
        await batch.run()
        await audit.record(HIDDEN if hidden else RESTORED, str(kudos), {"reason": reason})
