"""Comments below an item: whoever sees the item may write one, and take back their own."""

from typing import Any
from uuid import UUID

from recognize.errors import NotFoundError
from recognize.feed.answers import HEARD_BY, PERSON_IN_ITEM, answered
from recognize.feed.errors import CommentTextError, NotTheAuthorError, ReasonRequiredError
from recognize.feed.mentions import mentions_in
from recognize.feed.queries import visible_item
from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.lib.markdown import Markdown
from recognize.lib.pagination import Cursor
from recognize.lib.text import unusable, visible_length, without_hidden
from recognize.log.events import record
from recognize.organisation import audit
from recognize.permissions import Principal

COMMENTED, UNCOMMENTED, REMOVED = "item.commented", "item.uncommented", "comment.removed"
MAX_CHARACTERS = 1_000

# An SQL expression for the kinds of items.
COMMENTS_OF = f"""(select count(*) from comments said
    where said.item_id = {{id}} and said.removed_at is null and {HEARD_BY})"""

WRITE = "insert into comments (id, item_id, person_id, text, text_html, only_for) values ($1, $2, $3, $4, $5, $6)"
OWN = "select person_id from comments where id = $1 and item_id = $2 and removed_at is null for update"
REMOVE = "update comments set removed_at = now() where id = $1"
_COMMENT = f"""
select said.id, said.written_at, {PERSON_IN_ITEM.format(p="p")} as author, said.text, said.text_html,
       p.id = $3 as mine
from comments said join people p on p.id = said.person_id left join departments d on d.id = p.department_id
where said.item_id = $1 and said.removed_at is null and {HEARD_BY.format(topics="$2::text[]")}
"""
ONE = f"select row_to_json(it)::text from ({_COMMENT} and said.id = $4) it"
PAGE = f"""
select it.written_at, it.id, row_to_json(it)::text as comment from (
    {_COMMENT} and ($4::timestamptz is null or (said.written_at, said.id) < ($4, $5::uuid))
    order by said.written_at desc, said.id desc limit $6 + 1) it
order by it.written_at desc, it.id desc
"""


async def comment(principal: Principal, item: UUID, text: str) -> bytes:
    """The JSON of the Comment. Raises NotFoundError where they may not see the item, and CommentTextError."""
    text = without_hidden(text).strip()
    if not visible_length(text) or len(text) > MAX_CHARACTERS:
        raise CommentTextError
    if fault := unusable(text):
        raise CommentTextError(fault)
    identity = uuid7()
    async with DB.transaction():
        told = await answered(principal, item)
        written = Markdown(text)
        mentions = await mentions_in(written, principal.person_id, told.audience)
        html = written.html(mentions.people)
        await DB.execute(WRITE, identity, item, principal.person_id, text, html, told.only_for)
        facts = told.facts(principal.person_id, comment=identity, mentions=mentions.told)
        await record(COMMENTED, item, told.audience, facts)
        answer: str = await DB.fetch_value(ONE, item, principal.topics, principal.person_id, identity)
    return answer.encode()


async def remove(principal: Principal, item: UUID, identity: UUID, reason: str | None = None) -> None:
    """One's own at any time; somebody else's by who moderates, with a reason for the audit log.

    Raises NotFoundError, NotTheAuthorError and ReasonRequiredError.
    """
    async with DB.transaction():
        told = await answered(principal, item)
        author = await DB.fetch_value(OWN, identity, item)
        if author is None:
            raise NotFoundError
        if author != principal.person_id:
            await _moderated(principal, identity, reason)
        await DB.execute(REMOVE, identity)
        await record(UNCOMMENTED, item, told.audience, told.facts(author, comment=identity))


async def _moderated(principal: Principal, identity: UUID, reason: str | None) -> None:
    if not principal.may("kudos.moderate"):
        raise NotTheAuthorError
    if reason is None or not reason.strip() or unusable(reason):
        raise ReasonRequiredError
    await audit.record(REMOVED, str(identity), {"reason": reason.strip()})


async def comments(principal: Principal, item: UUID, limit: int, before: Cursor | None) -> bytes:
    """The JSON of a CommentPage. Raises NotFoundError where they may not see the item."""
    if await visible_item(principal, item) is None:
        raise NotFoundError
    rows: list[Any] = await DB.fetch(
        PAGE, item, principal.topics, principal.person_id, *(before or (None, None)), limit
    )
    page = rows[:limit]
    following = f'"{Cursor(page[-1]["written_at"], page[-1]["id"])}"' if len(rows) > limit else "null"
    return f'{{"comments":[{",".join(row["comment"] for row in page)}],"next":{following}}}'.encode()
