import asyncio
from uuid import uuid4

import pytest
from asyncpg import InterfaceError, PostgresError

from recognize.lib.database import DB
from recognize.log.events import events_after, head, on_recorded, record
from recognize.log.relay import move, move_all


async def recorded(count: int = 1) -> None:
    for number in range(count):
        async with DB.transaction():
            await record("noted", uuid4(), ["org"], {"number": number})


async def test_positions_are_gapless_and_in_the_order_of_commits():
    start = (await head()).position
    await recorded(5)
    await move_all()
    events = await events_after(start, 100)
    assert [event.position for event in events] == list(range(start + 1, start + 6))
    assert [event.payload["number"] for event in events] == list(range(5))
    assert await DB.fetch_value("select count(*) from outbox") == 0


async def test_many_movers_at_once_give_each_event_one_position():
    start = (await head()).position
    await asyncio.gather(*(recorded(20) for _ in range(5)), *(move() for _ in range(10)))
    await asyncio.gather(*(move_all() for _ in range(5)))
    positions = [event.position for event in await events_after(start, 1_000)]
    assert positions == list(range(start + 1, start + 101))


async def test_an_event_that_is_rolled_back_takes_no_position():
    start = (await head()).position
    with pytest.raises(ZeroDivisionError):
        async with DB.transaction():
            await record("noted", uuid4(), [], {})
            raise ZeroDivisionError
    await recorded()
    assert await move_all() == start + 1


async def test_a_late_commit_comes_after_what_was_moved_before_it_and_is_not_lost():
    start = (await head()).position
    opened, go_on = asyncio.Event(), asyncio.Event()

    async def late() -> None:
        async with DB.transaction():
            await record("late", uuid4(), [], {})
            opened.set()
            await go_on.wait()

    writer = asyncio.create_task(late())
    await opened.wait()
    await recorded()
    assert await move_all() == start + 1
    go_on.set()
    await writer
    await move_all()
    assert [event.kind for event in await events_after(start, 10)] == ["noted", "late"]


async def test_a_stopped_mover_is_freed_and_its_events_are_moved_by_another():
    await recorded(3)
    start = (await head()).position
    with pytest.raises((PostgresError, InterfaceError)):
        async with DB.transaction():
            await DB.execute("select set_config('idle_in_transaction_session_timeout', '200ms', true)")
            await DB.execute("select from log_head for update")
            await asyncio.sleep(0.6)
            await DB.execute("select 1")
    assert await move_all() == start + 3


async def test_recording_outside_a_transaction_is_a_mistake():
    with pytest.raises(RuntimeError, match="transaction"):
        await record("noted", uuid4(), [], {})


async def test_listeners_hear_of_a_commit_and_of_no_roll_back():
    heard: list[str] = []
    forget = on_recorded(lambda: heard.append("commit"))
    try:
        async with DB.transaction():
            async with DB.transaction():
                await record("noted", uuid4(), [], {})
            assert heard == []
        assert heard == ["commit"]
        with pytest.raises(ZeroDivisionError):
            async with DB.transaction():
                await record("noted", uuid4(), [], {})
                raise ZeroDivisionError
        assert heard == ["commit"]
    finally:
        forget()
