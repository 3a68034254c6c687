"""A real server in the loop of the tests."""

import asyncio
from contextlib import suppress
from typing import Any

import uvicorn

from tests.application import application

LOOK_SECONDS = 0.002
GRACEFUL_STOP_SECONDS = 10


class PromptServer(uvicorn.Server):
    """uvicorn looks every tenth of a second whether it shall stop, and again whether it has: longer than most tests run."""

    async def start(self) -> None:
        self.config.load()
        self.lifespan = self.config.lifespan_class(self.config)
        await self.startup()
        assert self.started
        await self.on_tick(0)

    async def stop(self) -> None:
        for listener in self.servers:
            listener.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        with suppress(TimeoutError):
            async with asyncio.timeout(self.config.timeout_graceful_shutdown):
                while self.server_state.connections or self.server_state.tasks:  # noqa: ASYNC110 - uvicorn has no event for it
                    await asyncio.sleep(LOOK_SECONDS)
        for task in self.server_state.tasks:
            task.cancel()
        await self.lifespan.shutdown()


class Serving:
    """A server that can be stopped and started again on its port. `options` are uvicorn's."""

    def __init__(self, **options: Any) -> None:
        self.port = 0
        self._options = {"log_config": None, "lifespan": "on", "timeout_graceful_shutdown": GRACEFUL_STOP_SECONDS}
        self._options |= options

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def start(self) -> None:
        self._server = PromptServer(uvicorn.Config(application(), port=self.port, **self._options))
        await self._server.start()
        self.port = self._server.servers[0].sockets[0].getsockname()[1]

    async def stop(self) -> None:
        await self._server.stop()
