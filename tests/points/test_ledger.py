"""What administrators enter by hand, and when a month begins."""

from datetime import date, datetime

import pytest
from asyncpg import CheckViolationError

from recognize.doctor import examine
from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.lib.database import DB
from tests.cast import KUDOS, Actor, Cast


async def refills(who: Actor, person: str = "ana", points: int = 100, reason: str = "a campaign"):
    return await who.http.post(f"/api/people/{person}/refills", json={"points": points, "reason": reason})


async def corrects(who: Actor, points: int, person: str = "bruno", reason: str = "a mistake"):
    return await who.http.post(f"/api/people/{person}/corrections", json={"points": points, "reason": reason})


async def everything_adds_up() -> bool:
    assert [str(finding) for finding in await examine() if not finding.is_well] == []
    return True


async def test_a_refill_is_more_to_give_this_month_and_more_for_one_person(cast: Cast):
    await cast.ana.gives(points=80)
    assert (await cast.ana.gives(points=1)).json()["limit"] == "person"
    answer = await refills(cast.admin)
    assert answer.status_code == 201, answer.text
    assert (answer.json()["granted"], answer.json()["left"], answer.json()["one_person_limit"]) == (300, 220, 120)
    assert (await cast.ana.gives(points=40)).status_code == 201
    assert await everything_adds_up()


async def test_a_refill_before_anything_was_given_adds_to_the_months_allowance(cast: Cast):
    await refills(cast.admin)
    await refills(cast.admin, points=5)
    assert (await cast.ana.http.get("/api/allowance")).json()["granted"] == 305
    assert await everything_adds_up()


async def test_points_are_a_number_and_a_correction_is_of_some(cast: Cast):
    for way in ("refills", "corrections"):
        body = {"points": "5", "reason": "a campaign"}
        refused = await cast.admin.http.post(f"/api/people/ana/{way}", json=body)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_input")
    refused = await corrects(cast.admin, 0)
    assert (refused.status_code, refused.json()["code"]) == (422, "nothing_to_correct")
    assert (await refills(cast.admin, points=0)).json()["code"] == "invalid_input"
    assert await DB.fetch_value("select count(*) from ledger") == 0


async def test_every_refill_and_correction_is_in_the_audit_log(cast: Cast):
    await refills(cast.admin)
    await corrects(cast.admin, 30)
    entries = (await cast.admin.http.get("/api/audit")).json()["entries"][:2]
    assert [(each["actor"], each["action"], each["subject"], each["details"]) for each in entries] == [
        ("admin", "points.corrected", "bruno", {"points": 30, "reason": "a mistake"}),
        ("admin", "points.refilled", "ana", {"points": 100, "reason": "a campaign"}),
    ]


async def test_a_correction_takes_back_only_what_the_organisation_gave(cast: Cast):
    kudos = (await cast.ana.gives(points=20)).json()["id"]
    assert (await corrects(cast.admin, 30)).json() == {"received": 50}
    refused = await corrects(cast.admin, -31)
    assert (refused.status_code, refused.json()["code"], refused.json()["left"]) == (422, "correction_exceeded", 30)
    assert (await corrects(cast.admin, -30)).json() == {"received": 20}
    await cast.ana.withdraws(kudos)
    assert await DB.fetch_value("select received from balances") == 0
    assert await everything_adds_up()


async def test_whoever_has_no_allowance_gets_no_refill(cast: Cast):
    await DB.execute("update people set kind = 'external' where handle = 'diego'")
    assert (await refills(cast.admin, "diego")).json()["code"] == "no_allowance"
    assert (await refills(cast.admin, "nobody")).status_code == 404


@pytest.mark.parametrize(
    ("points", "reason"), [(0, "a campaign"), (-5, "a campaign"), (5, ""), (5, "   "), (5, "a\x00bc")]
)
async def test_a_refill_has_points_and_a_reason(cast: Cast, points: int, reason: str):
    assert (await refills(cast.admin, points=points, reason=reason)).status_code == 422
    assert await DB.fetch_value("select count(*) from ledger") == 0


# A month begins at its first local instant, whatever the clocks do in that night.
MIDNIGHTS = [
    ("America/Lima", "2026-12-01T04:59:59Z", "2026-12-01T05:00:00Z", date(2026, 12, 1)),
    # In Asunción, clocks went from 23:59:59 to 01:00 on 1 October 2023: the month began without a midnight.
    ("America/Asuncion", "2023-10-01T03:59:59Z", "2023-10-01T04:00:00Z", date(2023, 10, 1)),
    # In Havana, clocks go back from 01:00 to 00:00 on 1 November 2026: the month has two midnights and begins with the first.
    ("America/Havana", "2026-11-01T03:59:59Z", "2026-11-01T04:00:00Z", date(2026, 11, 1)),
    # Apia skipped 30 December 2011; its months are those of the other side of the date line ever since.
    ("Pacific/Apia", "2012-02-29T09:59:59Z", "2012-02-29T10:00:00Z", date(2012, 3, 1)),
]


@pytest.mark.parametrize(("zone", "last", "first", "month"), MIDNIGHTS, ids=[each[0] for each in MIDNIGHTS])
async def test_the_allowance_begins_anew_at_the_local_start_of_the_month(
    cast: Cast, zone: str, last: str, first: str, month: date
):
    await DB.execute("update organisation set time_zone = $1", zone)
    new = NewKudos(**KUDOS | {"points": 80})
    for moment in (last, first):
        await give(cast.ana.id, new, at=datetime.fromisoformat(moment))
    rows = await DB.fetch("select month, spent from allowances order by month")
    assert [row["spent"] for row in rows] == [80, 80]
    assert rows[1]["month"] == month
    assert await everything_adds_up()


async def test_nothing_but_a_kudos_and_an_administrator_gives_points(cast: Cast):
    """Badges and challenges have their worth without them."""
    with pytest.raises(CheckViolationError):
        await DB.execute(
            "insert into ledger (month, reason, recipient_id, points) values (now(), 'award', $1, 5)", cast.bruno.id
        )
