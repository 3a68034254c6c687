import pytest

from recognize.lib.database import DB
from tests.cast import Cast


async def test_an_administrator_changes_what_the_organisation_decides_and_the_audit_knows(cast: Cast):
    answer = await cast.admin.http.patch("/api/organisation", json={"allowance_points": 500, "time_zone": "Asia/Tokyo"})
    assert answer.status_code == 200
    assert (await cast.ana.http.get("/api/organisation")).json()["allowance_points"] == 500
    row = await DB.fetch_row("select actor, details::text from audit where action = 'organisation.changed'")
    assert row is not None
    assert row["actor"] == "admin"
    assert "Asia/Tokyo" in row["details"]


@pytest.mark.parametrize(
    "change",
    [{"time_zone": "Mars/Olympus"}, {"locale": "fr"}, {"allowance_points": -1}, {"one_person_percent": 0}, {"name": ""},
     {"nome": "typo"}, {"allowance_points": "many"}, {"allowance_points": 10**30}, {"name": "a\x00b"}, {"name": "a\u202eb"}],
)  # fmt: skip
async def test_what_cannot_be_is_refused(cast: Cast, change: dict):
    before = (await cast.admin.http.get("/api/organisation")).json()
    answer = await cast.admin.http.patch("/api/organisation", json=change)
    assert answer.status_code == 422
    assert (await cast.admin.http.get("/api/organisation")).json() == before


async def test_the_audit_log_pages_back_to_its_beginning(cast: Cast):
    seen, before = [], None
    while True:
        page = (
            await cast.admin.http.get("/api/audit", params={"limit": 4} | ({"before": before} if before else {}))
        ).json()
        seen += [(entry["action"], entry["subject"]) for entry in page["entries"]]
        if (before := page["next"]) is None:
            break
    assert len(seen) == await DB.fetch_value("select count(*) from audit")
    assert ("role.granted", "hr") in seen
