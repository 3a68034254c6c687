"""The giver changes the text within some minutes; what it said before is kept."""

from uuid import UUID

from recognize.errors import NotFoundError
from recognize.feed.actions import retell_in
from recognize.feed.mentions import mentions_in
from recognize.kudos.actions import facts
from recognize.kudos.errors import EditTooLateError, NotTheGiverError
from recognize.kudos.queries import earlier_texts, giver_of_visible, locked
from recognize.kudos.readdressing import say_on_walls
from recognize.kudos.rules import check_message
from recognize.kudos.schemas import EarlierText
from recognize.kudos.withdrawing import refusal
from recognize.lib.batch import Batch
from recognize.lib.database import DB
from recognize.lib.markdown import Markdown
from recognize.lib.text import without_hidden
from recognize.log.events import record_in
from recognize.permissions import Principal

EDITED = "kudos.edited"

KEEP_EARLIER = "insert into kudos_edits (kudos_id, message) select id, message from kudos where id = $1"
REWORD = "update kudos set message = $2, message_html = $3, edited_at = clock_timestamp() where id = $1"


async def edit(principal: Principal, kudos: UUID, message: str) -> None:
    """Search and walls say the new words; whoever is mentioned only now is in the event. The same words change nothing.

    Raises NotFoundError, NotTheGiverError, EditTooLateError, and what giving raises of a message.
    """
    message = without_hidden(message)
    check_message(message)
    async with DB.transaction():
        row = await locked(kudos)
        if row is None or row["giver_id"] != principal.person_id:
            raise await refusal(principal, kudos)
        if row["withdrawn"] or row["hidden"]:
            raise NotFoundError
        if row["message"] == message:
            return
        if not row["may_edit"]:
            raise EditTooLateError
        text = Markdown(message)
        mentions = await mentions_in(text, principal.person_id, row["audience"], before=row["message"])
        batch = Batch()
        batch.add(KEEP_EARLIER, kudos)
        batch.add(REWORD, kudos, message, text.html(mentions.people))
        retell_in(batch, kudos, message)
        told = facts(row["giver_id"], row["recipients"], row["discreet"])
        record_in(batch, EDITED, kudos, row["audience"], told | {"mentions": mentions.told})
        await batch.run()
        await say_on_walls(kudos, message)


async def history(principal: Principal, kudos: UUID) -> list[EarlierText]:
    """What it said before, the oldest first: for its giver, and for who moderates what they can see.

    Raises NotFoundError and NotTheGiverError.
    """
    giver = await giver_of_visible(principal, kudos)
    if giver is None:
        raise NotFoundError
    if giver != principal.person_id and not principal.may("kudos.moderate"):
        raise NotTheGiverError
    return await earlier_texts(kudos)
