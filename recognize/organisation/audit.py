"""The audit log: who did which privileged act to what, in the transaction that did it."""

from contextvars import ContextVar
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from recognize.errors import InvalidInputError
from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.lib.text import unusable

INSERT = "insert into audit (id, actor_id, actor, action, subject, details) values ($1, $2, $3, $4, $5, $6::jsonb)"


class Actor(NamedTuple):
    id: UUID | None
    handle: str


COMMAND_LINE = Actor(None, "command line")

# Set where a request or a command begins; every action below finds it without passing it through.
current_actor: ContextVar[Actor] = ContextVar("current_actor", default=COMMAND_LINE)


def checked_reason(reason: str) -> str:
    """As it goes into `details`. Raises InvalidInputError for one that nobody could read."""
    if fault := unusable(reason):
        raise InvalidInputError(fault.about("reason"))
    if not reason.strip():
        raise InvalidInputError("reason")
    return reason.strip()


async def record(action: str, subject: str, details: dict[str, Any] | None = None) -> None:
    """`action` is a verb with its noun (`role.granted`), `subject` what it was done to (a handle, a file's name)."""
    actor = current_actor.get()
    await DB.execute(
        INSERT, uuid7(), actor.id, actor.handle, action, subject, msgspec.json.encode(details or {}).decode()
    )
