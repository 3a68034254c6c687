"""A month is closed once, whole, and stays as it was."""

import asyncio
import csv
import hashlib
import io
import json
from uuid import UUID

import httpx
import pytest

from recognize.identity.actions import create_token
from recognize.kudos.moderation import hide
from recognize.lib.database import DB
from recognize.log.events import head
from recognize.people.actions import move_department
from recognize.reports import closing, reading, waiting
from recognize.reports.closing import close_month
from recognize.reports.errors import MonthClosedError, TooEarlyError
from recognize.worker import settle
from tests.cast import Cast
from tests.reports.closing import (
    NOVEMBER,
    OCTOBER,
    bring_october,
    bytes_of,
    closed,
    gave,
    is_closed,
    moment,
    state,
)
from tests.test_cli import recognize

ADDRESS = "/api/reports/2026-10/close"
BEHIND = "insert into reader_cursors (name, position, error) values ('made-up', $1, 'poison')"
LISTS = "select list, ids, checksum from month_lists"
EVERYTHING = """
select (select count(*) from month_closes) + (select count(*) from month_lists) + (select count(*) from month_places)
     + (select count(*) from audit where action = 'month.closed')
     + (select count(*) from outbox where kind = 'month.closed') + (select count(*) from log where kind = 'month.closed')
"""


@pytest.fixture
async def october(cast: Cast) -> list[UUID]:
    return await bring_october(cast)


async def test_a_closed_month_says_by_whom_when_and_of_what(cast: Cast, october: list[UUID]):
    before = await state(cast.hr)
    assert (before["is_over"], before["is_closed"], before["obstacle"], before["checksum"]) == (True, False, None, None)
    answer = await cast.hr.http.post(ADDRESS)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["month"], told["time_zone"], told["is_closed"], told["obstacle"]) == (
        "2026-10",
        "America/Lima",
        True,
        None,
    )
    assert (told["closed_by"], told["definition_version"]) == ({"handle": "hr", "name": "Hr"}, 1)
    assert (told["adjustments"], told["closes_at"]) == ([], None)
    assert 0 < told["position"] < (await head()).position or await settle() is None
    acts = await DB.fetch("select actor, subject from audit where action = 'month.closed'")
    assert [tuple(each) for each in acts] == [("hr", "2026-10")]


async def test_the_checksum_is_that_of_the_figures_computed_by_other_means(cast: Cast, october: list[UUID]):
    await closed()
    report = json.loads(await bytes_of(cast.hr))
    checksum = report.pop("checksum")
    figures = json.dumps(report, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert hashlib.sha256(figures).hexdigest() == checksum == (await state(cast.hr))["checksum"]


async def test_whatever_happens_later_the_bytes_are_the_same(
    cast: Cast, october: list[UUID], monkeypatch: pytest.MonkeyPatch
):
    open_month = await bytes_of(cast.hr)
    await closed()
    await cast.ana.withdraws(str(october[0]))
    await hide(october[1], "not kind")
    await move_department(cast.diego.id, "VE")
    await gave(cast.carla.id, "ana")
    await settle()
    monkeypatch.setattr(reading, "month_report", None)  # of a release that counts otherwise
    assert await bytes_of(cast.hr) == open_month
    file = await cast.hr.http.get("/api/reports/2026-10/export?format=json")
    assert file.content == open_month
    assert json.loads(open_month)["totals"]["kudos"] == 3


async def test_the_csv_of_a_closed_month_has_the_figures_that_were_closed(cast: Cast, october: list[UUID]):
    await closed()
    await cast.ana.withdraws(str(october[0]))
    answer = await cast.hr.http.get("/api/reports/2026-10/export?format=csv")
    figures = {row["figure"]: row["value"] for row in csv.DictReader(io.StringIO(answer.text, newline=""))}
    assert (figures["month"], figures["checksum"]) == ("2026-10", (await state(cast.hr))["checksum"])
    assert "totals,,,,,kudos,3" in answer.text


async def test_an_area_of_a_closed_month_is_counted_from_the_facts_of_now(cast: Cast, october: list[UUID]):
    await closed()
    await cast.ana.withdraws(str(october[0]))
    answer = await cast.hr.http.get("/api/reports/2026-10", params={"department": "VE"})
    assert answer.json()["totals"]["kudos"] == 1


async def test_the_lists_behind_the_figures_are_as_long_as_the_figures_say(cast: Cast, october: list[UUID]):
    await closed()
    report = json.loads(await bytes_of(cast.hr))
    lists = {row["list"]: row["ids"] for row in await DB.fetch(LISTS)}
    lengths = {name: len(ids) for name, ids in lists.items()}
    totals, headline = report["totals"], report["headline"]
    assert set(lists["kudos"]) == set(october)
    for name in ("kudos", "givers", "receivers", "people"):
        assert lengths[name] == totals[name], name
    assert lengths["recognitions.kudos"] == lengths["recognitions.receivers"] == totals["recognitions"]
    pairs = set(zip(lists["recognitions.kudos"], lists["recognitions.receivers"], strict=True))
    assert (october[1], cast.carla.id) in pairs
    for figure, counted, of in (
        ("reach", "reached", "eligible"),
        ("gave", "gave", "eligible"),
        ("nobody_in_90_days", "nobody_in_90_days", "here_90_days"),
        ("leaders_who_recognised", "leaders_who_recognised", "leaders"),
        ("newcomers", "newcomers_recognised", "newcomers"),
    ):
        assert (lengths[counted], lengths[of]) == (headline[figure]["numerator"], headline[figure]["denominator"])


async def test_each_list_has_its_checksum(cast: Cast, october: list[UUID]):
    await closed()
    for row in await DB.fetch(LISTS):
        assert hashlib.sha256(",".join(map(str, row["ids"])).encode()).hexdigest() == row["checksum"]


@pytest.mark.parametrize("column", ["report = 'x'", "checksum = 'x'", "time_zone = 'UTC'", "position = 1"])
async def test_the_database_itself_lets_nobody_write_over_a_closed_month(cast: Cast, column: str):
    await closed()
    with pytest.raises(Exception, match="a closed month does not change"):
        await DB.execute(f"update month_closes set {column}")
    with pytest.raises(Exception, match="a closed month does not change"):
        await DB.execute("update month_lists set ids = '{}'")


async def test_a_month_that_is_not_over_or_closed_already_is_refused(cast: Cast):
    assert (await cast.hr.http.post(ADDRESS)).status_code == 200
    for month, code in (("2026-10", "month_closed"), ("2999-01", "month_running"), ("9999-12", "month_running")):
        answer = await cast.hr.http.post(f"/api/reports/{month}/close", headers={"Accept-Language": "es"})
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    answer = await cast.hr.http.post("/api/reports/2026-13/close")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_month")
    assert (await state(cast.hr, NOVEMBER.next.next.next))["obstacle"] == "month_running"


async def test_in_the_first_hour_after_its_end_it_is_too_early(cast: Cast):
    await settle()
    with pytest.raises(TooEarlyError):
        await close_month(OCTOBER, moment("2026-11-01T00:59:59-05:00"))
    await close_month(OCTOBER, moment("2026-11-01T01:00:00-05:00"))


async def test_while_a_reader_is_behind_it_is_refused(cast: Cast, october: list[UUID], monkeypatch: pytest.MonkeyPatch):
    await settle()
    await DB.execute("update log set recorded_at = now() - interval '1 minute'")
    monkeypatch.setattr(waiting, "READ_FROM", (*waiting.READ_FROM, "made-up"))
    await DB.execute(BEHIND, (await head()).position - 1)
    try:
        with monkeypatch.context() as impatient:
            impatient.setattr(closing, "WAIT_SECONDS", 0.2)
            answer = await cast.hr.http.post(ADDRESS)
        assert (answer.status_code, answer.json()["code"]) == (503, "readers_behind")
        assert (await cast.hr.http.get("/api/reports/2026-10/state")).json()["obstacle"] == "readers_behind"
        assert not await is_closed()
    finally:
        await DB.execute("delete from reader_cursors where name = 'made-up'")
    assert (await cast.hr.http.post(ADDRESS)).status_code == 200


async def test_of_two_who_close_at_once_one_closes(cast: Cast, october: list[UUID]):
    await settle()
    ends = await asyncio.gather(*(close_month(OCTOBER) for _ in range(4)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in ends) == [MonthClosedError.__name__] * 3 + ["NoneType"]
    assert await DB.fetch_value("select count(*) from audit where action = 'month.closed'") == 1


@pytest.mark.parametrize("step", ["month_report", "head", "record"])
async def test_a_close_that_is_killed_between_two_steps_leaves_nothing(
    cast: Cast, october: list[UUID], monkeypatch: pytest.MonkeyPatch, step: str
):
    async def dies(*arguments: object) -> None:
        await DB.fetch_value("select pg_terminate_backend(pg_backend_pid())")

    await settle()
    with monkeypatch.context() as patched:
        patched.setattr(closing, step, dies)
        with pytest.raises(Exception, match=r"terminat|closed|connection"):
            await close_month(OCTOBER)
    assert await DB.fetch_value(EVERYTHING) == 0
    await close_month(OCTOBER)
    assert await is_closed()


async def test_hr_hears_of_it_live_and_nobody_else_does(cast: Cast, october: list[UUID]):
    await settle()
    async with cast.hr.listens() as hr, cast.carla.listens() as carla:
        assert (await carla.next())["type"] == "hello"
        await cast.hr.http.post(ADDRESS)
        assert (await hr.event())["kind"] == "month.closed"
        assert await carla.hears_nothing()


async def test_reports_and_their_close_are_for_hr_alone(cast: Cast):
    for other in (cast.ana, cast.carla, cast.diego, cast.admin):
        for method, address in (("POST", ADDRESS), ("GET", "/api/reports"), ("GET", "/api/reports/2026-10/state")):
            answer = await other.http.request(method, address)
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    async with httpx.AsyncClient(base_url=cast.hr.http.base_url) as visitor:
        assert (await visitor.post(ADDRESS)).status_code == 401
    assert not await is_closed()


async def test_a_token_closes_only_within_its_scope(cast: Cast):
    for scope, status in (("reports.read", 403), ("months.close", 200)):
        token = await create_token("hr", [scope])
        answer = await cast.hr.http.post(ADDRESS, headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == status, answer.text


async def test_the_command_closes_and_refuses_as_the_page_does(cast: Cast, october: list[UUID]):
    code, _, err = await recognize("months", "close", "2026-10")
    assert (code, "2026-10 is closed" in err) == (0, True)
    assert (await state(cast.hr))["closed_by"] is None
    assert (await recognize("report", "2026-10"))[1].strip().encode() == await bytes_of(cast.hr)
    for month, words in (("2026-10", "2026-10"), ("2999-01", "2999-01"), ("october", "YYYY-MM")):
        code, out, err = await recognize("months", "close", month)
        assert (code != 0, out, words in err, "Traceback" in err) == (True, "", True, False)


async def test_the_months_are_listed_from_the_first_kudos_to_the_present_one(cast: Cast, october: list[UUID]):
    await gave(cast.ana.id, "bruno", at="2026-08-31T23:00:00-05:00")
    await closed()
    await cast.ana.withdraws(str(october[0]))
    await settle()
    listed = (await cast.hr.http.get("/api/reports")).json()
    assert listed["time_zone"] == "America/Lima"
    months = {each["month"]: each for each in listed["months"]}
    present = await DB.fetch_value("select to_char(now() at time zone 'America/Lima', 'YYYY-MM')")
    assert [each["month"] for each in listed["months"]] == sorted(months, reverse=True)
    assert (listed["months"][0]["month"], listed["months"][-1]["month"]) == (present, "2026-08")
    assert (months["2026-08"]["kudos"], months["2026-08"]["closed_at"], months["2026-09"]["kudos"]) == (1, None, 0)
    reach = json.loads(await bytes_of(cast.hr))["headline"]["reach"]["value"]
    adjusted = len((await state(cast.hr))["adjustments"])
    of_october = {name: months["2026-10"][name] for name in ("kudos", "recognitions", "reach_percent", "adjustments")}
    assert of_october == {"kudos": 3, "recognitions": 4, "reach_percent": reach, "adjustments": adjusted}


async def test_without_any_kudos_there_is_the_present_month(cast: Cast):
    months = (await cast.hr.http.get("/api/reports")).json()["months"]
    assert [(each["kudos"], each["closed_at"]) for each in months] == [(0, None)]
