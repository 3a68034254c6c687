import csv
import io
import json

import httpx
import pytest

from recognize.lib.database import DB
from tests.cast import Cast


async def this_month() -> str:
    return await DB.fetch_value("select to_char(now() at time zone time_zone, 'YYYY-MM') from organisation")


async def test_what_was_sent_a_moment_ago_is_in_the_report(cast: Cast):
    await cast.ana.gives(points=10)
    await cast.ana.gives(recipients=["diego"], visibility="private")
    answer = await cast.hr.http.get(f"/api/reports/{await this_month()}")
    assert answer.status_code == 200, answer.text
    report = answer.json()
    assert (report["totals"]["kudos"], report["totals"]["points"]) == (2, 10)
    assert report["directions"] == {"up": 0, "down": 0, "sideways": 1, "across": 0}
    assert report["behaviours"] == [{"code": "courtesy", "stage": "every-moment", "kudos": 1, "recognitions": 1}]
    assert report["matrix"] == [
        {"giver_department": "VE", "receiver_department": "VE", "stage": "any", "recognitions": 1}
    ]


async def test_the_same_figures_are_the_same_bytes_in_the_report_and_in_the_file(cast: Cast):
    await cast.ana.gives()
    month = await this_month()
    shown = await cast.hr.http.get(f"/api/reports/{month}")
    file = await cast.hr.http.get(f"/api/reports/{month}/export")
    assert file.content == shown.content
    assert file.headers["content-type"] == "application/json"
    assert file.headers["content-disposition"] == f'attachment; filename="recognize-{month}.json"'


async def test_the_csv_is_of_the_area_asked_for(cast: Cast):
    await cast.ana.gives(recipients=["bruno", "diego"])
    await cast.ana.gives()
    month = await this_month()
    answer = await cast.hr.http.get(f"/api/reports/{month}/export", params={"format": "csv", "department": "AL"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = csv.DictReader(io.StringIO(answer.text, newline=""))
    figures = {row["figure"]: row["value"] for row in lines if row["section"] in ("report", "totals")}
    assert (figures["month"], figures["department"], figures["kudos"]) == (month, "AL", "1")


async def test_an_empty_area_is_no_filter_and_a_future_month_is_empty(cast: Cast):
    answer = await cast.hr.http.get("/api/reports/2999-01", params={"department": ""})
    assert answer.status_code == 200
    assert (answer.json()["department"], answer.json()["totals"]["kudos"]) == (None, 0)


@pytest.mark.parametrize("path", ["/api/reports/2026-04", "/api/reports/2026-04/export?format=csv"])
async def test_reports_are_for_hr_alone(cast: Cast, path: str):
    for other in (cast.ana, cast.carla, cast.diego, cast.admin):
        answer = await other.http.get(path)
        assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    assert (await cast.hr.http.get(path)).status_code == 200
    async with httpx.AsyncClient(base_url=cast.hr.http.base_url) as visitor:
        answer = await visitor.get(path)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


WRONG = {
    "no month": ("2026-13", {}, "invalid_month"),
    "year 0": ("0000-01", {}, "invalid_month"),
    "a day": ("2026-04-01", {}, "invalid_month"),
    "other digits": ("٢٠٢٦-٠٤", {}, "invalid_month"),
    "a line break": ("2026-04%0A", {}, "invalid_month"),
    "an unknown area": ("2026-04", {"department": "XX"}, "unknown_department"),
    "a NUL in the area": ("2026-04", {"department": "A\0"}, "unknown_department"),
}


@pytest.mark.parametrize(("month", "query", "code"), WRONG.values(), ids=WRONG.keys())
@pytest.mark.parametrize("suffix", ["", "/export"])
async def test_what_cannot_be_reported_is_refused_with_a_code(
    cast: Cast, month: str, query: dict[str, str], code: str, suffix: str
):
    answer = await cast.hr.http.get(f"/api/reports/{month}{suffix}", params=query)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text


async def test_a_format_that_there_is_not_is_refused_with_a_code(cast: Cast):
    answer = await cast.hr.http.get("/api/reports/2026-04/export", params={"format": "docx"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_format")


@pytest.mark.parametrize("wrong", [{"locale": "fr"}, {"delimiter": "|"}, {"bom": "perhaps"}])
async def test_a_choice_that_there_is_not_is_refused_with_a_code(cast: Cast, wrong: dict[str, str]):
    answer = await cast.hr.http.get("/api/reports/2026-04/export", params={"format": "csv", **wrong})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input"), answer.text


async def test_the_csv_says_when_and_by_whom_it_was_made_and_the_audit_log_too(cast: Cast):
    answer = await cast.hr.http.get(
        "/api/reports/2026-04/export", params={"format": "csv", "locale": "es", "bom": "true"}
    )
    text = answer.content.decode()
    assert text.startswith("\ufeffsection;")
    assert "report;;;;;made_by;Hr (hr)" in text
    row = await DB.fetch_row("select actor, action, subject from audit where action like 'export.%'")
    assert tuple(row or ()) == ("hr", "export.made", "recognize-2026-04.csv")


async def test_the_figures_are_in_the_api_description(cast: Cast):
    description = (await cast.hr.http.get("/api/openapi.json")).text
    assert "MonthReport" in json.loads(description)["components"]["schemas"]
