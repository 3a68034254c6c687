"""Administrators are told by mail of a display that is lost: once a loss, and not of one that is back."""

from uuid import UUID

import pytest

from recognize.displays.actions import create_display, revoke_display
from recognize.displays.presence import _change
from recognize.identity.actions import grant_role
from recognize.lib.database import DB
from recognize.notifications.actions import stop_mails
from recognize.people.actions import change_person
from recognize.worker import settle
from tests.cast import Cast
from tests.notifications.mailbox import Mailbox, parts, sent


@pytest.fixture
async def display(cast: Cast) -> UUID:
    """It was online; hr and admin administrate, in Spanish and in English, and bruno only has an address."""
    await grant_role("hr", "administrator")
    await change_person(cast.hr.id, email="hr@example.org", locale="es", time_zone="Europe/Madrid")
    await change_person(cast.admin.id, email="admin@example.org", locale="en")
    await change_person(cast.bruno.id, email="bruno@example.org")
    await create_display("Recepción")
    identity: UUID = await DB.fetch_value("update displays set location = 'Hall <1>' returning id")
    await _change(identity, "online")
    await settle()
    return identity


async def test_each_administrator_is_told_once_in_their_language_and_nobody_else(
    display: UUID, cast: Cast, mailbox: Mailbox
):
    await _change(display, "lost")
    for _ in range(2):
        await sent()
    told = {message["to"]: message for message in mailbox.received}
    assert told.keys() == {"hr@example.org", "admin@example.org"}
    assert len(mailbox.received) == 2
    assert told["hr@example.org"]["subject"] == "La pantalla Recepción no da señales"
    assert told["admin@example.org"]["subject"] == "The display Recepción is lost"
    text, html = parts(told["hr@example.org"])
    assert "(Europe/Madrid)" in text
    assert "La pantalla Recepción (Hall <1>) no da señales" in text
    assert "Hall &lt;1&gt;" in html
    assert "https://recognize.example/displays" in text


async def test_of_a_display_that_came_back_before_the_mail_was_made_nobody_is_told(
    display: UUID, cast: Cast, mailbox: Mailbox
):
    await _change(display, "lost")
    await settle()
    await _change(display, "online")
    await sent()
    assert mailbox.received == []


async def test_a_second_loss_is_told_again(display: UUID, cast: Cast, mailbox: Mailbox):
    for _ in range(2):
        await _change(display, "lost")
        await sent()
        await _change(display, "online")
    assert [message["to"] for message in mailbox.received].count("admin@example.org") == 2


async def test_of_a_display_shut_out_meanwhile_nobody_is_told(display: UUID, cast: Cast, mailbox: Mailbox):
    await _change(display, "lost")
    await settle()
    await revoke_display(display)
    await sent()
    assert mailbox.received == []


async def test_who_is_no_administrator_any_more_is_not_told(display: UUID, cast: Cast, mailbox: Mailbox):
    await _change(display, "lost")
    await settle()
    await DB.execute("delete from role_grants where person_id = $1", cast.hr.id)
    await sent()
    assert [message["to"] for message in mailbox.received] == ["admin@example.org"]


async def test_its_stop_is_its_own(display: UUID, cast: Cast, mailbox: Mailbox):
    await stop_mails(cast.admin.id, "display_lost")
    await stop_mails(cast.hr.id, "recognised")
    await _change(display, "lost")
    await cast.ana.gives(recipients=["admin", "hr"])
    await sent()
    assert sorted((message["to"], message["subject"]) for message in mailbox.received) == [
        ("admin@example.org", "Ana recognised you"),
        ("hr@example.org", "La pantalla Recepción no da señales"),
    ]


async def test_the_demos_outbox_shows_it_to_the_administrator(demo: None, display: UUID, cast: Cast):
    await _change(display, "lost")
    await settle()
    (mail,) = (await cast.admin.http.get("/api/outbox")).json()
    assert mail["subject"] == "The display Recepción is lost"
    shown = await cast.admin.http.get(f"/api/outbox/{mail['id']}")
    assert "power and network" in shown.text
    assert (await cast.bruno.http.get("/api/outbox")).json() == []
