"""Several writes as one statement: together or not at all."""

from uuid import UUID, uuid4

import pytest

from recognize.lib.batch import Batch, StaleError
from recognize.lib.database import DB
from tests.cast import Cast

ENTER = "insert into balances (person_id, received) values ($1, $2)"
ADD = "update balances set received = received + $2 where person_id = $1"


async def received(person: UUID) -> int | None:
    found: int | None = await DB.fetch_value("select received from balances where person_id = $1", person)
    return found


async def test_each_write_counts_its_own_values(cast: Cast):
    batch = Batch()
    batch.add(ENTER, cast.ana.id, 1)
    batch.add(ENTER, cast.bruno.id, 2)
    await batch.run()
    assert [await received(cast.ana.id), await received(cast.bruno.id)] == [1, 2]


async def test_where_a_required_write_finds_nothing_nothing_is_written(cast: Cast):
    told: list[str] = []
    batch = Batch()
    batch.add(ENTER, cast.ana.id, 1)
    batch.require(ADD, uuid4(), 1)
    batch.after_commit(lambda: told.append("written"))
    with pytest.raises(StaleError):
        await batch.run()
    assert await received(cast.ana.id) is None
    assert told == []


async def test_a_required_write_that_finds_its_row_is_one_like_others(cast: Cast):
    await DB.execute(ENTER, cast.bruno.id, 5)
    batch = Batch()
    batch.add(ENTER, cast.ana.id, 1)
    batch.require(ADD, cast.bruno.id, 2)
    await batch.run()
    assert [await received(cast.ana.id), await received(cast.bruno.id)] == [1, 7]


async def test_callbacks_wait_for_the_commit(cast: Cast):
    told: list[str] = []
    batch = Batch()
    batch.add(ENTER, cast.ana.id, 1)
    batch.after_commit(lambda: told.append("written"))
    async with DB.transaction():
        await batch.run()
        assert told == []
    assert told == ["written"]


async def test_callbacks_of_what_is_rolled_back_are_never_called(cast: Cast):
    told: list[str] = []
    batch = Batch()
    batch.after_commit(lambda: told.append("written"))
    with pytest.raises(ZeroDivisionError):
        async with DB.transaction():
            await batch.run()
            raise ZeroDivisionError
    assert told == []
