import asyncio

import uvicorn

from tests.application import application


class Serving:
    """A server that can be stopped and started again on its port."""

    def __init__(self) -> None:
        self.port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        config = uvicorn.Config(
            application(), port=self.port, log_config=None, ws="websockets-sansio", timeout_graceful_shutdown=1
        )
        self._server = uvicorn.Server(config)
        self._running = asyncio.create_task(self._server._serve())
        while not self._server.started:
            assert not self._running.done(), self._running.exception()
            await asyncio.sleep(0.005)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.should_exit = True
        await self._running
