"""Hiding and restoring: an administrator's act with its reason in the audit log. The giver keeps the right to withdraw."""

from uuid import UUID

from recognize.errors import InvalidInputError, NotFoundError
from recognize.feed.actions import bring_back_in, remove_in
from recognize.kudos.actions import facts
from recognize.kudos.queries import locked
from recognize.lib.batch import Batch
from recognize.lib.database import DB
from recognize.lib.text import unusable
from recognize.log.events import record_in
from recognize.organisation import audit

HIDDEN, RESTORED = "kudos.hidden", "kudos.restored"

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


async def _moderate(kudos: UUID, reason: str, *, hidden: bool) -> None:
    if fault := unusable(reason):
        raise InvalidInputError(fault.about("reason"))
    if not reason.strip():
        raise InvalidInputError("reason")
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
        await audit.record(HIDDEN if hidden else RESTORED, str(kudos), {"reason": reason.strip()})
