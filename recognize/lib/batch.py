"""Several writes in one round trip."""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from asyncpg import DivisionByZeroError

from recognize.lib.database import DB

_PLACEHOLDER = re.compile(r"\$(\d+)")


@cache
def _renumbered(sql: str, offset: int) -> str:
    return _PLACEHOLDER.sub(lambda match: f"${int(match[1]) + offset}", sql)


class StaleError(Exception):
    """A required write found no row as it had been seen: somebody else was first, and nothing was written."""


class Batch:
    """Data-modifying CTEs of one statement. All see the rows as they were before it: none sees what another writes.

    Foreign keys are checked at its end, so a row and what it refers to may come in either order. Batches of the same
    shape have the same text and stay prepared. Outside a transaction the statement is one by itself.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._values: list[Any] = []
        self._required: list[int] = []
        self._after_commit: list[Callable[[], None]] = []

    def add(self, sql: str, *values: Any) -> None:
        """One INSERT, UPDATE or DELETE, with `$1`… counted from its own values."""
        self._parts.append(_renumbered(sql, len(self._values)))
        self._values.extend(values)

    def require(self, sql: str, *values: Any) -> None:
        """Like `add`; where it writes no row, `run` fails. Required writes come before all others, in their order."""
        self._required.append(len(self._parts))
        self.add(f"{sql} returning 1", *values)

    def after_commit(self, callback: Callable[[], None]) -> None:
        """Call it once the rows are there for others to see."""
        self._after_commit.append(callback)

    async def run(self) -> None:
        """Raises StaleError, and what PostgreSQL says of a row that may not be."""
        transaction = DB.open_transaction()
        if self._parts:
            await self._write()
        for callback in self._after_commit:
            if transaction:
                transaction.after_commit(callback)
            else:
                callback()

    async def _write(self) -> None:
        written = ", ".join(f"write_{number} as ({part})" for number, part in enumerate(self._parts))
        # A statement cannot refuse itself but by an error; nothing else here divides.
        checked = ", ".join(f"1 / (select count(*) from write_{number})" for number in self._required)
        try:
            await DB.execute(f"with {written} select {checked}", *self._values)
        except DivisionByZeroError as failure:
            raise StaleError from failure
