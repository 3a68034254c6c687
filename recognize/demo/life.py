"""What happens around the kudos: wins, dates, and on the day itself pictures, changes and answers.

Each step changes nothing where it was taken before, so that an interrupted seeding goes on.
"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from recognize.celebrations.actions import celebrate, choose
from recognize.celebrations.schemas import OwnCelebrations
from recognize.demo.material import AlsoThere, Answered, TodaysKudos, life
from recognize.demo.pictures import picture
from recognize.demo.story import new_kudos
from recognize.feed.audience import department_topic, person_topic
from recognize.feed.comments import comment
from recognize.feed.reactions import react
from recognize.kudos.actions import give
from recognize.kudos.also_helped import also_helped
from recognize.kudos.boosts import boost
from recognize.kudos.editing import edit
from recognize.kudos.errors import AlreadyBoostedError, AlreadyRecognisedError, EditTooLateError
from recognize.kudos.schemas import AlsoHelped
from recognize.lib.database import DB
from recognize.media.actions import store_picture
from recognize.organisation.queries import organisation
from recognize.permissions import EMPLOYEE, Principal
from recognize.wins.actions import share
from recognize.wins.schemas import NewWin

MORNING = time(8)
PAST_DAYS = 10  # of celebrations
POINTS_OF_BOOST = 5

PEOPLE = """
select p.id, p.handle, coalesce(p.preferred_name, p.name) as name, p.kind, p.department_id, d.code as department
from people p join departments d on d.id = p.department_id
"""
TITLES = "select title from wins"
ITEMS = "select id, message as words from kudos union all select id, title from wins"
SAID = "select exists (select from comments where item_id = $1 and person_id = $2 and text = $3)"

People = Mapping[str, Principal]


async def everybody() -> dict[str, Principal]:
    """Who acts, by handle."""
    return {row["handle"]: _principal(row) for row in await DB.fetch(PEOPLE)}


def _principal(row: Any) -> Principal:
    topic = person_topic(row["id"])
    return Principal(
        id=row["id"],
        handle=row["handle"],
        name=row["name"],
        kind=row["kind"],
        department=row["department"],
        locale="es",
        roles=frozenset({EMPLOYEE}),
        topic=topic,
        topics=["org", topic, department_topic(row["department_id"])],
    )


async def look_back(there: People, until: datetime) -> None:
    """The wins and celebrations before that moment."""
    zone = ZoneInfo((await organisation()).time_zone)
    await _share_wins(there, until.astimezone(zone))
    for each in life().dates:
        if each.years is None:
            await choose(there[each.of].id, OwnCelebrations(birthday=True))
    for back in range(PAST_DAYS, 0, -1):
        await celebrate(datetime.combine(until.astimezone(zone).date() - timedelta(days=back), MORNING, zone))


async def _share_wins(there: People, until: datetime) -> None:
    shared = {row["title"] for row in await DB.fetch(TITLES)}
    for each in life().wins:
        if each.title not in shared:
            author = there[each.giver].id
            new = NewWin(
                win=each.win,
                title=each.title,
                story=each.story,
                participants=each.participants,
                picture=await _stored(each.picture, author),
            )
            await share(author, new, at=until - timedelta(days=each.days_ago))


async def _stored(name: str | None, uploader: UUID) -> str | None:
    return (await store_picture(picture(name), uploader)).hash if name else None


async def live_today(there: People) -> None:
    """As if everybody were there just now: sockets and inboxes hear of it."""
    await celebrate()
    for number, kudos in enumerate(life().today):
        await _give(there, kudos, f"demo-today-{number}")
    items = {row["words"]: row["id"] for row in await DB.fetch(ITEMS)}
    for each in life().answers:
        (item,) = (identity for words, identity in items.items() if words.startswith(each.to))
        await _answer(there, item, each)


async def _give(there: People, each: TodaysKudos, key: str) -> None:
    giver = there[each.giver]
    new = msgspec.structs.replace(new_kudos(each), picture=await _stored(each.picture, giver.id))
    if each.first is None:
        await give(giver.id, new, key)
        return
    given = await give(giver.id, msgspec.structs.replace(new, message=each.first), key)
    with suppress(EditTooLateError):
        await edit(giver, UUID(msgspec.json.decode(given.body)["id"]), each.message)


async def _answer(there: People, item: UUID, each: Answered) -> None:
    for who, face in each.faces():
        await react(there[who], item, face)
    for said in each.comments:
        if not await DB.fetch_value(SAID, item, there[said.giver].id, said.text):
            await comment(there[said.giver], item, said.text)
    for who in each.boosts:
        with suppress(AlreadyBoostedError):
            await boost(there[who], item, POINTS_OF_BOOST)
    for helper in each.helped:
        await _name(there, item, helper)


async def _name(there: People, item: UUID, helper: AlsoThere) -> None:
    with suppress(AlreadyRecognisedError):
        await also_helped(there[helper.named_by], item, AlsoHelped(person=helper.person))
        if helper.added_by:
            await also_helped(there[helper.added_by], item, AlsoHelped(person=helper.person))
