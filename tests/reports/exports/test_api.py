"""Ordering an export, following it, fetching and cancelling it."""

import asyncio
import csv
import io
import os
import signal
import sys
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from recognize.lib.database import DB
from recognize.reports.exports import files, jobs
from recognize.reports.exports.jobs import make_exports, purge_exports
from tests.cast import Actor, Cast


async def orders(who: Actor, **asked: Any) -> dict[str, Any]:
    answer = await who.http.post("/api/exports", json={"kind": "kudos", "format": "csv", **asked})
    assert answer.status_code == 202, answer.text
    return answer.json()


async def fetched(who: Actor, export: dict[str, Any]) -> bytes:
    await make_exports()
    answer = await who.http.get(f"/api/exports/{export['id']}/file")
    assert answer.status_code == 200, answer.text
    return answer.content


def lines(body: bytes, delimiter: str = ",") -> list[dict[str, str]]:
    text = body.decode("utf-8-sig")
    said = [line for line in text.splitlines(keepends=True) if line.startswith(("#", '"#'))]
    return list(csv.DictReader(io.StringIO(text[sum(map(len, said)) :], newline=""), delimiter=delimiter))


async def test_hr_orders_an_export_a_worker_makes_it_and_hr_fetches_it(cast: Cast):
    await cast.ana.gives(message="Gracias por los formularios, Bruno.")
    ordered = await orders(cast.hr, locale="en")
    assert (ordered["state"], ordered["done_rows"], ordered["total_rows"]) == ("waiting", 0, None)
    assert ordered["file_name"] == "recognize-kudos.csv"
    body = await fetched(cast.hr, ordered)
    (line,) = lines(body)
    assert (line["Giver"], line["Recipient"], line["Message"]) == (
        "ana",
        "bruno",
        "Gracias por los formularios, Bruno.",
    )
    seen = (await cast.hr.http.get(f"/api/exports/{ordered['id']}")).json()
    assert (seen["state"], seen["done_rows"], seen["total_rows"], seen["size_bytes"]) == ("done", 1, 1, len(body))
    assert [each["id"] for each in (await cast.hr.http.get("/api/exports")).json()] == [ordered["id"]]


async def test_the_file_says_of_itself_what_it_is(cast: Cast):
    body = await fetched(cast.hr, await orders(cast.hr, locale="es", month="2026-04", departments=["AL"]))
    said = [line for line in body.decode("utf-8-sig").splitlines() if line.startswith(("#", '"#'))]
    assert body.startswith(b"\xef\xbb\xbf")
    assert "# Zona horaria: America/Lima" in said
    assert any("Desde: 2026-04-01; Hasta: 2026-04-30; Áreas: AL" in line for line in said)
    assert "# Versión de las definiciones: 1" in said
    assert "# Hecho por: Hr (hr)" in said
    assert any(line.startswith("# Hecho el: 20") for line in said)


async def test_ordering_and_fetching_leave_a_row_in_the_audit_log(cast: Cast):
    export = await orders(cast.hr, departments=["AL"])
    await fetched(cast.hr, export)
    rows = await DB.fetch(
        "select actor, action, subject, details::text from audit where action like 'export.%' order by at, id"
    )
    assert [(row["actor"], row["action"], row["subject"]) for row in rows] == [
        ("hr", "export.ordered", "recognize-kudos.csv"),
        ("hr", "export.fetched", "recognize-kudos.csv"),
    ]
    assert '"departments": ["AL"]' in rows[0]["details"]


async def test_exports_are_for_hr_alone(cast: Cast):
    export = await orders(cast.hr)
    for other in (cast.ana, cast.carla, cast.diego, cast.admin):
        for method, path in (
            ("POST", ""),
            ("GET", ""),
            ("GET", f"/{export['id']}"),
            ("GET", f"/{export['id']}/file"),
            ("DELETE", f"/{export['id']}"),
        ):
            answer = await other.http.request(method, f"/api/exports{path}", json={"kind": "people", "format": "csv"})
            assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    async with httpx.AsyncClient(base_url=cast.hr.http.base_url) as visitor:
        answer = await visitor.get("/api/exports")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_somebody_elses_export_is_not_there(cast: Cast):
    export = await orders(cast.hr)
    await make_exports()
    await DB.execute("insert into role_grants (person_id, role) select id, 'hr' from people where handle = 'carla'")
    for method, path in (("GET", ""), ("GET", "/file"), ("DELETE", "")):
        answer = await cast.carla.http.request(method, f"/api/exports/{export['id']}{path}")
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert (await cast.carla.http.get("/api/exports")).json() == []


WRONG = {
    "a format of no lines": ({"kind": "kudos", "format": "pdf"}, "unknown_format"),
    "no format": ({"kind": "kudos", "format": "docx"}, "invalid_input"),
    "a column that is not there": ({"kind": "kudos", "format": "csv", "columns": ["points"]}, "unknown_column"),
    "columns of a report": (
        {"kind": "report", "format": "csv", "month": "2026-04", "columns": ["message"]},
        "unknown_column",
    ),
    "a kind that is not there": ({"kind": "kudos", "format": "csv", "kinds": ["private"]}, "unknown_kind"),
    "people by month": ({"kind": "people", "format": "csv", "month": "2026-04"}, "invalid_period"),
    "a month and days": (
        {"kind": "kudos", "format": "csv", "month": "2026-04", "from": "2026-04-01"},
        "invalid_period",
    ),
    "an end before the beginning": (
        {"kind": "kudos", "format": "csv", "from": "2026-04-02", "to": "2026-04-01"},
        "invalid_period",
    ),
    "a report without a month": ({"kind": "report", "format": "pdf"}, "invalid_period"),
    "a month that is none": ({"kind": "report", "format": "pdf", "month": "2026-13"}, "invalid_month"),
    "an unknown area": ({"kind": "kudos", "format": "csv", "departments": ["XX"]}, "unknown_department"),
    "a NUL in an area": ({"kind": "kudos", "format": "csv", "departments": ["A\0"]}, "unknown_department"),
    "a report of two areas": (
        {"kind": "report", "format": "csv", "month": "2026-04", "departments": ["AL", "VE"]},
        "unknown_department",
    ),
    "another delimiter": ({"kind": "kudos", "format": "csv", "delimiter": "|"}, "invalid_input"),
    "a word nobody knows": ({"kind": "kudos", "format": "csv", "everything": True}, "invalid_input"),
}


@pytest.mark.parametrize(("asked", "code"), WRONG.values(), ids=WRONG.keys())
async def test_what_cannot_be_made_is_refused_with_a_code(cast: Cast, asked: dict[str, Any], code: str):
    answer = await cast.hr.http.post("/api/exports", json=asked)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert (await cast.hr.http.get("/api/exports")).json() == []


async def test_a_person_has_three_in_the_making_at_most(cast: Cast):
    for _ in range(3):
        await orders(cast.hr, kind="people")
    answer = await cast.hr.http.post("/api/exports", json={"kind": "people", "format": "csv"})
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many_exports")
    await make_exports()
    await orders(cast.hr, kind="people")


async def test_a_file_is_not_there_before_it_is_made_and_gone_once_it_is_cancelled(cast: Cast):
    export = await orders(cast.hr)
    answer = await cast.hr.http.get(f"/api/exports/{export['id']}/file")
    assert (answer.status_code, answer.json()["code"]) == (409, "export_not_ready")
    await make_exports()
    path = files.path_of(UUID(export["id"]))
    assert path.stat().st_mode & 0o777 == 0o600
    assert (await cast.hr.http.delete(f"/api/exports/{export['id']}")).status_code == 204
    assert not path.exists()
    assert (await cast.hr.http.get(f"/api/exports/{export['id']}/file")).status_code == 404


async def test_what_was_cancelled_while_it_waited_is_not_made(cast: Cast):
    export = await orders(cast.hr)
    await cast.hr.http.delete(f"/api/exports/{export['id']}")
    await make_exports()
    assert not files.path_of(UUID(export["id"])).exists()


async def begun(export: dict[str, Any], attempt: int) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "recognize.reports.exports.making", export["id"], str(attempt)
    )


async def test_an_export_whose_worker_was_killed_is_taken_over(cast: Cast, monkeypatch: pytest.MonkeyPatch):
    await cast.ana.gives()
    export = await orders(cast.hr, locale="en")
    row = await DB.fetch_row(jobs.CLAIM)
    assert row is not None
    process = await begun(export, row["attempts"])
    os.kill(process.pid, signal.SIGKILL)
    await process.wait()
    await make_exports()
    assert (await cast.hr.http.get(f"/api/exports/{export['id']}")).json()["state"] == "running", "its lease goes on"
    await DB.execute("update exports set lease_until = now() - interval '1 second'")
    assert [line["Giver"] for line in lines(await fetched(cast.hr, export))] == ["ana"]


async def test_whoever_was_taken_over_writes_nothing_any_more(cast: Cast):
    export = await orders(cast.hr)
    await DB.fetch_row(jobs.CLAIM)
    await make_exports()
    await DB.execute("update exports set attempts = 2")
    process = await begun(export, 1)
    assert await process.wait() == 0
    assert not files.path_of(UUID(export["id"])).exists()


async def test_what_fails_again_and_again_is_given_up(cast: Cast):
    export = await orders(cast.hr)
    await DB.execute("update exports set state = 'running', attempts = 5, lease_until = now() - interval '1 second'")
    await make_exports()
    seen = (await cast.hr.http.get(f"/api/exports/{export['id']}")).json()
    assert (seen["state"], seen["error"]) == ("failed", "internal_error")


async def test_exports_expire_with_their_files(cast: Cast):
    export = await orders(cast.hr)
    await make_exports()
    await DB.execute("update exports set created_at = now() - $1::interval", timedelta(days=8))
    await purge_exports()
    assert (await cast.hr.http.get("/api/exports")).json() == []
    assert not files.path_of(UUID(export["id"])).exists()


async def test_what_a_killed_process_left_is_swept_away(cast: Cast):
    left = files.folder() / ".x.unfinished"
    left.write_text("half")
    os.utime(left, (0, 0))
    new = files.folder() / ".y.unfinished"
    new.write_text("being written")
    await purge_exports()
    assert (left.exists(), new.exists()) == (False, True)
    new.unlink()


@pytest.mark.parametrize("format_", ["json", "csv", "xlsx", "pdf"])
async def test_a_report_is_ordered_in_every_format(cast: Cast, format_: str):
    await cast.ana.gives()
    month = await DB.fetch_value("select to_char(now() at time zone time_zone, 'YYYY-MM') from organisation")
    body = await fetched(cast.hr, await orders(cast.hr, kind="report", format=format_, month=month))
    assert body.startswith({"json": b"{", "csv": b"\xef\xbb\xbfsection;", "xlsx": b"PK", "pdf": b"%PDF"}[format_])
    direct = await cast.hr.http.get(f"/api/reports/{month}/export", params={"format": format_})
    assert direct.status_code == 200
    assert direct.headers["content-disposition"] == f'attachment; filename="recognize-{month}.{format_}"'
    if format_ == "json":
        assert direct.content == body


async def test_people_are_exported_without_their_birthdays(cast: Cast):
    body = await fetched(
        cast.hr, await orders(cast.hr, kind="people", locale="en", departments=["VE"], columns=["handle", "manager"])
    )
    assert lines(body) == [
        {"Handle": "ana", "Manager": "carla"}, {"Handle": "bruno", "Manager": "carla"}, {"Handle": "carla", "Manager": ""},
    ]  # fmt: skip
