"""Piccolo's PostgreSQL engine with transactions that cannot leak.

What differs from `PostgresEngine`, each after a reproduced failure: a failed COMMIT gives the connection back; a nested
`transaction()` is a real savepoint; a query from another task inside an open transaction raises; a task started inside
a transaction works outside it once it has ended; and callbacks can wait for the outermost commit.

`fetch`, `fetch_row`, `fetch_value` and `execute` run plain SQL with `$1` placeholders in the same transactions. They
are what hot paths use: asyncpg keeps the statements prepared and Piccolo builds no query.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from contextvars import ContextVar
from typing import Any, Literal, Self, cast

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction
from piccolo.querystring import QueryString

CONNECT_TIMEOUT_SECONDS = 5
COMMAND_TIMEOUT_SECONDS = 30
# Of processes that answer requests. When nothing comes any more it is twice as long until one is told, as the statement is
# called back in vain, and once more for whoever waited for a connection behind that.
ANSWER_TIMEOUT_SECONDS = 5
IDLE_TRANSACTION_TIMEOUT = "10s"  # a stopped process must not hold its row locks for ever

AfterCommit = Callable[[], None]

_patience: ContextVar[float | None] = ContextVar("patience", default=None)


@contextmanager
def patient(seconds: float = COMMAND_TIMEOUT_SECONDS) -> Iterator[None]:
    """Plain statements in this block may take so long, whatever the pool's timeout is: a whole file, a whole report."""
    token = _patience.set(seconds)
    try:
        yield
    finally:
        _patience.reset(token)


class SafeTransaction(PostgresTransaction):
    """One transaction or, inside another of the same task, one savepoint. Raise to roll back."""

    def __init__(self, engine: "SafeEngine", **options: Any) -> None:
        self.engine: SafeEngine = engine
        self._options = options
        self._parent: SafeTransaction | None = engine.open_transaction()
        self._savepoint_id = 0
        self._committed = self._rolled_back = False
        self.open = False
        self._after_commit: dict[AfterCommit, None] = {}

    async def __aenter__(self) -> Self:
        async with AsyncExitStack() as stack:
            if self._parent is not None:
                self.connection = self._parent.connection
                self.transaction = self.connection.transaction()
            else:
                self.connection = await stack.enter_async_context(self.engine.acquire())
                self.transaction = self.connection.transaction(**self._options)
            await stack.enter_async_context(self.transaction)
            self._stack = stack.pop_all()
        self.task = asyncio.current_task()
        self.open = True
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(self, exception_type: Any, exception: Any, traceback: Any) -> Literal[False]:
        self.open = False
        self.engine.current_transaction.reset(self.context)
        await self._stack.__aexit__(exception_type, exception, traceback)
        if exception_type is None:
            self._committed = True
            self._run_or_hand_up()
        return False

    def after_commit(self, callback: AfterCommit) -> None:
        """Call it once, after the outermost transaction has committed; never when it rolls back."""
        self._after_commit[callback] = None

    def _run_or_hand_up(self) -> None:
        for callback in self._after_commit:
            if self._parent is not None:
                self._parent.after_commit(callback)
            else:
                callback()

    async def commit(self) -> None:
        raise RuntimeError("leave the block to commit")

    async def rollback(self) -> None:
        raise RuntimeError("raise to roll back")


class SafeEngine(PostgresEngine):
    """The engine of `recognize.lib.database.DB`. Needs a running pool; there are no connections of the moment."""

    async def check_version(self) -> None:
        """Piccolo would connect when the engine is made; ours has no address yet."""

    async def prep_database(self) -> None:
        """Likewise: extensions come with the migrations."""

    def open_transaction(self) -> SafeTransaction | None:
        current = cast(SafeTransaction | None, self.current_transaction.get())
        if current is None or not current.open:
            return None
        if current.task is not asyncio.current_task():
            raise RuntimeError("query from another task inside an open transaction")
        return current

    def acquire(self) -> Any:
        if self.pool is None:
            raise RuntimeError("the connection pool is not open")
        return self.pool.acquire(timeout=CONNECT_TIMEOUT_SECONDS)

    def transaction(self, allow_nested: bool = True, **options: Any) -> SafeTransaction:
        """`options`: `isolation`, `readonly`, `deferrable` of asyncpg; a savepoint takes those of its parent."""
        return SafeTransaction(self, **options)

    async def fetch(self, sql: str, *values: Any) -> list[asyncpg.Record]:
        rows: list[asyncpg.Record] = await self._on_connection("fetch", sql, *values)
        return rows

    async def fetch_row(self, sql: str, *values: Any) -> asyncpg.Record | None:
        row: asyncpg.Record | None = await self._on_connection("fetchrow", sql, *values)
        return row

    async def fetch_value(self, sql: str, *values: Any) -> Any:
        return await self._on_connection("fetchval", sql, *values)

    async def execute(self, sql: str, *values: Any) -> str:
        """Returns PostgreSQL's command tag, for example `UPDATE 1`."""
        tag: str = await self._on_connection("execute", sql, *values)
        return tag

    async def execute_many(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        await self._on_connection("executemany", sql, rows)

    async def _on_connection(self, method: str, *arguments: Any) -> Any:
        current = self.open_transaction()
        if current is not None:
            return await getattr(current.connection, method)(*arguments, timeout=_patience.get())
        async with self.acquire() as connection:
            return await getattr(connection, method)(*arguments, timeout=_patience.get())

    async def run_querystring(self, querystring: QueryString, in_pool: bool = True) -> Any:
        return await self._outside_ended_transactions(super().run_querystring, querystring, in_pool)

    async def run_ddl(self, ddl: str, in_pool: bool = True) -> Any:
        return await self._outside_ended_transactions(super().run_ddl, ddl, in_pool)

    async def _outside_ended_transactions(self, run: Callable[..., Any], *arguments: Any) -> Any:
        if self.open_transaction() is None and self.current_transaction.get() is not None:
            token = self.current_transaction.set(None)
            try:
                return await run(*arguments)
            finally:
                self.current_transaction.reset(token)
        return await run(*arguments)


async def keep_as_it_is(connection: asyncpg.Connection) -> None:
    """The pool's reset: nothing here changes session state, and the usual reset costs a round trip a query."""
