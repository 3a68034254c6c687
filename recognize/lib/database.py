"""The one engine of a process, and its pool's life."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from recognize.lib.engine import (
    COMMAND_TIMEOUT_SECONDS,
    CONNECT_TIMEOUT_SECONDS,
    IDLE_TRANSACTION_TIMEOUT,
    SafeEngine,
    keep_as_it_is,
)

DB = SafeEngine(config={})

_SESSION = {
    "timezone": "UTC",
    "application_name": "recognize",
    "idle_in_transaction_session_timeout": IDLE_TRANSACTION_TIMEOUT,
    "jit": "off",  # compiling costs more than our short statements
    "random_page_cost": "1.1",  # no disk of today pays four times for a jump, and what is asked for often is in memory
}


def connection_options(database_url: str) -> dict[str, Any]:
    """asyncpg's arguments for a connection that behaves like the pool's."""
    return {
        "dsn": database_url,
        "timeout": CONNECT_TIMEOUT_SECONDS,
        "command_timeout": COMMAND_TIMEOUT_SECONDS,
        "server_settings": _SESSION,
    }


@asynccontextmanager
async def connected(
    database_url: str, pool_size: int = 4, *, command_timeout_seconds: float | None = None
) -> AsyncIterator[SafeEngine]:
    """Open the pool of `DB` for this block. Commands that work through whole files give a longer timeout.

    Inside another such block nothing is opened: the outer one's pool serves.
    """
    if DB.pool is not None:
        yield DB
        return
    DB.config = connection_options(database_url)
    if command_timeout_seconds is not None:
        DB.config["command_timeout"] = command_timeout_seconds
    await DB.start_connection_pool(min_size=1, max_size=pool_size, reset=keep_as_it_is)
    try:
        yield DB
    finally:
        await DB.close_connection_pool()
