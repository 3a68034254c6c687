import asyncio

import pytest

from recognize.lib.together import AT_ONCE, Together


class Table:
    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.may_answer = asyncio.Event()
        self.failure: Exception | None = None

    async def find(self, keys: list[int]) -> dict[int, str]:
        self.asked.append(list(keys))
        await self.may_answer.wait()
        if self.failure:
            raise self.failure
        return {key: f"answer {key}" for key in keys if key < 100}


async def test_those_who_wait_ask_together_and_never_take_an_answer_begun_before():
    table = Table()
    ask = Together(table.find)
    first = [asyncio.create_task(ask(1)) for _ in range(AT_ONCE)]
    await asyncio.sleep(0.01)
    later = [asyncio.create_task(ask(key)) for key in (1, 2, 2, 200)]
    await asyncio.sleep(0.01)
    table.may_answer.set()
    assert await asyncio.gather(*first, *later) == ["answer 1"] * AT_ONCE + ["answer 1", "answer 2", "answer 2", None]
    assert table.asked[-1] == [1, 2, 200]
    assert len(table.asked) <= AT_ONCE + 1


async def test_with_a_moment_to_gather_a_crowd_that_arrives_one_by_one_asks_once():
    table = Table()
    table.may_answer.set()
    ask = Together(table.find, gather_seconds=0.2)
    crowd = []
    for key in range(20):
        crowd.append(asyncio.create_task(ask(key)))
        await asyncio.sleep(0)
    assert await asyncio.gather(*crowd) == [f"answer {key}" for key in range(20)]
    assert [sorted(keys) for keys in table.asked] == [list(range(20))]


async def test_one_who_gives_up_does_not_take_the_answer_from_the_others():
    table = Table()
    ask = Together(table.find)
    impatient, patient = asyncio.create_task(ask(1)), asyncio.create_task(ask(1))
    await asyncio.sleep(0.01)
    impatient.cancel()
    table.may_answer.set()
    assert await patient == "answer 1"


async def test_a_failure_reaches_everybody_who_asked_and_nobody_after():
    table = Table()
    ask = Together(table.find)
    table.may_answer.set()
    table.failure = ConnectionError("away")
    answers = await asyncio.gather(*(ask(key) for key in (1, 2, 3)), return_exceptions=True)
    assert all(isinstance(each, ConnectionError) for each in answers)
    table.failure = None
    assert await ask(1) == "answer 1"


async def test_a_new_round_may_come_after_a_cancelled_one():
    table = Table()
    ask = Together(table.find)
    waiting = asyncio.create_task(ask(1))
    await asyncio.sleep(0.01)
    for task in list(ask._tasks):
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    table.may_answer.set()
    assert await ask(2) == "answer 2"


async def test_who_asks_again_the_moment_all_rounds_have_ended_is_answered():
    table = Table()
    ask = Together(table.find)

    async def twice() -> list[str | None]:
        return [await ask(0), await ask(0)]

    again = asyncio.create_task(twice())
    once = []
    for key in range(1, AT_ONCE):
        await asyncio.sleep(0.01)  # a round of its own for each
        once.append(asyncio.create_task(ask(key)))
    await asyncio.sleep(0.01)
    table.may_answer.set()
    async with asyncio.timeout(2):
        assert await again == ["answer 0"] * 2
        await asyncio.gather(*once)
