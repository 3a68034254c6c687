import asyncio

import pytest

from recognize.lib.database import DB
from recognize.lib.engine import patient


@pytest.fixture(autouse=True)
async def _scratch():
    await DB.execute("create table scratch (number integer unique deferrable initially deferred)")
    yield
    await DB.execute("drop table scratch")


async def numbers() -> list[int]:
    return [row["number"] for row in await DB.fetch("select number from scratch order by number")]


async def test_a_failed_commit_gives_the_connection_back():
    free = DB.pool.get_idle_size() if DB.pool else 0
    for _ in range(30):
        with pytest.raises(Exception, match="duplicate key"):
            async with DB.transaction():
                await DB.execute("insert into scratch values (1), (1)")
    assert await numbers() == []
    assert DB.pool is not None
    assert DB.pool.get_idle_size() >= free


async def test_an_inner_transaction_is_a_savepoint():
    async with DB.transaction():
        await DB.execute("insert into scratch values (1)")
        with pytest.raises(ZeroDivisionError):
            async with DB.transaction():
                await DB.execute("insert into scratch values (2)")
                raise ZeroDivisionError
        await DB.execute("insert into scratch values (3)")
    assert await numbers() == [1, 3]


async def test_another_task_may_not_use_an_open_transaction():
    async with DB.transaction():
        with pytest.raises(RuntimeError, match="another task"):
            await asyncio.create_task(DB.execute("insert into scratch values (1)"))


async def test_a_task_that_outlives_the_transaction_works_outside_it():
    go_on = asyncio.Event()

    async def later() -> None:
        await go_on.wait()
        await DB.execute("insert into scratch values (7)")

    async with DB.transaction():
        task = asyncio.create_task(later())
    go_on.set()
    await task
    assert await numbers() == [7]


async def test_a_cancelled_transaction_rolls_back_and_frees_its_connection():
    async def hang() -> None:
        async with DB.transaction():
            await DB.execute("insert into scratch values (1)")
            await asyncio.sleep(60)

    for _ in range(20):
        task = asyncio.create_task(hang())
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert await numbers() == []


async def test_callbacks_wait_for_the_outermost_commit():
    called: list[int] = []
    async with DB.transaction():
        async with DB.transaction() as inner:
            inner.after_commit(lambda: called.append(1))
        assert called == []
    assert called == [1]


async def test_patience_says_how_long_a_statement_may_take_and_ends_with_its_block():
    with pytest.raises(TimeoutError), patient(0.1):
        await DB.execute("select pg_sleep(20)")
    with pytest.raises(TimeoutError), patient(0.1):
        async with DB.transaction():
            await DB.execute("select pg_sleep(20)")
    await DB.execute("select pg_sleep(0.3)")
