"""Several writes in one round trip."""

import re
from typing import Any

from recognize.lib.database import DB

_PLACEHOLDER = re.compile(r"\$(\d+)")


class Batch:
    """Data-modifying CTEs of one statement. All see the rows as they were before it: none sees what another writes.

    Foreign keys are checked at its end, so a row and what it refers to may come in either order. Batches of the same
    shape have the same text and stay prepared.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._values: list[Any] = []

    def add(self, sql: str, *values: Any) -> None:
        """One INSERT, UPDATE or DELETE, with `$1`… counted from its own values."""
        offset = len(self._values)
        self._parts.append(_PLACEHOLDER.sub(lambda match: f"${int(match[1]) + offset}", sql))
        self._values.extend(values)

    async def run(self) -> None:
        if self._parts:
            written = ", ".join(f"write_{number} as ({part})" for number, part in enumerate(self._parts))
            await DB.execute(f"with {written} select", *self._values)
