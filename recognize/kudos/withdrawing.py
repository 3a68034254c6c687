"""Withdrawing: the kudos leaves everybody's sight, and all points that went with it go back to where they came from."""

from uuid import UUID

from recognize.errors import NotFoundError
from recognize.feed.actions import remove_in
from recognize.feed.queries import visible_item
from recognize.kudos.actions import facts
from recognize.kudos.errors import NotTheGiverError
from recognize.kudos.queries import POINTS_STILL_GIVEN, locked
from recognize.lib.batch import Batch
from recognize.lib.database import DB
from recognize.log.events import record_in
from recognize.permissions import Principal
from recognize.points.actions import Entry, enter_in, give_back_in
from recognize.points.queries import lock_months

WITHDRAWN = "kudos.withdrawn"

MARK_WITHDRAWN = "update kudos set withdrawn_at = now() where id = $1"


async def withdraw(principal: Principal, kudos: UUID) -> None:
    """Take it back at any time; its points return to the months they came from, those of boosts to their boosters.
    Withdrawing twice changes nothing.

    Raises NotFoundError where the principal may not see it, NotTheGiverError where somebody else gave it.
    """
    async with DB.transaction():
        row = await locked(kudos)
        if row is None or row["giver_id"] != principal.person_id:
            raise await refusal(principal, kudos)
        if row["withdrawn"]:
            return
        batch = Batch()
        batch.add(MARK_WITHDRAWN, kudos)
        remove_in(batch, kudos)
        # What was hidden had stopped counting then, so taking it back must not be counted once more.
        discreet = row["recipients"] if row["hidden"] else row["discreet"]
        record_in(batch, WITHDRAWN, kudos, row["audience"], facts(row["giver_id"], row["recipients"], discreet))
        await _return_points_in(batch, kudos)
        await batch.run()


async def refusal(principal: Principal, kudos: UUID) -> Exception:
    return NotTheGiverError() if await visible_item(principal, kudos, "kudos") else NotFoundError()


async def _return_points_in(batch: Batch, kudos: UUID) -> None:
    back = [
        Entry(
            "import" if row["imported"] else "withdrawal",
            row["month"],
            row["giver_id"],
            row["recipient_id"],
            -row["points"],
            kudos,
        )
        for row in await DB.fetch(POINTS_STILL_GIVEN, kudos)
    ]
    enter_in(batch, back)
    # Imported points never came out of an allowance, and count for no limit.
    spent = [entry for entry in back if entry.reason == "withdrawal"]
    await lock_months({(entry.giver, entry.month) for entry in spent if entry.giver})
    give_back_in(batch, spent)
