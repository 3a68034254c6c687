from datetime import date
from typing import Any

import pytest

from recognize.lib.clock import Month
from recognize.lib.database import DB
from tests.cast import Cast
from tests.reports.april import count_anew
from tests.reports.closing import bring_october
from tests.reports.test_endpoints import this_month
from tests.reports.test_headline import gives


async def trend(cast: Cast, **query: Any) -> list[dict[str, Any]]:
    answer = await cast.hr.http.get("/api/reports/trend", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["months"]


async def test_thirteen_months_end_with_this_one_and_begin_a_year_before(cast: Cast):
    now = Month.parse(await this_month())
    await gives("ana", "bruno", date(now.year - 2, now.number, 10))
    await cast.ana.gives()
    await count_anew()
    told = await trend(cast)
    assert [told[0]["month"], told[-1]["month"]] == [f"{now.year - 1}-{now.number:02d}", str(now)]
    assert [each["totals"]["kudos"] for each in told] == [0] * 12 + [1]


async def test_it_begins_with_the_first_recognition(cast: Cast):
    now = await this_month()
    (empty,) = await trend(cast)
    assert (empty["month"], empty["totals"]["kudos"]) == (now, 0)
    await cast.ana.gives()
    await count_anew()
    (begun,) = await trend(cast)
    assert (begun["month"], begun["totals"]["kudos"]) == (now, 1)


async def test_a_month_of_it_has_the_figures_of_its_report(cast: Cast):
    await cast.ana.gives()
    now = await this_month()
    (told,) = await trend(cast, until=now, months=1)
    report = (await cast.hr.http.get(f"/api/reports/{now}")).json()
    assert told == {
        "month": now,
        "is_closed": False,
        "totals": report["totals"],
        "headline": report["headline"],
    }


async def test_a_closed_month_of_it_stays_as_it_was_closed(cast: Cast):
    await bring_october(cast)
    assert (await cast.hr.http.post("/api/reports/2026-10/close")).status_code == 200
    (before,) = await trend(cast, until="2026-10", months=1)
    await DB.execute("update kudos set withdrawn_at = now()")
    await count_anew()
    assert (before["is_closed"], before["totals"]["kudos"] > 0) == (True, True)
    assert await trend(cast, until="2026-10", months=1) == [before]


async def test_it_goes_over_the_turn_of_the_year(cast: Cast):
    await gives("ana", "bruno", date(2025, 11, 10))
    await count_anew()
    assert [each["month"] for each in await trend(cast, until="2026-02", months=3)] == ["2025-12", "2026-01", "2026-02"]


async def test_months_that_have_not_begun_are_not_in_it(cast: Cast):
    await cast.ana.gives()
    await count_anew()
    assert await trend(cast, until="9999-12", months=2) == []
    assert await trend(cast, until="1900-02") == []


WRONG = {
    "no month": ({"until": "2026-13"}, "invalid_month"),
    "nobody's year": ({"until": "0001-02"}, "invalid_month"),
    "other digits": ({"until": "٢٠٢٦-٠٤"}, "invalid_month"),
    "none of them": ({"months": 0}, "invalid_input"),
    "too many": ({"months": 37}, "invalid_input"),
    "no number": ({"months": "all"}, "invalid_input"),
}


@pytest.mark.parametrize(("query", "code"), WRONG.values(), ids=WRONG.keys())
async def test_what_is_no_stretch_of_months_is_refused(cast: Cast, query: dict[str, Any], code: str):
    answer = await cast.hr.http.get("/api/reports/trend", params=query)
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text


async def test_the_trend_is_for_hr_alone(cast: Cast):
    for other in (cast.ana, cast.carla, cast.admin):
        assert (await other.http.get("/api/reports/trend")).status_code == 403
