"""Sharing, editing, withdrawing and moderating a win: each one transaction with its rows and one event."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import UNSET

from recognize.errors import NotFoundError
from recognize.feed.actions import bring_back_in, publish_in, remove_in, retell_in
from recognize.feed.audience import WALLS, audiences, facet, only_for, person_topic
from recognize.feed.errors import UnknownPictureError
from recognize.feed.mentions import mentions_in
from recognize.feed.parties import KnownParty
from recognize.feed.queries import visible_item
from recognize.feed.schemas import PersonInItem
from recognize.identity.idempotency import Answer, InProgressError, Key, key_for, remember_in
from recognize.kudos.walls import sentence_for_walls
from recognize.lib.batch import Batch, StaleError
from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.lib.markdown import Markdown
from recognize.lib.text import without_hidden
from recognize.log.events import record_in
from recognize.organisation import audit
from recognize.permissions import Principal
from recognize.wins.errors import EditTimeOverError, NotTheAuthorError
from recognize.wins.queries import locked, look
from recognize.wins.rules import check_names, check_words, chosen_participants
from recognize.wins.schemas import MyWin, NewWin, WinChange, WinSituation, WinView

SHARED, EDITED, WITHDRAWN = "win.shared", "win.edited", "win.withdrawn"
HIDDEN, RESTORED = "win.hidden", "win.restored"
CREATED = 201
TRIES = 2

INSERT_WIN = """
insert into wins (id, author_id, kind, title, story, story_html, wall_title, visibility, shared_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
INSERT_PARTICIPANTS = """
insert into win_participants (win_id, person_id, place, quiet, audience)
select $1, person, place, quiet, string_to_array(audience, ' ')
from unnest($2::uuid[], $3::boolean[], $4::text[]) with ordinality as given (person, quiet, audience, place)
"""
KEEP_OLD_TEXT = "insert into win_edits (win_id, title, story) select id, title, story from wins where id = $1"
CHANGE_TEXT = """
update wins set title = $2, story = $3, story_html = $4, wall_title = $5, edited_at = now() where id = $1
"""
MARK_WITHDRAWN = "update wins set withdrawn_at = now() where id = $1"
MARK_HIDDEN = "update wins set hidden_at = now() where id = $1"
MARK_RESTORED = "update wins set hidden_at = null where id = $1"


async def share(author: UUID, new: NewWin, idempotency_key: str | None = None, *, at: datetime | None = None) -> Answer:
    """Write the win; the answer is status 201 with the author's WinView as JSON, or the earlier answer to the key.

    `at` is for a company's made-up past, never for users: the win stands in that moment and no socket hears of it.

    Raises the errors of `wins/errors.py` and of `identity/idempotency.py`.
    """
    new = msgspec.structs.replace(new, title=_on_one_line(new.title), story=without_hidden(new.story))
    check_words(new.title, new.story)
    check_names(new)
    key = key_for(author, idempotency_key, new) if idempotency_key is not None else None
    for _ in range(TRIES):
        situation, earlier = await look(author, new, key, at)
        if earlier:
            return earlier
        try:
            return await _write(new, situation, key, is_past=at is not None)
        except StaleError:
            continue
    raise InProgressError


async def _write(new: NewWin, situation: WinSituation, key: Key | None, *, is_past: bool) -> Answer:
    win, author, moment = uuid7(), situation.author, datetime.fromisoformat(situation.moment)
    people = chosen_participants(new, situation.people)
    if new.picture and not situation.picture:
        raise UnknownPictureError
    seen_by = audiences(new.visibility, author, people)
    unseen = [each for each, topics in zip(people, seen_by, strict=True) if WALLS not in topics]
    wall_title = sentence_for_walls(
        [new.title], [name for each in unseen for name in (each.name, each.full_name, each.handle)]
    )
    audience = set().union(*seen_by, {person_topic(author.id)})
    story = Markdown(new.story)
    mentions = await mentions_in(story, author.id, audience)
    html = story.html(mentions.people)
    answer = Answer(CREATED, msgspec.json.encode(_view(win, new, html, situation, people)))
    batch = Batch()
    batch.add(INSERT_WIN, win, author.id, new.win, new.title, new.story, html, wall_title, new.visibility, moment)
    batch.add(
        INSERT_PARTICIPANTS,
        win,
        [each.id for each in people],
        [each.is_quiet for each in people],
        [" ".join(sorted(topics)) for topics in seen_by],
    )
    publish_in(
        batch, win, "win", audience, _facets(author, people), _searched(new.title, new.story), moment, new.picture
    )
    told = _facts(author.id, [each.id for each in people], [each.id for each in people if each.is_quiet])
    record_in(batch, SHARED, win, () if is_past else audience, told | {"mentions": mentions.told})
    if key:
        remember_in(batch, key, answer)
    await batch.run()
    return answer


def _view(win: UUID, new: NewWin, html: str, situation: WinSituation, people: Sequence[KnownParty]) -> WinView:
    quiet = [each.id for each in people if each.is_quiet]
    return WinView(
        id=win,
        given_at=situation.moment,
        win=new.win,
        author=_in_item(situation.author),
        participants=[_in_item(each) for each in people],
        title=new.title,
        story=new.story,
        story_html=html,
        visibility=new.visibility,
        edited_at=None,
        picture=situation.picture,
        reactions=[],
        comments=0,
        mine=MyWin(may_withdraw=True, may_edit_until=situation.may_edit_until, quiet=quiet, reactions=[]),
    )


def _in_item(person: KnownParty) -> PersonInItem:
    return PersonInItem(person.id, person.handle, person.name, person.department)


def _on_one_line(title: str) -> str:
    return " ".join(without_hidden(title).split())


def _facets(author: KnownParty, participants: Sequence[KnownParty]) -> set[str]:
    """What it is found by; a quiet participant only by those who see the name."""
    found = _facets_of(author)
    for each in participants:
        viewers = (author.id, each.id, each.manager_id)
        found |= (
            only_for(_facets_of(each), (person_topic(viewer) for viewer in viewers if viewer))
            if each.is_quiet and each.id != author.id
            else _facets_of(each)
        )
    return found


def _facets_of(person: KnownParty) -> set[str]:
    return {person_topic(person.id)} | {facet("department", each) for each in person.departments}


def _searched(title: str, story: str) -> str:
    return f"{title}\n{story}"


def _facts(author: UUID, participants: Sequence[UUID], discreet: Sequence[UUID]) -> dict[str, Any]:
    """What the events of a win say: `discreet` are the participants who count in the organisation's totals only."""
    return {"author": author, "participants": participants, "discreet": discreet}


async def edit(principal: Principal, win: UUID, change: WinChange) -> None:
    """Title and story, for the organisation's minutes by the database's clock; what stood there is kept.

    Raises NotFoundError, NotTheAuthorError, EditTimeOverError, WinTitleError and WinStoryError.
    """
    async with DB.transaction():
        row = await _own(principal, win)
        if row["hidden"]:
            raise NotFoundError
        if not row["is_editable"]:
            raise EditTimeOverError
        title = row["title"] if change.title is UNSET else _on_one_line(change.title)
        story = row["story"] if change.story is UNSET else without_hidden(change.story)
        check_words(title, story)
        if (title, story) == (row["title"], row["story"]):
            return
        written = Markdown(story)
        mentions = await mentions_in(written, principal.person_id, row["audience"], before=row["story"])
        wall_title = sentence_for_walls([title], row["unseen"])
        batch = Batch()
        batch.add(KEEP_OLD_TEXT, win)
        batch.add(CHANGE_TEXT, win, title, story, written.html(mentions.people), wall_title)
        retell_in(batch, win, _searched(title, story))
        record_in(batch, EDITED, win, row["audience"], _told(row) | {"mentions": mentions.told})
        await batch.run()


async def withdraw(principal: Principal, win: UUID) -> None:
    """Take it back at any time; twice changes nothing. Raises NotFoundError and NotTheAuthorError."""
    async with DB.transaction():
        row = await locked(win)
        if row and row["withdrawn"] and row["author_id"] == principal.person_id:
            return
        row = await _own(principal, win)
        batch = Batch()
        batch.add(MARK_WITHDRAWN, win)
        remove_in(batch, win)
        told = _told(row)
        if row["hidden"]:  # it had stopped counting then
            told["discreet"] = told["participants"]
        record_in(batch, WITHDRAWN, win, row["audience"], told)
        await batch.run()


async def _own(principal: Principal, win: UUID) -> Record:
    row = await locked(win)
    if row is None or row["withdrawn"] or row["author_id"] != principal.person_id:
        raise NotTheAuthorError if await visible_item(principal, win, "win") else NotFoundError
    return row


def _told(row: Record) -> dict[str, Any]:
    return _facts(row["author_id"], row["participants"], row["discreet"])


async def hide(win: UUID, reason: str) -> None:
    """An administrator's act with its reason in the audit log: it leaves feed, search, sockets and walls. Hiding twice
    changes nothing. Raises NotFoundError for what does not exist or was withdrawn."""
    await _moderate(win, reason, hidden=True)


async def restore(win: UUID, reason: str) -> None:
    """It is back where it was. Restoring what is not hidden changes nothing. Raises NotFoundError as `hide` does."""
    await _moderate(win, reason, hidden=False)


async def _moderate(win: UUID, reason: str, *, hidden: bool) -> None:
    reason = audit.checked_reason(reason)
    async with DB.transaction():
        row = await locked(win)
        if row is None or row["withdrawn"]:
            raise NotFoundError
        if row["hidden"] == hidden:
            return
        kind = HIDDEN if hidden else RESTORED
        batch = Batch()
        batch.add(MARK_HIDDEN if hidden else MARK_RESTORED, win)
        (remove_in if hidden else bring_back_in)(batch, win)
        record_in(batch, kind, win, row["audience"], _told(row))
        await batch.run()
        await audit.record(kind, str(win), {"reason": reason})
