import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from recognize.kudos import history
from recognize.kudos.history import HistoryResult, import_history
from recognize.kudos.history_plan import MappingError
from recognize.lib.csv import CsvError
from recognize.lib.database import DB
from recognize.people.actions import change_status, choose_preference, create_department, create_person
from recognize.people.errors import BadLinesError
from recognize.points.queries import allowance
from recognize.worker import settle
from tests.cast import Cast
from tests.tallies.support import totals

HEADER = "sent_at,sender,recipients,kind,message,ref,points"
GOOD = "2019-12-31T23:30:00-05:00,ana,bruno,helped,The fridge arrived cold,r1,"
MAPPING = '[behaviours]\nhelped = "ownership"\nthanked = "saying-thanks"\n'

Import = Callable[..., Awaitable[HistoryResult]]


@pytest.fixture
async def people(clean: None) -> dict[str, Any]:
    """ana, bruno and carla, who manages bruno, in VE below DG; diego in AL; eva is an external."""
    await create_department("DG", "Dirección General")
    await create_department("VE", "Ventas", parent="DG")
    await create_department("AL", "Almacén", parent="DG")
    return {
        "carla": await create_person("carla", "Carla", department="VE"),
        "ana": await create_person("ana", "Ana", department="VE"),
        "bruno": await create_person("bruno", "Bruno", department="VE", manager="carla"),
        "diego": await create_person("diego", "Diego", department="AL"),
        "eva": await create_person("eva", "Eva", kind="external"),
    }


@pytest.fixture
def bring(tmp_path: Path, people: dict[str, Any]) -> Import:
    """Imports a file of these lines."""

    async def bring(*lines: str, header: str = HEADER, **options: bool) -> HistoryResult:
        file, mapping = tmp_path / "history.csv", tmp_path / "mapping.toml"
        file.write_text("\n".join([header, *lines, ""]), errors="surrogateescape")
        mapping.write_text(MAPPING)
        return await import_history(file, mapping, **options)

    return bring


async def count(table: str) -> int:
    return await DB.fetch_value(f"select count(*) from {table}")


async def bad_lines(importing: Awaitable[HistoryResult]) -> list[str]:
    with pytest.raises(BadLinesError) as refusal:
        await importing
    return [str(line) for line in refusal.value.lines]


async def test_a_line_becomes_a_kudos_in_its_own_time(bring: Import, people: dict[str, Any]):
    result = await bring(GOOD)
    assert (result.imported, result.already_there, result.bad_lines) == (1, 0, [])
    row = await DB.fetch_row("select * from kudos")
    assert (row["giver_id"], row["message"], row["visibility"], row["import_ref"]) == (
        people["ana"], "The fridge arrived cold", "public", "r1",
    )  # fmt: skip
    assert row["given_at"].isoformat() == "2020-01-01T04:30:00+00:00"
    recipient = await DB.fetch_row("select * from kudos_recipients")
    assert (recipient["person_id"], recipient["place"], recipient["named"], recipient["quiet"]) == (
        people["bruno"], 1, True, False,
    )  # fmt: skip
    assert await DB.fetch_value("select behaviour from kudos_behaviours") == "ownership"


async def test_its_text_is_rendered_with_the_people_of_the_file(bring: Import, people: dict[str, Any]):
    await bring("2020-01-01T10:00:00+05:30,ana,bruno,helped,*Cold* at last @bruno @nobody,r1,")
    assert await DB.fetch_value("select message_html from kudos") == (
        '<p dir="auto"><em>Cold</em> at last '
        f'<a class="mention" href="/people/{people["bruno"]}" rel="noopener nofollow">@bruno</a> @nobody</p>'
    )


async def test_it_stands_in_the_feed_as_any_other_and_in_its_own_place(cast: Cast, tmp_path: Path):
    await cast.ana.gives(message="Something of today, Bruno.")
    file, mapping = tmp_path / "history.csv", tmp_path / "mapping.toml"
    file.write_text(f"{HEADER}\n{GOOD}\n")
    mapping.write_text(MAPPING)
    await import_history(file, mapping)
    for chosen in ({}, {"behaviour": "ownership"}, {"person": "bruno"}, {"department": "DG"}, {"search": "fridge"}):
        items = (await cast.diego.feed(**chosen))["items"]
        assert items[-1]["message"] == "The fridge arrived cold", chosen
        assert items[-1]["given_at"] == "2020-01-01T04:30:00+00:00"


async def test_its_events_say_who_but_reach_nobody(cast: Cast, tmp_path: Path):
    file, mapping = tmp_path / "history.csv", tmp_path / "mapping.toml"
    file.write_text(f"{HEADER}\n{GOOD}\n")
    mapping.write_text(MAPPING)
    async with cast.bruno.listens() as ear:
        await import_history(file, mapping)
        await settle()
        live = await cast.ana.gives(message="Live again after the import.")
        assert (await ear.event())["item"]["id"] == live.json()["id"]
    rows = await DB.fetch("select audience, payload::text from log where kind = 'kudos.given' order by position")
    assert rows[0]["audience"] == []
    assert str(cast.bruno.id) in rows[0]["payload"]


async def test_tallies_count_it_once_it_is_read(bring: Import):
    await bring(GOOD, "2020-01-02T09:00:00Z,ana,bruno diego,helped,Both of you,r2,")
    await settle()
    assert await totals() == {"ana": (2, 3, 0), "bruno": (0, 0, 2), "diego": (0, 0, 1)}


async def test_a_quiet_recipient_gets_a_copy_that_others_do_not_see(bring: Import, people: dict[str, Any]):
    await choose_preference(people["bruno"], "quiet")
    await bring(GOOD.replace("bruno", "bruno diego"))
    rows = await DB.fetch("select person_id, quiet, audience from kudos_recipients order by place")
    seen_by = sorted(f"person:{people[each]}" for each in ("ana", "bruno", "carla"))
    assert [(row["quiet"], row["audience"]) for row in rows] == [(True, seen_by), (False, ["org"])]
    await settle()
    discreet = await DB.fetch_value("select payload ->> 'discreet' from log where kind = 'kudos.given' limit 1")
    assert str(people["bruno"]) in discreet
    assert str(people["diego"]) not in discreet
    facets = await DB.fetch_value("select facets from feed_items")
    assert f"person:{people['diego']}" in facets
    assert f"person:{people['bruno']}" not in facets


async def test_history_goes_to_no_wall_even_with_a_fan_of_walls(bring: Import, people: dict[str, Any]):
    await choose_preference(people["bruno"], "fanfare")
    await bring(GOOD)
    assert await DB.fetch_value("select audience from feed_items") == ["org"]
    assert await DB.fetch_value("select audience from kudos_recipients") == ["org"]


async def test_points_enter_the_ledger_in_their_month_and_leave_allowances_alone(bring: Import, people: dict[str, Any]):
    await bring(
        f"{GOOD}700",  # in Lima still December; beyond today's allowance and its cap
        "2020-01-02T09:00:00Z,ana,bruno diego eva,helped,All of you,r2,10",  # eva is an external and holds none
    )
    rows = await DB.fetch("select month, reason, handle, points from ledger l join people p on p.id = l.recipient_id")
    assert {(str(row["month"]), *tuple(row)[1:]) for row in rows} == {
        ("2019-12-01", "import", "bruno", 700),
        ("2020-01-01", "import", "bruno", 10),
        ("2020-01-01", "import", "diego", 10),
    }
    balances = await DB.fetch("select handle, received from balances b join people p on p.id = b.person_id")
    assert {tuple(row) for row in balances} == {("bruno", 710), ("diego", 10)}
    assert (await allowance(people["ana"])).left == 200
    assert await count("allowances") == 0


async def test_the_rules_of_today_do_not_judge_the_past(bring: Import, people: dict[str, Any]):
    await change_status(people["ana"], "left")
    crowd = [f"colleague{number}" for number in range(34)]
    for handle in crowd:
        await create_person(handle, handle)
    await DB.execute("update behaviours set retired_at = now() where code = 'ownership'")
    await bring(
        f"2005-05-20T20:49:13-04:00,ana,{' '.join(crowd)},helped,ok,short message and 34 recipients,",
        f"2005-05-20T20:49:13-04:00,ana,bruno,helped,{'long ' * 1000},long message,",
        "2005-05-20T20:49:13-04:00,ANA,Bruno bruno,helped,--- a/formula,capitals and one person twice,",
    )
    assert (await count("kudos"), await count("kudos_recipients")) == (3, 36)


REFUSED = {
    "the sender among the recipients": (
        "2020-01-01T10:00:00Z,ana,bruno ana,helped,Hello,r2,",
        "recipients: the sender is among them; nobody recognises themselves",
    ),
    "an unknown sender": ("2020-01-01T10:00:00Z,zoe,bruno,helped,Hello,r2,", "sender: 'zoe' is not known"),
    "no sender": ("2020-01-01T10:00:00Z,,bruno,helped,Hello,r2,", "sender: it is empty"),
    "an unknown recipient": ("2020-01-01T10:00:00Z,ana,bruno zoe,helped,Hello,r2,", "recipients: 'zoe' is not known"),
    "no recipients": ("2020-01-01T10:00:00Z,ana,,helped,Hello,r2,", "recipients: it is empty"),
    "a kind outside the mapping": (
        "2020-01-01T10:00:00Z,ana,bruno,praised,Hello,r2,",
        "kind: 'praised' is not in the mapping",
    ),
    "an empty message": ("2020-01-01T10:00:00Z,ana,bruno,helped,  ,r2,", "message: it is empty"),
    "an empty ref": ("2020-01-01T10:00:00Z,ana,bruno,helped,Hello,,", "ref: it is empty"),
    "a ref that no index takes": (
        f"2020-01-01T10:00:00Z,ana,bruno,helped,Hello,{'r' * 501},",
        "ref: 501 characters, the limit is 500",
    ),
    "a ref twice": ("2020-01-01T10:00:00Z,ana,bruno,helped,Hello,r1,", "ref: 'r1' is already on line 2"),
    "negative points": ("2020-01-01T10:00:00Z,ana,bruno,helped,Hello,r2,-5", "points: '-5' is not a whole number"),
    "fractional points": ("2020-01-01T10:00:00Z,ana,bruno,helped,Hello,r2,1.5", "points: '1.5' is not a whole number"),
    "points in other digits": ("2020-01-01T10:00:00Z,ana,bruno,helped,Hello,r2,٣", "points: '٣' is not a whole number"),
    "too many points": (
        "2020-01-01T10:00:00Z,ana,bruno,helped,Hello,r2,1000001",
        "points: '1000001' is not a whole number from 0 to 1,000,000",
    ),
    "a control character": (
        "2020-01-01T10:00:00Z,ana,bruno,helped,Hel\x1blo,r2,",
        "message: it holds the invisible character U+001B",
    ),
    "nothing but what nobody sees": ("2020-01-01T10:00:00Z,ana,bruno,helped,\u200b\u202e,r2,", "message: it is empty"),
    "a NUL": ("2020-01-01T10:00:00Z,ana,bruno,helped,Hel\0lo,r2,", "message holds a NUL character"),
    "bytes that are not UTF-8": ("2020-01-01T10:00:00Z,ana,bruno,helped,Hel\udcfflo,r2,", "message is not UTF-8 text"),
    "a field too few": ("2020-01-01T10:00:00Z,ana,bruno,helped,Hello", "5 fields where the header has 7 columns"),
    **{
        f"the date {text!r}": (
            f"{text},ana,bruno,helped,Hello,r2,",
            f"sent_at: {text!r} is not a time with its offset, such as 2019-12-31T18:30:00-05:00",
        )
        for text in (
            *("", "yesterday", "2020-01-01", "2020-01-01T10:00:00", "2020-02-30T10:00:00Z", "2020-01-01T25:00:00Z"),
            *(
                "0001-01-01T00:00:00+05:00",
                "0001-06-01T00:00:00Z",
                "9999-12-31T23:30:00-05:00",
                "12020-01-01T10:00:00Z",
            ),
            *("2020-01-01T10:00:00+25:00", "1577872800"),
        )
    },
}


@pytest.mark.parametrize(("line", "reason"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_bad_line_is_named_and_nothing_lands(bring: Import, line: str, reason: str):
    (told,) = await bad_lines(bring(GOOD, line))
    assert told.startswith(f"line 3: {reason}")
    assert await count("kudos") == 0


@pytest.mark.parametrize(("line", "reason"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_bad_line_can_be_skipped_and_the_others_land(bring: Import, line: str, reason: str):
    last = "2020-01-02T09:00:00Z,ana,diego,thanked,Thank you,r3,"
    result = await bring(GOOD, line, last, skip_bad=True)
    assert (result.imported, [bad.number for bad in result.bad_lines]) == (2, [3])
    assert await count("kudos") == 2


async def test_all_bad_lines_of_a_file_are_told_at_once_also_beyond_the_first_batch(
    bring: Import, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(history, "BATCH_LINES", 2)
    lines = [f"2020-01-01T10:00:00Z,ana,{'zoe' if n % 3 == 0 else 'bruno'},helped,Hello,ref-{n}," for n in range(9)]
    assert [told.split(":")[0] for told in await bad_lines(bring(*lines))] == ["line 2", "line 5", "line 8"]
    for table in ("kudos", "kudos_recipients", "kudos_behaviours", "feed_items", "ledger"):
        assert await count(table) == 0
    assert await count("outbox where kind like 'kudos.%'") == 0
    assert await count("audit where action = 'kudos.imported'") == 0


async def test_a_dry_run_counts_and_writes_nothing(bring: Import):
    result = await bring(GOOD, dry_run=True)
    assert (result.imported, result.dry_run) == (1, True)
    assert await count("kudos") == 0
    assert list(result.lines()) == [
        "history.csv: 1 imported, 0 already there, 0 skipped (dry run: nothing was written)"
    ]
    await bring(GOOD)
    result = await bring(GOOD, dry_run=True)
    assert (result.imported, result.already_there) == (0, 1)


async def test_the_same_file_again_adds_nothing(bring: Import):
    lines = (f"{GOOD}5", "2020-01-02T09:00:00Z,ana,diego,thanked,Thank you,r2,5")
    await bring(*lines)
    before = [await count(table) for table in ("kudos", "kudos_recipients", "feed_items", "outbox", "ledger", "audit")]
    result = await bring(*lines)
    assert (result.imported, result.already_there) == (0, 2)
    after = [await count(table) for table in ("kudos", "kudos_recipients", "feed_items", "outbox", "ledger", "audit")]
    assert after == before
    assert await DB.fetch_value("select sum(received) from balances") == 10


async def test_what_is_there_is_not_judged_again(bring: Import):
    """A recipient whose handle has changed since does not stop the rest of the file."""
    await bring(GOOD)
    await DB.execute("update people set handle = 'bruno.paz' where handle = 'bruno'")
    result = await bring(GOOD, "2020-01-02T09:00:00Z,ana,diego,thanked,Thank you,r2,")
    assert (result.imported, result.already_there) == (1, 1)


async def test_two_imports_of_a_file_at_once_add_it_once(bring: Import):
    lines = [f"2020-01-01T10:00:00Z,ana,bruno,helped,Hello,ref-{number},1" for number in range(300)]
    results = await asyncio.gather(*(bring(*lines) for _ in range(3)))
    assert sorted(result.imported for result in results) == [0, 0, 300]
    assert (await count("kudos"), await DB.fetch_value("select received from balances")) == (300, 300)


async def test_what_turns_text_round_does_not_come_in_with_a_message(bring: Import):
    await bring('2019-12-31T23:30:00-05:00,ana,bruno,helped,"\ufeffThe \u202efridge\u202c, 👩\u200d🚒",r1,')
    assert await DB.fetch_value("select message from kudos") == "The fridge, 👩\u200d🚒"


async def test_the_audit_names_the_file(bring: Import):
    await bring(GOOD)
    row = await DB.fetch_row("select actor, subject, details::text from audit where action = 'kudos.imported'")
    assert tuple(row) == (
        "command line", "history.csv", '{"skipped": 0, "imported": 1, "already there": 0}',
    )  # fmt: skip


async def test_other_columns_and_other_orders_of_columns_do_no_harm(bring: Import):
    header = "ref;message;likes;kind;recipients;sender;sent_at"
    await bring('r1;"Two lines;\nof thanks";12;helped;bruno;ana;2020-01-01T10:00:00Z', header=header)
    assert await DB.fetch_value("select message from kudos") == "Two lines;\nof thanks"


async def test_a_file_without_a_needed_column_is_refused(bring: Import):
    with pytest.raises(CsvError, match="missing column ref"):
        await bring("2020-01-01T10:00:00Z,ana", header="sent_at,sender,recipients,kind,message")


WRONG_MAPPINGS = {
    "an unknown behaviour": ('[behaviours]\nhelped = "helping"\n', "no such behaviour: helped = helping"),
    "no table": ('helped = "ownership"\n', "it takes \\[behaviours\\] with lines such as"),
    "a list of codes": ('[behaviours]\nhelped = ["ownership"]\n', "it takes \\[behaviours\\] with lines such as"),
    "broken TOML": ("[behaviours\n", "not TOML: "),
    "no UTF-8": ("[behaviours]\nhelp\udcff = 1\n", "not TOML: "),
}


@pytest.mark.parametrize(("text", "reason"), WRONG_MAPPINGS.values(), ids=WRONG_MAPPINGS.keys())
async def test_a_mapping_that_cannot_be_used_is_an_error_of_its_own(
    tmp_path: Path, people: dict[str, Any], text: str, reason: str
):
    file, mapping = tmp_path / "history.csv", tmp_path / "mapping.toml"
    file.write_text(f"{HEADER}\n{GOOD}\n")
    mapping.write_text(text, errors="surrogateescape")
    with pytest.raises(MappingError, match=reason):
        await import_history(file, mapping)


async def test_a_mapping_or_a_file_that_is_not_there_is_named(tmp_path: Path, people: dict[str, Any]):
    with pytest.raises(MappingError, match="No such file"):
        await import_history(tmp_path / "history.csv", tmp_path / "mapping.toml")
    (tmp_path / "mapping.toml").write_text(MAPPING)
    with pytest.raises(CsvError, match="No such file"):
        await import_history(tmp_path / "history.csv", tmp_path / "mapping.toml")


async def test_an_imported_kudos_can_be_withdrawn_and_its_points_leave_the_balance(cast: Cast, tmp_path: Path):
    file, mapping = tmp_path / "history.csv", tmp_path / "mapping.toml"
    file.write_text(f"{HEADER}\n{GOOD}50\n")
    mapping.write_text(MAPPING)
    await import_history(file, mapping)
    kudos = str(await DB.fetch_value("select id from kudos"))
    assert (await cast.ana.withdraws(kudos)).status_code == 204
    assert await DB.fetch_value("select received from balances") == 0
    assert (await cast.ana.http.get("/api/allowance")).json()["left"] == 200


async def test_whoever_reads_it_next_plans_for_as_many_rows_as_landed(bring: Import):
    await bring(*(f"2020-01-01T10:00:00Z,ana,bruno,helped,Hello,ref-{number}," for number in range(300)))
    known = "select reltuples::integer from pg_class where relname = $1"
    assert [await DB.fetch_value(known, table) for table in ("kudos", "kudos_recipients")] == [300, 300]
