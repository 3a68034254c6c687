"""Who may erase whom, what others see of it at once, and that it is done whole and once or not at all."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
import websockets

from recognize.erasure.leavings import sweep
from recognize.identity.actions import grant_role
from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.lib.database import DB
from recognize.people.actions import change_status, create_person
from recognize.settings import settings
from recognize.worker import settle
from tests.backup.test_round_trip import everything
from tests.cast import Actor, Cast
from tests.displays.screens import like_fanfare, names, screen, shown
from tests.live.test_access import closing_code
from tests.test_cli import recognize


async def erases(who: Actor, handle: str, reason: str = "asked for it", locale: str = "en") -> Any:
    return await who.http.post(
        f"/api/people/{handle}/erasure", json={"reason": reason}, headers={"Accept-Language": locale}
    )


async def test_only_hr_and_administrators_erase(cast: Cast):
    for who in (cast.ana, cast.carla, cast.bruno):
        assert (await erases(who, "bruno")).status_code == 403
    assert (await erases(cast.admin, "bruno")).status_code == 200
    assert (await erases(cast.hr, "diego")).status_code == 200


@pytest.mark.parametrize(
    ("who", "whom", "reason", "status", "code"),
    [
        ("hr", "hr", "asked for it", 403, "own_erasure"),
        ("hr", "admin", "asked for it", 409, "last_administrator"),
        ("hr", "nobody", "asked for it", 404, "not_found"),
        ("hr", "bruno", "", 422, "invalid_input"),
        ("hr", "bruno", "   ", 422, "invalid_input"),
        ("hr", "bruno", "a\x00b c", 422, "invalid_input"),
        ("hr", "bruno", "x" * 501, 422, "invalid_input"),
    ],
)
async def test_a_refusal_has_a_code_and_words_in_both_languages(
    cast: Cast, who: str, whom: str, reason: str, status: int, code: str
):
    titles = set()
    for locale in ("es", "en"):
        await DB.execute("update people set locale = $1", locale)
        answer = await erases(getattr(cast, who), whom, reason, locale)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        titles.add(answer.json()["title"])
    assert len(titles) == 2
    assert await DB.fetch_value("select count(*) from erasures") == 0


async def test_an_administrator_may_be_erased_where_another_is_left(cast: Cast):
    await grant_role("carla", "administrator")
    assert (await erases(cast.hr, "admin")).status_code == 200
    assert (await erases(cast.hr, "carla")).json()["code"] == "last_administrator"


async def test_sockets_and_sessions_end_and_everybody_reads_anew(cast: Cast, address: str):
    await like_fanfare(cast, "bruno", "carla")
    wall = await screen(address, "Recepción")
    kudos = (await cast.ana.gives(recipients=["bruno", "carla"])).json()["id"]
    place = await cast.diego.feed()
    async with cast.bruno.listens() as own, cast.diego.listens() as ear, wall.listens() as screen_ear:
        for each in (own, ear, screen_ear):
            await each.next()
        assert (await erases(cast.hr, "bruno")).status_code == 200
        for each in (ear, screen_ear):
            while (frame := await each.next(5))["type"] != "resync":
                pass
            assert frame["reason"] == "erased"
        assert await closing_code(own) == 4401
    assert (await cast.bruno.http.get("/api/me")).status_code == 401
    with pytest.raises(websockets.InvalidStatus):
        async with cast.bruno.listens():
            pass
    (item,) = (await cast.diego.feed())["items"]
    assert [each["name"] for each in item["recipients"]] == ["Persona eliminada", "Carla"]
    assert [names(each) for each in await shown(wall)] == [["Carla"]]
    async with cast.diego.listens(epoch=place["epoch"], after=place["position"] - 1) as late:
        await late.next()
        assert await late.next() == {"type": "resync", "reason": "too_old"}, "what was told before is not told again"
    assert item["id"] == kudos
    await wall.http.aclose()


async def test_mails_that_waited_for_them_are_not_sent_and_those_to_others_name_nobody(cast: Cast):
    await DB.execute("update people set email = handle || '@example.org'")
    await cast.ana.gives(message="Thank you for the forms, dear Bruno.")
    await cast.bruno.gives(recipients=["ana"], message="And thank you, says Bruno to Ana.")
    for _ in range(2):
        await settle()
    await erases(cast.hr, "bruno")
    rows = await DB.fetch("select p.handle from mails m join people p on p.id = m.person_id")
    assert [row["handle"] for row in rows] == ["ana"]
    inbox = (await cast.ana.http.get("/api/me/notifications")).json()["items"]
    assert [actor["name"] for each in inbox for actor in each["actors"]] == ["Persona eliminada"]


async def test_twice_at_once_is_once_and_repeated_changes_nothing(cast: Cast):
    answers = await asyncio.gather(*(erases(cast.hr, str(cast.bruno.id)) for _ in range(4)))
    assert {each.status_code for each in answers} == {200}
    assert len({each.text for each in answers}) == 1
    assert await DB.fetch_value("select count(*) from audit where action = 'person.erased'") == 1
    assert await DB.fetch_value("select count(*) from log where kind = 'person.erased'") + await DB.fetch_value(
        "select count(*) from outbox where kind = 'person.erased'") == 1  # fmt: skip
    assert (await erases(cast.hr, "bruno")).status_code == 404
    await create_person("bruno", "Bruno the other")
    assert (await cast.ana.gives(recipients=["bruno"])).status_code == 201, "the handle is free for somebody else"


async def test_what_fails_in_the_middle_has_done_nothing(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    await cast.ana.gives(message="Thank you for the forms, dear Bruno.")
    for _ in range(3):  # readers tell others, who tell others
        await settle()
    before = await rows()

    async def broken(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("recognize.erasure.actions.audit.record", broken)
    assert (await erases(cast.hr, "bruno")).status_code == 500
    assert await rows() == before


async def rows() -> dict[str, Any]:
    found = await everything(settings().database_url)
    # Numbers once taken are not given back, and readers go on.
    return {table: held for table, held in found.items() if table not in ("sequences", "reader_cursors")}


async def test_what_a_process_that_died_left_on_the_disk_is_swept_later(
    cast: Cast, folder: Path, monkeypatch: pytest.MonkeyPatch
):
    kudos = (await cast.ana.gives()).json()["id"]
    await cast.ana.http.get(f"/api/kudos/{kudos}/card.png")

    async def died() -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as dying:
        dying.setattr("recognize.erasure.actions.sweep", died)
        assert (await erases(cast.hr, "bruno")).status_code == 500
    assert list((folder / "artwork").glob("*/*"))
    await sweep()
    assert not list((folder / "artwork").glob("*/*"))
    assert (folder / "erased").read_text().split() == [str(cast.bruno.id)]


async def test_for_the_figures_of_the_running_month_they_have_left(cast: Cast):
    await give(cast.ana.id, NewKudos(recipients=["bruno"], behaviours=["courtesy"], message="Thank you, Bruno."))
    month = await DB.fetch_value("select to_char(now() at time zone 'America/Lima', 'YYYY-MM')")
    await change_status(cast.bruno.id, "left")
    before = (await cast.hr.http.get(f"/api/reports/{month}")).json()
    await erases(cast.hr, "bruno")
    assert (await cast.hr.http.get(f"/api/reports/{month}")).json() == before


async def test_at_a_command_line_the_name_is_asked_for(cast: Cast):
    command = ("person", "erase", "bruno", "--reason", "asked for it")
    code, _, err = await recognize(*command, stdin="Diego\n")
    assert (code, "nothing was done" in err) == (2, True), err
    assert await DB.fetch_value("select count(*) from erasures") == 0
    code, _, err = await recognize(*command, stdin="Bruno\n")
    assert (code, "Persona eliminada (eliminada-" in err) == (0, True), err
    code, _, err = await recognize("person", "erase", "diego", "--reason", "asked for it", "--yes")
    assert code == 0, err
    code, _, err = await recognize("person", "erase", "admin", "--reason", "asked for it", "--yes")
    assert (code, err.strip().splitlines()[-1]) == (
        1,
        "recognize: This is the last administrator: make another one first.",
    )
    assert (
        await DB.fetch_value("select count(*) from audit where action = 'person.erased' and actor = 'command line'")
        == 2
    )
