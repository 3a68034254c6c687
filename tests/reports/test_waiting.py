from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from recognize.lib.database import DB
from recognize.log import events
from recognize.log.events import head
from recognize.reports import waiting
from recognize.reports.errors import ReadersBehindError
from recognize.reports.waiting import wait_until_read
from recognize.worker import READERS, settle


async def record_one() -> None:
    async with DB.transaction():
        await events.record("test.happened", uuid4(), [], {})


async def test_with_everything_read_there_is_nothing_to_wait_for(clean: None):
    await settle()
    await wait_until_read(timeout_seconds=0)


async def test_an_event_without_a_position_is_waited_for(clean: None):
    await record_one()
    with pytest.raises(ReadersBehindError, match="1 events without a position; behind: no reader"):
        await wait_until_read(timeout_seconds=0)
    await settle()
    await wait_until_read(timeout_seconds=0)


@pytest.fixture
async def one_behind(clean: None) -> AsyncIterator[str]:
    await record_one()
    await settle()
    behind = (await head()).position - 1
    await DB.execute("insert into reader_cursors (name, position, error) values ('made-up', $1, 'poison')", behind)
    yield "made-up"
    await DB.execute("delete from reader_cursors where name = 'made-up'")


async def test_who_is_behind_is_named_with_the_reason(one_behind: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(waiting, "READ_FROM", (*waiting.READ_FROM, one_behind))
    with pytest.raises(ReadersBehindError, match=r"behind: made-up by 1 events \(poison\)"):
        await wait_until_read(timeout_seconds=0)


async def test_who_is_not_read_from_is_not_waited_for(one_behind: str):
    await wait_until_read(timeout_seconds=0)


def test_those_that_are_read_from_are_readers():
    assert set(waiting.READ_FROM) < {reader.name for reader in READERS}


async def test_what_happens_while_waiting_is_not_waited_for(clean: None, monkeypatch: pytest.MonkeyPatch):
    """Else nobody would get a report while others never stop giving."""
    await settle()
    relayed = DB.fetch_value

    async def and_another_happens(sql: str, *values: object) -> object:
        answer = await relayed(sql, *values)
        await record_one()
        return answer

    monkeypatch.setattr(DB, "fetch_value", and_another_happens)
    await wait_until_read(timeout_seconds=0)
