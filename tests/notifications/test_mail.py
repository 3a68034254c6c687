import re

import httpx
import pytest

from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.lib.database import DB
from recognize.people.actions import change_person, change_status
from recognize.worker import settle
from tests.cast import KUDOS, Actor, Cast
from tests.notifications.mailbox import Mailbox, parts, sent


@pytest.fixture
async def bruno_has_mail(cast: Cast) -> None:
    await settle()
    await change_person(cast.bruno.id, email="bruno@example.org", locale="es")


async def test_who_was_recognised_is_told_in_their_language(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    kudos = (await cast.ana.gives(message="Gracias <b>Bruno</b> & equipo.")).json()["id"]
    await sent()
    (message,) = mailbox.received
    text, html = parts(message)
    assert (message["to"], message["subject"]) == ("bruno@example.org", "Ana te reconoció")
    assert "Tratar con amabilidad" in text
    assert "Gracias <b>Bruno</b> & equipo." in text
    assert "&lt;b&gt;Bruno&lt;/b&gt; &amp; equipo." in html
    assert f"https://recognize.example/kudos/{kudos}" in text
    await change_person(cast.bruno.id, locale="en")
    await cast.ana.gives()
    await sent()
    assert mailbox.received[1]["subject"] == "Ana recognised you"


async def test_who_helped_too_is_told_like_everybody_else(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    kudos = (await cast.ana.gives(recipients=["diego"])).json()["id"]
    await sent()
    assert mailbox.received == []
    await cast.ana.http.post(f"/api/kudos/{kudos}/also-helped", json={"person": "bruno"})
    await sent()
    (message,) = mailbox.received
    assert (message["to"], message["subject"]) == ("bruno@example.org", "Ana te reconoció")
    notices = (await cast.bruno.http.get("/api/me/notifications")).json()["items"]
    assert [(each["kind"], each["item_id"]) for each in notices][:1] == [("recognised", kudos)]


async def test_emphasis_is_seen_and_nothing_else_becomes_markup(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await cast.ana.gives(message="**<i>Todo</i>** a *tiempo*: 2 * 3 * 4 piezas.")
    await sent()
    text, html = parts(mailbox.received[0])
    assert "<strong>&lt;i&gt;Todo&lt;/i&gt;</strong> a <em>tiempo</em>: 2 * 3 * 4 piezas." in html
    assert "<i>Todo</i> a tiempo: 2 * 3 * 4 piezas." in text


async def test_mentions_and_links_lead_somewhere_from_a_mail_too(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await cast.ana.gives(message='With @carla:\n- the [map](https://map.example/a)\n\n<a class="mention" href="/x">')
    await sent()
    text, html = parts(mailbox.received[0])
    assert f'<a class="mention" href="https://recognize.example/people/{cast.carla.id}"' in html
    assert '<a href="https://map.example/a" target="_blank" rel="noopener nofollow">map</a>' in html
    assert '&lt;a class="mention" href="/x"&gt;' in html
    assert "With @carla:\n\n- the map (https://map.example/a)" in text.replace("\r\n", "\n")


async def test_everybody_is_told_once_however_often_it_runs(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await cast.ana.gives()
    for _ in range(3):
        await sent()
    assert len(mailbox.received) == 1


async def test_without_an_address_or_after_leaving_nobody_is_told(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await cast.ana.gives(recipients=["bruno", "diego"])
    await settle()
    await change_status(cast.bruno.id, "left")
    await sent()
    assert mailbox.received == []


async def test_what_was_withdrawn_or_hidden_before_it_went_is_dropped(
    cast: Cast, mailbox: Mailbox, bruno_has_mail: None
):
    withdrawn = (await cast.ana.gives()).json()["id"]
    hidden = (await cast.ana.gives()).json()["id"]
    await settle()
    await cast.ana.withdraws(withdrawn)
    await cast.admin.http.post(f"/api/kudos/{hidden}/hiding", json={"reason": "not kind"})
    await sent()
    assert mailbox.received == []
    assert await DB.fetch_value("select array_agg(distinct outcome) from mails") == ["dropped"]


@pytest.fixture
async def ana_has_mail(cast: Cast) -> None:
    await settle()
    await change_person(cast.ana.id, email="ana@example.org", locale="es")


async def names(who: Actor, kudos: str, person: str) -> None:
    answer = await who.http.post(f"/api/kudos/{kudos}/also-helped", json={"person": person})
    assert answer.status_code == 201, answer.text


async def test_the_giver_is_told_who_helped_too(cast: Cast, mailbox: Mailbox, ana_has_mail: None):
    kudos = (await cast.ana.gives(recipients=["bruno"])).json()["id"]
    await names(cast.bruno, kudos, "diego")
    await names(cast.bruno, kudos, "carla")
    await sent()
    (message,) = mailbox.received
    text, html = parts(message)
    assert (message["to"], message["subject"]) == ("ana@example.org", "Bruno cuenta quién más ayudó")
    assert "también ayudó: Diego, Carla" in text
    assert "<strong>Diego, Carla</strong>" in html
    assert f"https://recognize.example/kudos/{kudos}" in text


async def test_a_helper_who_was_added_meanwhile_is_told_to_nobody(cast: Cast, mailbox: Mailbox, ana_has_mail: None):
    kudos = (await cast.ana.gives(recipients=["bruno"])).json()["id"]
    await names(cast.bruno, kudos, "diego")
    await names(cast.ana, kudos, "diego")
    await sent()
    assert mailbox.received == []


async def test_history_tells_nobody(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    at = await DB.fetch_value("select now() - interval '1 day'")
    await give(cast.ana.id, NewKudos(**KUDOS), at=at)
    await sent()
    assert mailbox.received == []
    assert await DB.fetch_value("select count(*) from mails") == 0


async def test_one_click_stops_them_and_following_the_link_alone_does_not(
    cast: Cast, mailbox: Mailbox, bruno_has_mail: None, address: str
):
    await cast.ana.gives()
    await sent()
    link = mailbox.received[0]["List-Unsubscribe"].strip("<>").replace("https://recognize.example", address)
    assert mailbox.received[0]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    async with httpx.AsyncClient() as visitor:
        asked = await visitor.get(link, headers={"Accept-Language": "es"})
        assert "¿Dejar de recibir" in asked.text
        await cast.ana.gives()
        await sent()
        assert len(mailbox.received) == 2
        assert (await visitor.post(link, data={"List-Unsubscribe": "One-Click"})).status_code == 200
    await cast.ana.gives()
    await sent()
    assert len(mailbox.received) == 2


async def test_a_link_that_is_not_ours_stops_nothing(cast: Cast, address: str):
    query = f"person={cast.bruno.id}&kind=recognised&proof={'0' * 64}"
    async with httpx.AsyncClient(base_url=address) as visitor:
        assert (await visitor.post(f"/api/mail/stop?{query}")).json()["code"] == "bad_proof"
        assert (await visitor.post("/api/mail/stop?person=x&kind=y&proof=z")).json()["code"] == "bad_proof"
    assert await DB.fetch_value("select count(*) from mail_stops") == 0


async def test_a_server_that_does_not_take_it_gets_it_later(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    mailbox.answer = "451 busy"
    await cast.ana.gives()
    await sent()
    row = await DB.fetch_row("select attempts, ended_at, error, next_attempt_at > now() as later from mails")
    assert row is not None
    assert (row["attempts"], row["ended_at"], row["later"]) == (1, None, True)
    assert "busy" in row["error"]
    mailbox.answer = "250 OK"
    await DB.execute("update mails set next_attempt_at = now()")
    await sent()
    assert len(mailbox.received) == 1


async def test_a_mail_that_waited_for_a_day_is_given_up(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await cast.ana.gives()
    await settle()
    await DB.execute("update mails set queued_at = now() - interval '25 hours'")
    await sent()
    assert mailbox.received == []
    assert await DB.fetch_value("select outcome from mails") == "failed"


async def test_the_stop_link_is_for_one_person_and_no_other(cast: Cast, mailbox: Mailbox, bruno_has_mail: None):
    await cast.ana.gives()
    await sent()
    link = mailbox.received[0]["List-Unsubscribe"]
    assert re.search(r"person=([0-9a-f-]+)", link)[1] == str(cast.bruno.id)  # type: ignore[index]
    assert "proof=" in link
