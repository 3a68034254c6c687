"""What another process moved is heard without Redis."""

import asyncio

from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.lib.redis import QuickRedis
from recognize.log.doorbell import Doorbell
from recognize.log.events import record
from recognize.log.relay import Relay, move_all

NOBODY = "redis://127.0.0.1:1/0"


async def test_the_sweep_rings_once_for_a_head_that_somebody_else_moved(clean: None):
    heard: list[int] = []
    doorbell = Doorbell(QuickRedis(NOBODY))
    doorbell.on_heard(heard.append)
    relay = asyncio.create_task(Relay(doorbell).run())
    try:
        await asyncio.sleep(0.4)
        heard.clear()
        async with DB.transaction():
            await record("moved", uuid7(), ["org"], {})
            await DB.execute("select 1")
        head = await move_all()
        async with asyncio.timeout(5):
            while not heard:  # noqa: ASYNC110 - the doorbell only calls
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.6)
    finally:
        relay.cancel()
    current = await DB.fetch_value("select position from log_head")
    assert head in (None, current)  # the relay may have been quicker
    assert set(heard) == {current}
    assert len(heard) <= 2
