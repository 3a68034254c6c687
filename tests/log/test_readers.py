import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from recognize.lib.database import DB
from recognize.log import readers
from recognize.log.events import Event, head, record
from recognize.log.readers import Kind, PoisonError, Reader, ensure_cursor, lags, position_of, read_batch
from recognize.log.relay import move_all


@pytest.fixture(autouse=True)
async def _scratch() -> AsyncIterator[None]:
    await DB.execute("create table if not exists scratch (position bigint)")
    yield
    await DB.execute("drop table scratch")
    await DB.execute("delete from reader_cursors where name in ('notes', 'mails', 'followers')")


async def note(events: list[Event]) -> None:
    for event in events:
        if event.kind == "poison":
            raise ValueError("cannot take this")
        await DB.execute("insert into scratch values ($1)", event.position)


async def note_end(position: int) -> None:
    await DB.execute("insert into scratch values ($1)", position)


NOTES = Reader("notes", Kind.PROJECTION, note)
MAILS = Reader("mails", Kind.SENDER, note)
FOLLOWERS = Reader("followers", Kind.PROJECTION, note, rebuild=note_end, after=(NOTES,))


async def recorded(*kinds: str) -> None:
    for kind in kinds:
        async with DB.transaction():
            await record(kind, uuid4(), [], {})
    await move_all()


async def noted() -> list[int]:
    return [row["position"] for row in await DB.fetch("select position from scratch order by position")]


async def start_at_head(reader: Reader) -> int:
    await DB.execute("insert into reader_cursors (name, position) select $1, position from log_head", reader.name)
    return (await head()).position


async def test_effects_and_cursor_move_together():
    start = await start_at_head(NOTES)
    await recorded("a", "b")
    assert await read_batch(NOTES) == 2
    assert await read_batch(NOTES) == 0
    assert await noted() == [start + 1, start + 2]


async def test_a_crash_in_a_batch_leaves_neither_effects_nor_a_moved_cursor(monkeypatch: pytest.MonkeyPatch):
    start = await start_at_head(NOTES)
    await recorded("a", "b")
    monkeypatch.setattr(readers, "MOVE_CURSOR", "select 1 / 0 from reader_cursors where name = $1 and $2 > 0")
    with pytest.raises(PoisonError):
        await read_batch(NOTES)
    assert await noted() == []
    assert await position_of(NOTES) == start


async def test_a_poison_event_stops_a_projection_and_says_so():
    start = await start_at_head(NOTES)
    await recorded("a", "poison", "b")
    assert await read_batch(NOTES) == 1
    with pytest.raises(PoisonError, match=f"position {start + 2}"):
        await read_batch(NOTES)
    assert await noted() == [start + 1]
    (lag,) = [each for each in await lags() if each.reader == "notes"]
    assert lag.events == 2
    assert lag.error is not None
    assert "cannot take this" in lag.error


async def test_a_mended_projection_goes_on_where_it_stopped():
    start = await start_at_head(NOTES)
    await recorded("poison", "b")
    with pytest.raises(PoisonError):
        await read_batch(NOTES)
    await DB.execute("update log set kind = 'mended' where position = $1", start + 1)
    assert await read_batch(NOTES) == 2
    assert await noted() == [start + 1, start + 2]
    assert not [each for each in await lags() if each.error]


async def test_a_sender_parks_a_poison_event_and_goes_on():
    start = await start_at_head(MAILS)
    await recorded("a", "poison", "b")
    while await read_batch(MAILS):
        pass
    assert await noted() == [start + 1, start + 3]
    assert await DB.fetch_value("select array_agg(position) from parked_events") == [start + 2]


async def test_a_poison_event_among_many_is_found_in_few_attempts():
    attempts = []

    async def note_attempt(events: list[Event]) -> None:
        attempts.append(len(events))
        await note(events)

    mails = Reader(MAILS.name, Kind.SENDER, note_attempt)
    start = await start_at_head(mails)
    await recorded(*["a"] * 20, "poison", *["a"] * 20)
    while await read_batch(mails, limit=64):
        pass
    assert len(await noted()) == 40
    assert await DB.fetch_value("select array_agg(position) from parked_events") == [start + 21]
    assert len(attempts) < 25


async def test_a_new_sender_starts_at_the_end_and_a_new_projection_at_the_beginning():
    await recorded("a")
    await ensure_cursor(MAILS)
    await ensure_cursor(NOTES)
    assert await position_of(MAILS) == (await head()).position
    assert await position_of(NOTES) == 0


async def test_two_processes_do_not_read_the_same_events():
    start = await start_at_head(NOTES)
    await recorded(*["a"] * 30)
    read = await asyncio.gather(*(read_batch(NOTES, limit=10) for _ in range(6)))
    while await read_batch(NOTES):
        pass
    assert sum(read) <= 30
    assert await noted() == list(range(start + 1, start + 31))


async def test_a_reader_after_another_takes_nothing_that_the_other_has_not_taken():
    start = await start_at_head(NOTES)
    await start_at_head(FOLLOWERS)
    await recorded("a", "b", "c")
    assert await read_batch(FOLLOWERS) == 0
    assert await read_batch(NOTES, limit=2) == 2
    assert await read_batch(FOLLOWERS) == 2
    assert await read_batch(FOLLOWERS) == 0
    assert await position_of(FOLLOWERS) == start + 2


async def test_one_that_is_made_anew_stands_where_the_other_stands():
    start = await start_at_head(NOTES)
    await start_at_head(FOLLOWERS)
    await recorded("a", "b")
    await read_batch(NOTES, limit=1)
    await readers.rebuild(FOLLOWERS)
    assert await position_of(FOLLOWERS) == start + 1


async def test_one_that_waits_for_another_reads_as_soon_as_that_has_read():
    await start_at_head(NOTES)
    start = await start_at_head(FOLLOWERS)
    woken = asyncio.Event()
    following = asyncio.create_task(readers.follow(FOLLOWERS, woken))
    await recorded("a")
    woken.set()
    await asyncio.sleep(readers.HELD_BACK_SECONDS * 2)
    assert await position_of(FOLLOWERS) == start
    await read_batch(NOTES)
    for _ in range(1_000):
        if await position_of(FOLLOWERS) > start:
            break
        await asyncio.sleep(0.01)
    following.cancel()
    assert await position_of(FOLLOWERS) == start + 1


async def test_between_the_batches_of_a_backlog_the_planner_learns_what_the_tables_have_become(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(readers, "BATCH_EVENTS", 20)
    known = "select reltuples from pg_class where relname = 'scratch'"
    await start_at_head(NOTES)
    await recorded(*["a"] * 30)
    assert await read_batch(NOTES, 20) == 20
    assert await DB.fetch_value(known) == -1  # not more than one batch
    await recorded(*["a"] * 30)
    assert await read_batch(NOTES, 20) == 20
    assert await DB.fetch_value(known) == 40
