"""The digest of the week: never empty, never what was read, never twice."""

import asyncio
from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from recognize.lib.database import DB
from recognize.notifications.actions import queue_digests
from recognize.people.actions import change_person
from recognize.worker import settle
from tests.cast import Cast
from tests.notifications.mailbox import Mailbox, parts, sent
from tests.notifications.test_inbox import happens, inbox, read

LIMA = ZoneInfo("America/Lima")


@pytest.fixture
async def bruno_has_mail(cast: Cast) -> None:
    await settle()
    await change_person(cast.bruno.id, email="bruno@example.org", locale="es")


async def monday_after(zone: ZoneInfo = LIMA, hour: int = 9) -> datetime:
    """The Monday morning whose digest tells of now, by the clock of the zone: a week ends at eight."""
    now: datetime = (await DB.fetch_value("select now()")).astimezone(zone) - timedelta(hours=8)
    day = now.date() + timedelta(days=7 - now.weekday())
    return datetime(day.year, day.month, day.day, hour, tzinfo=zone)


async def digests(box: Mailbox) -> list[str]:
    await sent()
    return [parts(each)[0] for each in box.received if "te espera" in each["subject"] or "Waiting" in each["subject"]]


async def wins_for_bruno(cast: Cast) -> None:
    from tests.wins.sharing import shares

    await shares(cast.ana, participants=["bruno"])
    await settle()


async def test_on_monday_it_says_what_was_not_seen(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await wins_for_bruno(cast)
    await queue_digests(await monday_after())
    (text,) = await digests(mailbox)
    assert "- Ana compartió un logro en el que participaste" in text
    assert "https://recognize.example/#inbox" in text


async def test_it_speaks_its_readers_language(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await change_person(cast.bruno.id, locale="en")
    await wins_for_bruno(cast)
    await queue_digests(await monday_after())
    (text,) = await digests(mailbox)
    assert "- Ana shared a win that you took part in" in text


async def test_it_says_what_was_earned(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await happens("award.granted", uuid4(), person=cast.bruno.id, badge="warm-opening-gold")
    await happens("level.reached", uuid4(), person=cast.bruno.id, level=3)
    await settle()
    await queue_digests(await monday_after())
    (text,) = await digests(mailbox)
    assert "- Ganaste la insignia «Puerta abierta · Oro»" in text
    assert "- Llegaste al nivel 3" in text


async def test_however_often_it_runs_it_comes_once_a_week(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await wins_for_bruno(cast)
    monday = await monday_after()
    await asyncio.gather(*(queue_digests(monday) for _ in range(6)))
    for hours in (1, 30, 100):
        await queue_digests(monday + timedelta(hours=hours))
    assert len(await digests(mailbox)) == 1


async def test_what_one_digest_told_the_next_does_not(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await wins_for_bruno(cast)
    monday = await monday_after()
    await queue_digests(monday)
    await queue_digests(monday + timedelta(days=7))
    assert len(await digests(mailbox)) == 1
    assert await DB.fetch_value("select count(*) from digests") == 1


async def test_with_nothing_new_or_everything_read_there_is_none(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    monday = await monday_after()
    await queue_digests(monday)
    await wins_for_bruno(cast)
    await read(cast.bruno, (await inbox(cast.bruno))["items"][0]["at"])
    await queue_digests(monday)
    assert await digests(mailbox) == []
    assert await DB.fetch_value("select count(*) from digests") == 0


async def test_what_is_read_before_it_goes_is_not_in_it(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await wins_for_bruno(cast)
    await queue_digests(await monday_after())
    await read(cast.bruno, (await inbox(cast.bruno))["items"][0]["at"])
    assert await digests(mailbox) == []
    assert await DB.fetch_value("select outcome from mails where kind = 'digest'") == "dropped"


async def test_a_kudos_that_had_its_own_mail_is_not_told_again(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await cast.ana.gives()
    await sent()
    await queue_digests(await monday_after())
    assert await digests(mailbox) == []


async def test_a_kind_that_was_stopped_by_mail_is_not_in_it(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await wins_for_bruno(cast)
    await cast.bruno.http.patch("/api/me/notification-settings", json={"changes": [{"kind": "win", "mail": False}]})
    await queue_digests(await monday_after())
    assert await digests(mailbox) == []


async def test_who_stopped_it_gets_none(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await wins_for_bruno(cast)
    await cast.bruno.http.patch("/api/me/notification-settings", json={"changes": [{"kind": "digest", "mail": False}]})
    await queue_digests(await monday_after())
    assert await digests(mailbox) == []


async def test_it_is_monday_by_its_readers_clock(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await wins_for_bruno(cast)
    tokyo = ZoneInfo("Asia/Tokyo")
    await change_person(cast.bruno.id, time_zone="Asia/Tokyo")
    await queue_digests(await monday_after(tokyo, hour=7))
    assert await DB.fetch_value("select count(*) from digests") == 0
    await queue_digests(await monday_after(tokyo))
    assert await DB.fetch_value("select count(*) from digests") == 1
