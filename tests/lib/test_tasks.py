import asyncio

from recognize.lib.tasks import background


async def test_work_whose_cancellation_was_lost_is_cancelled_again(monkeypatch):
    monkeypatch.setattr("recognize.lib.tasks.CANCEL_AGAIN_SECONDS", 0.01)
    lost = 0

    async def endless() -> None:
        nonlocal lost
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                lost += 1
                if lost > 2:
                    raise

    async with asyncio.timeout(2):
        async with background(endless()):
            await asyncio.sleep(0)
    assert lost == 3
