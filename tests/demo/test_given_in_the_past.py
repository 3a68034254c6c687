"""`give(at=…)`: what a made-up past is made of."""

from datetime import UTC, date, datetime, timedelta

import msgspec
import pytest

from recognize.kudos.actions import give
from recognize.kudos.schemas import NewKudos
from recognize.lib.database import DB
from recognize.points.errors import AllowanceExceededError
from tests.cast import Cast

LONG_AGO = datetime(2025, 3, 31, 23, 30, tzinfo=UTC)  # still March in Lima


def new(points: int = 0) -> NewKudos:
    return NewKudos(recipients=["bruno"], behaviours=["courtesy"], message="Thank you for the forms.", points=points)


async def test_it_stands_in_its_moment(cast: Cast):
    answer = await give(cast.ana.id, new(), at=LONG_AGO)
    await cast.ana.gives()
    assert msgspec.json.decode(answer.body)["given_at"] == "2025-03-31T23:30:00+00:00"
    given = [item["given_at"] for item in (await cast.diego.feed())["items"]]
    assert given[1] == "2025-03-31T23:30:00+00:00"
    assert datetime.now(UTC) - datetime.fromisoformat(given[0]) < timedelta(minutes=1)


async def test_its_points_are_of_its_month_in_the_organisations_zone(cast: Cast):
    await give(cast.ana.id, new(points=80), at=LONG_AGO)
    assert tuple(await DB.fetch_row("select month, spent from allowances")) == (date(2025, 3, 1), 80)
    assert await DB.fetch_value("select month from ledger") == date(2025, 3, 1)
    assert (await cast.ana.http.get("/api/allowance")).json()["left"] == 200
    assert (await cast.ana.gives(points=80)).status_code == 201


async def test_the_limits_of_its_month_hold(cast: Cast):
    await give(cast.ana.id, new(points=50), at=LONG_AGO)
    with pytest.raises(AllowanceExceededError):
        await give(cast.ana.id, new(points=40), at=LONG_AGO)
    await give(cast.ana.id, new(points=40), at=LONG_AGO + timedelta(days=1))


async def test_no_socket_hears_of_it_but_of_its_withdrawal(cast: Cast):
    async with cast.diego.listens() as ear:
        await ear.next()  # hello
        answer = await give(cast.ana.id, new(points=10), at=LONG_AGO)
        assert await ear.hears_nothing()
        await cast.ana.withdraws(msgspec.json.decode(answer.body)["id"])
        assert (await ear.event())["kind"] == "item.removed"
    assert await DB.fetch_value("select spent from allowances") == 0


async def test_users_cannot_say_when(cast: Cast):
    answer = await cast.ana.gives(at="2025-03-31T23:30:00Z")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_input")
