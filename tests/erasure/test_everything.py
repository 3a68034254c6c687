"""After an erasure nothing says who it was, and all that was counted is what it was."""

from pathlib import Path

import pytest

from recognize.doctor import examine
from recognize.erasure.fates import FATES, GOES, columns_of, jsons, texts
from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.media.actions import folder_of
from recognize.people.named import COLUMNS, COPIES
from recognize.reports.queries import month_report
from tests.cast import Cast
from tests.erasure.quetzali import HANDLE, OLD_HANDLE, a_year_with, arrives, is_named_in, signs_left

MARCH = Month(2026, 3)


def test_every_column_that_names_somebody_has_a_fate_and_no_other_has():
    named: dict[str, set[str]] = {}
    for table, columns in [*COLUMNS.items(), *COPIES.items()]:
        named.setdefault(table, set()).update(columns)
    assert {table: set(columns) for table, columns in FATES.items()} == named


async def erased(cast: Cast, handle: str = HANDLE):
    answer = await cast.hr.http.post(f"/api/people/{handle}/erasure", json={"reason": "Quetzita lo pidió por escrito"})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_nothing_anywhere_says_who_it_was(cast: Cast, address: str, folder: Path):
    quetzali = await arrives(address)
    ids = await a_year_with(cast, quetzali)
    card = await cast.ana.http.get(f"/api/kudos/{ids['received']}/card.png")
    assert (card.status_code, len(list((folder / "artwork").glob("*/*")))) == (200, 1)
    empty = [f"{t}.{c}" for t, columns in COLUMNS.items() for c in columns if not await is_named_in(quetzali.id, t, c)]
    assert empty == ["erasures.person_id"], "the story fills every column"
    said = {found.partition(":")[0] for found in await signs_left(folder)}
    written = {f"{table}.{column}" for table, column, _ in [*texts(), *jsons()]}
    goes_by_itself = {
        "wins.wall_title",
        "kudos.wall_sentence",
        "reader_cursors.error",
    }  # a reader that goes on forgets it
    assert written - goes_by_itself <= said, "and every text"
    before = await month_report(MARCH)
    left = await erased(cast)
    assert await signs_left(folder) == set()
    assert [where for where in columns_of(GOES) if await is_named_in(quetzali.id, *where)] == []
    assert [
        str(finding) for finding in await examine() if not finding.is_well and "reader mails" not in str(finding)
    ] == []
    assert (await month_report(MARCH)) == before
    assert list((folder / "artwork").glob("*/*")) == []
    assert [folder_of(ids[name]).exists() for name in ("photo", "unattached")] == [False, False]
    assert (folder / "erased").read_text().split() == [str(quetzali.id)]
    assert left["name"] == "Persona eliminada"
    await quetzali.http.aclose()


async def test_what_others_said_stays_but_for_the_name(cast: Cast, address: str):
    quetzali = await arrives(address)
    ids = await a_year_with(cast, quetzali)
    left = await erased(cast)
    feed = {item["id"]: item for item in (await cast.bruno.feed(limit=100))["items"]}
    assert feed[ids["received"]]["message"] == "Gracias, _[…]_, por los formularios de mayo."
    assert [each["name"] for each in feed[ids["received"]]["recipients"]] == ["Persona eliminada", "Bruno"]
    assert (feed[ids["given"]]["giver"]["name"], feed[ids["given"]]["giver"]["handle"]) == (
        left["name"],
        left["handle"],
    )
    assert feed[ids["given"]]["message"] == "De parte de […]: gracias por no dejarme sola."
    assert feed[ids["given"]]["picture"] is None
    mention = feed[ids["mention"]]
    assert mention["message"] == "Con […] y […], o […], cerramos todo. ¡Bravo, @carla!"
    assert f"/people/{cast.carla.id}" in mention["message_html"]
    assert str(quetzali.id) not in mention["message_html"]
    comments = (await cast.bruno.http.get(f"/api/kudos/{ids['mention']}/comments")).json()["comments"]
    assert [each["text"] for each in comments] == ["[…] siempre. Y @ana."], "what they wrote below items is gone"
    found = [item["id"] for item in (await cast.bruno.feed(search="cerramos todo"))["items"]]
    assert found == [ids["mention"]]
    for search in ("quetzali", "xochipilli", HANDLE):
        assert (await cast.bruno.feed(search=search))["items"] == []
    assert (await cast.bruno.http.get("/api/people", params={"search": "quetz"})).json()["items"] == []
    for name in (HANDLE, OLD_HANDLE):
        assert (await cast.bruno.http.get(f"/api/people/{name}")).status_code == 404
    profile = (await cast.bruno.http.get(f"/api/people/{quetzali.id}")).json()
    assert (profile["name"], profile["status"], profile["job_title"]) == ("Persona eliminada", "left", None)
    await quetzali.http.aclose()


async def test_the_audit_log_keeps_what_was_done_and_by_whom_under_the_new_handle(cast: Cast, address: str):
    quetzali = await arrives(address)
    await a_year_with(cast, quetzali)
    left = await erased(cast)
    (entry,) = await DB.fetch(
        "select actor, subject, details ->> 'reason' as reason from audit where action = 'person.erased'"
    )
    assert tuple(entry) == ("hr", left["handle"], "[…] lo pidió por escrito")
    subjects = {row["action"] for row in await DB.fetch("select action from audit where subject = $1", left["handle"])}
    assert subjects >= {
        "person.created",
        "person.changed",
        "role.granted",
        "password.set",
        "token.created",
        "points.refilled",
    }
    await quetzali.http.aclose()


@pytest.mark.parametrize("locale", ["es", "en"])
async def test_what_stays_is_called_in_the_organisations_language(cast: Cast, locale: str):
    await DB.execute("update organisation set locale = $1", locale)
    left = await erased(cast, "bruno")
    assert left["name"] == {"es": "Persona eliminada", "en": "Deleted person"}[locale]
    assert left["handle"].startswith({"es": "eliminada-", "en": "deleted-"}[locale])
