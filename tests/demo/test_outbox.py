"""What the demo shows instead of sending: to everybody their own mails."""

import httpx

from recognize.people.actions import change_person
from recognize.worker import settle
from tests.cast import Cast


async def test_the_outbox_lists_a_mail_and_shows_it_in_a_frame_that_may_do_nothing(demo: None, cast: Cast):
    await settle()
    await change_person(cast.bruno.id, email="bruno@example.org", locale="es")
    await cast.ana.gives(message="<b>Gracias</b> por los formularios.")
    await settle()
    (mail,) = (await cast.bruno.http.get("/api/outbox")).json()
    assert (mail["to"], mail["subject"], mail["outcome"]) == ("bruno@example.org", "Ana te reconoció", None)
    assert "Gracias" in mail["text"]
    shown = await cast.bruno.http.get(f"/api/outbox/{mail['id']}")
    assert shown.headers["content-type"].startswith("text/html")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert "script-src" not in shown.headers["content-security-policy"]
    assert "&lt;b&gt;Gracias" in shown.text


async def test_a_mail_of_what_was_withdrawn_is_not_shown(demo: None, cast: Cast):
    await settle()
    await change_person(cast.bruno.id, email="bruno@example.org")
    kudos = (await cast.ana.gives()).json()["id"]
    await settle()
    (mail,) = (await cast.bruno.http.get("/api/outbox")).json()
    await cast.ana.withdraws(kudos)
    assert (await cast.bruno.http.get("/api/outbox")).json() == []
    assert (await cast.bruno.http.get(f"/api/outbox/{mail['id']}")).status_code == 404


async def test_nobody_reads_the_mail_of_another_an_administrator_neither(demo: None, cast: Cast):
    await settle()
    await change_person(cast.bruno.id, email="bruno@example.org")
    await cast.ana.gives(visibility="private")
    await settle()
    (mail,) = (await cast.bruno.http.get("/api/outbox")).json()
    for other in (cast.ana, cast.carla, cast.hr, cast.admin):
        assert (await other.http.get("/api/outbox")).json() == []
        assert (await other.http.get(f"/api/outbox/{mail['id']}")).status_code == 404


async def test_a_visitor_reads_no_mail(demo: None, address: str):
    async with httpx.AsyncClient(base_url=address) as visitor:
        assert (await visitor.get("/api/outbox")).status_code == 401


async def test_it_is_offered_in_the_demo(demo: None, cast: Cast):
    assert "outbox.read" in (await cast.ana.http.get("/api/me")).json()["permissions"]


async def test_and_nowhere_else(cast: Cast):
    assert "outbox.read" not in (await cast.ana.http.get("/api/me")).json()["permissions"]
    assert (await cast.ana.http.get("/api/outbox")).status_code == 404
