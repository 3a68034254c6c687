"""Giving: one transaction with its rows and one event."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from recognize.feed.actions import publish_in
from recognize.feed.audience import WALLS, Party, audiences, facet, only_for, person_topic
from recognize.feed.errors import UnknownPictureError
from recognize.feed.mentions import mentions_in
from recognize.feed.schemas import PersonInItem
from recognize.identity.idempotency import Answer, InProgressError, Key, key_for, remember_in
from recognize.kudos.queries import look
from recognize.kudos.rules import check_words, chosen_behaviours, chosen_recipients, holds_points, points_for
from recognize.kudos.schemas import (
    Boosts,
    KnownBehaviour,
    KudosView,
    Mine,
    NewKudos,
    Person,
    Recipient,
    RecipientInItem,
    Situation,
    TeamInItem,
)
from recognize.kudos.walls import sentence_for_walls
from recognize.lib.batch import Batch, StaleError
from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.lib.markdown import Markdown
from recognize.lib.text import without_hidden
from recognize.lib.turns import Turns
from recognize.log.events import record_in
from recognize.points.actions import check_limits, give_in
from recognize.points.errors import AllowanceExceededError
from recognize.points.queries import lock_allowances
from recognize.points.schemas import Allowance

GIVEN = "kudos.given"
CREATED = 201
TRIES_WITHOUT_LOCK = 2

INSERT_KUDOS = """
insert into kudos (id, giver_id, message, message_html, visibility, reached_customer, given_at, wall_sentence)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
INSERT_RECIPIENTS = """
insert into kudos_recipients (kudos_id, person_id, place, named, quiet, points, audience)
select $1, person, place, named, quiet, points, string_to_array(audience, ' ')
from unnest($2::uuid[], $3::boolean[], $4::boolean[], $5::integer[], $6::text[]) with ordinality
     as given (person, named, quiet, points, audience, place)
"""
INSERT_BEHAVIOURS = """
insert into kudos_behaviours (kudos_id, behaviour, place)
select $1, code, place from unnest($2::text[]) with ordinality as given (code, place)
"""
INSERT_TEAMS = """
insert into kudos_teams (kudos_id, place, code, name)
select $1, place, code, name from unnest($2::text[], $3::text[]) with ordinality as given (code, name, place)
"""

encode = msgspec.json.encode
_givers = Turns()


class Draft(NamedTuple):
    """A kudos with everything decided and nothing written. `seen_by`: the audience of each recipient's name."""

    id: UUID
    new: NewKudos
    situation: Situation
    recipients: list[Recipient]
    behaviours: list[KnownBehaviour]
    points: dict[UUID, int]
    seen_by: list[set[str]]
    text: Markdown
    html: str
    mentions: list[UUID]
    is_past: bool

    @property
    def people(self) -> list[Person]:
        return [each.person for each in self.recipients]

    @property
    def audience(self) -> set[str]:
        return set().union(*self.seen_by)


async def give(giver: UUID, new: NewKudos, idempotency_key: str | None = None, *, at: datetime | None = None) -> Answer:
    """Write the kudos; the answer is status 201 with the giver's KudosView as JSON, or the earlier answer to the key.

    One statement looks, one writes, and nothing is locked in between: the write fails whole where what the limits were
    checked against has changed meanwhile (see ADR 0007).

    `at` is for a company's made-up past, never for users: the kudos stands in that moment, its points in that moment's
    month, and no socket hears of it.

    Raises the errors of `kudos/errors.py`, AllowanceExceededError, and those of `identity/idempotency.py`.
    """
    new = msgspec.structs.replace(new, message=without_hidden(new.message))
    check_words(new)
    key = key_for(giver, idempotency_key, new) if idempotency_key is not None else None
    async with _givers.of(giver):
        return await _give(giver, new, key, at)


async def _give(giver: UUID, new: NewKudos, key: Key | None, at: datetime | None) -> Answer:
    for _ in range(TRIES_WITHOUT_LOCK):
        try:
            return await _give_once(giver, new, key, at)
        except StaleError:
            continue
    async with DB.transaction():
        await lock_allowances(giver)
        try:
            return await _give_once(giver, new, key, at)
        except StaleError as failure:
            raise InProgressError from failure


async def _give_once(giver: UUID, new: NewKudos, key: Key | None, at: datetime | None) -> Answer:
    situation, earlier = await look(giver, new, key, at)
    if earlier:
        return earlier
    draft = await _draft(new, situation, is_past=at is not None)
    answer = Answer(CREATED, encode(_view(draft)))
    batch = Batch()
    _write_in(batch, draft)
    if key:
        remember_in(batch, key, answer)
    await batch.run()
    return answer


async def _draft(new: NewKudos, situation: Situation, *, is_past: bool) -> Draft:
    recipients = chosen_recipients(new, situation)
    behaviours = chosen_behaviours(new, situation.behaviours)
    if new.picture and not situation.picture:
        raise UnknownPictureError
    points = affordable_points(new, recipients, situation.allowance)
    seen_by = audiences(new.visibility, situation.giver, [each.person for each in recipients])
    text = Markdown(new.message)
    mentions = await mentions_in(text, situation.giver.id, set().union(*seen_by))
    html = text.html(mentions.people)
    return Draft(uuid7(), new, situation, recipients, behaviours, points, seen_by, text, html, mentions.told, is_past)


def affordable_points(new: NewKudos, recipients: list[Recipient], allowance: Allowance | None) -> dict[UUID, int]:
    """By recipient. Raises AllowanceExceededError, but where going without points is fine."""
    points = points_for(new, recipients)
    if allowance is None:
        return points
    try:
        check_limits(allowance, points, {each.person.id: each.person.given_this_month for each in recipients})
    except AllowanceExceededError:
        if not new.points_if_possible:
            raise
        return dict.fromkeys(points, 0)
    return points


def _write_in(batch: Batch, draft: Draft) -> None:
    new, giver, people = draft.new, draft.situation.giver, draft.people
    moment = datetime.fromisoformat(draft.situation.moment)
    batch.add(
        INSERT_KUDOS,
        draft.id,
        giver.id,
        new.message,
        draft.html,
        new.visibility,
        new.reached_customer,
        moment,
        _wall_sentence(draft),
    )
    batch.add(
        INSERT_RECIPIENTS,
        draft.id,
        [each.id for each in people],
        [each.named for each in draft.recipients],
        [each.is_quiet for each in people],
        [draft.points[each.id] for each in people],
        [" ".join(sorted(topics)) for topics in draft.seen_by],
    )
    batch.add(INSERT_BEHAVIOURS, draft.id, [each.code for each in draft.behaviours])
    if draft.situation.teams:
        teams = draft.situation.teams
        batch.add(INSERT_TEAMS, draft.id, [each.code for each in teams], [each.name for each in teams])
    found_by = facets(giver, people, draft.behaviours)
    publish_in(batch, draft.id, "kudos", draft.audience, found_by, new.message, moment, new.picture)
    record_in(batch, GIVEN, draft.id, () if draft.is_past else draft.audience, _facts(draft))
    if allowance := draft.situation.allowance:
        give_in(batch, "kudos", allowance, giver.id, draft.points, draft.id)


def _wall_sentence(draft: Draft) -> str | None:
    unseen = [each for each, topics in zip(draft.people, draft.seen_by, strict=True) if WALLS not in topics]
    if len(unseen) == len(draft.people):
        return None
    names = [name for each in unseen for name in (each.name, each.full_name, each.handle)]
    shown = [draft.situation.giver, *(each for each in draft.people if each not in unseen)]
    return sentence_for_walls(draft.text.paragraphs(), names, {each.handle: each.name for each in shown})


def facets(giver: Party, recipients: Sequence[Party], behaviours: Sequence[KnownBehaviour]) -> set[str]:
    """What a kudos is found by in the feed; a quiet recipient only by those who see the name."""
    found = {facet("behaviour", each.code) for each in behaviours}
    found |= {facet("stage", each.stage) for each in behaviours} | _facets_of(giver)
    for recipient in recipients:
        if recipient.is_quiet:
            viewers = (giver.id, recipient.id, recipient.manager_id)
            found |= only_for(_facets_of(recipient), (person_topic(each) for each in viewers if each))
        else:
            found |= _facets_of(recipient)
    return found


def _facets_of(person: Party) -> set[str]:
    return {person_topic(person.id)} | {facet("department", each) for each in person.departments}


def _facts(draft: Draft) -> dict[str, Any]:
    private = draft.new.visibility == "private"
    discreet = [each.id for each in draft.people if private or each.is_quiet]
    told = facts(draft.situation.giver.id, [each.id for each in draft.people], discreet)
    return told | {"mentions": draft.mentions}


def facts(giver: UUID, recipients: Sequence[UUID], discreet: Sequence[UUID]) -> dict[str, Any]:
    """What the events of a kudos say: `discreet` are the recipients who count in the organisation's totals only."""
    return {"giver": giver, "recipients": recipients, "discreet": discreet}


def _view(draft: Draft) -> KudosView:
    return KudosView(
        id=draft.id,
        given_at=draft.situation.moment,
        giver=_in_item(draft.situation.giver),
        recipients=[_recipient_in_item(each) for each in draft.recipients],
        teams=[TeamInItem(each.code, each.name) for each in draft.situation.teams],
        behaviours=[each.code for each in draft.behaviours],
        message=draft.new.message,
        message_html=draft.html,
        visibility=draft.new.visibility,
        reached_customer=draft.new.reached_customer,
        edited_at=None,
        picture=draft.situation.picture if draft.new.picture else None,
        reactions=[],
        comments=0,
        boosts=Boosts(0, [], sum(holds_points(each) for each in draft.recipients)),
        mine=_mine(draft),
    )


def _mine(draft: Draft) -> Mine:
    return Mine(
        points=sum(draft.points.values()),
        boost_points=0,
        boosted=False,
        may_withdraw=True,
        may_edit_until=None if draft.is_past else draft.situation.may_edit_until,
        quiet=[each.id for each in draft.people if each.is_quiet],
        hidden_by_me=False,
        helpers=[],
        reactions=[],
    )


def _in_item(person: Person) -> PersonInItem:
    return PersonInItem(person.id, person.handle, person.name, person.department)


def _recipient_in_item(recipient: Recipient) -> RecipientInItem:
    person = recipient.person
    return RecipientInItem(person.id, person.handle, person.name, person.department, recipient.named)
