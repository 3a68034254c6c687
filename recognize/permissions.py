"""The one table of who may do what, and the guards made from it.

Whose object it is, is not decided here: reads start at `visible_to(me)` and actions check the owner.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.handlers.base import BaseRouteHandler
from msgspec import Struct

from recognize.errors import ForbiddenError, NotSignedInError

EMPLOYEE, MANAGER, HR, ADMINISTRATOR, JUROR = "employee", "manager", "hr", "administrator", "juror"
DISPLAY = "display"  # no person has it, and a display has no other
DISPLAYS = "displays"  # a handler's `opt`: displays may ask too, `FIRST` or `LAST` where a browser holds both cookies
FIRST, LAST = "first", "last"
GRANTED_ROLES = (HR, ADMINISTRATOR, JUROR)  # employee: everybody; manager: whoever has reports in the org chart

_EVERYBODY = frozenset({EMPLOYEE})
_HR = frozenset({HR})
_MANAGERS = frozenset({MANAGER})
_ADMINISTRATORS = frozenset({ADMINISTRATOR})
_DISPLAYS = frozenset({DISPLAY})

PERMISSIONS: dict[str, frozenset[str]] = {
    "me.read": _EVERYBODY,
    "me.change": _EVERYBODY,
    "people.read": _EVERYBODY,
    "behaviours.read": _EVERYBODY,
    "organisation.read": _EVERYBODY,
    "feed.read": _EVERYBODY,
    "feed.answer": _EVERYBODY,
    "kudos.give": _EVERYBODY,
    "kudos.withdraw": _EVERYBODY,
    "kudos.change": _EVERYBODY,
    "kudos.boost": _EVERYBODY,
    "kudos.moderate": _ADMINISTRATORS,
    "kudos.open": _HR | _ADMINISTRATORS,
    "boards.read": _EVERYBODY,
    "challenges.read": _EVERYBODY,
    "challenges.manage": _ADMINISTRATORS,
    "wins.share": _EVERYBODY,
    "nominations.read": _EVERYBODY,
    "nominations.manage": _HR | _ADMINISTRATORS,
    "celebrations.pause": _HR | _ADMINISTRATORS,
    "celebrations.stop": _HR | _ADMINISTRATORS,
    "points.change": _ADMINISTRATORS,
    "badges.read": _EVERYBODY,
    "badges.award": _EVERYBODY,  # each badge names the role that gives it
    "awards.take": _ADMINISTRATORS,
    "reports.read": _HR,
    "exports.make": _HR,
    "reports.team": _MANAGERS,
    "months.close": _HR,
    "organisation.change": _ADMINISTRATORS,
    "people.import": _ADMINISTRATORS,
    "people.erase": _HR | _ADMINISTRATORS,
    "outbox.read": _EVERYBODY,
    "audit.read": _ADMINISTRATORS,
    "displays.manage": _ADMINISTRATORS,
    "wall.read": _DISPLAYS,
}
DEMO_ONLY = frozenset({"outbox.read"})


class Caller(Struct, frozen=True, kw_only=True):
    """Who is asking, as the identity middleware found it for this request: a person or a display.

    `topic` is the one of `topics` that is theirs alone. `scopes` is None for "all that I may"; `session` is the hash of
    the cookie's secret, None where a bearer token was shown.
    """

    id: UUID
    handle: str
    locale: str
    roles: frozenset[str]
    topic: str
    topics: list[str]
    scopes: frozenset[str] | None = None
    session: bytes | None = None

    def may(self, permission: str) -> bool:
        within_scope = self.scopes is None or permission in self.scopes
        return within_scope and not PERMISSIONS[permission].isdisjoint(self.roles)


class Principal(Caller, frozen=True, kw_only=True):
    """A person."""

    name: str
    kind: str
    department: str | None

    @property
    def person_id(self) -> UUID:
        return self.id


class Display(Caller, frozen=True, kw_only=True):
    """A wall display: what it is shown was reduced for walls, and nothing of a person's is its to read or do."""


Guard = Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], Awaitable[None]]


def requires(*permissions: str) -> Guard:
    """A Litestar guard for whoever has one of them; an unknown permission fails when the module is imported.

    `async` although it awaits nothing: Litestar sends any other guard through a thread for every request.
    """
    if unknown := set(permissions) - PERMISSIONS.keys():
        raise KeyError(*unknown)

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        caller = caller_of(connection)
        if not any(caller.may(permission) for permission in permissions):
            raise ForbiddenError(permissions[0])

    return guard


def caller_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Caller:
    """Raises NotSignedInError for a visitor."""
    caller = connection.scope.get("principal")
    if not isinstance(caller, Caller):
        raise NotSignedInError
    return caller


def principal_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Principal:
    """The person who asks. Raises NotSignedInError for a visitor and ForbiddenError for a display."""
    caller = caller_of(connection)
    if not isinstance(caller, Principal):
        raise ForbiddenError("a person's")
    return caller


def display_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Display:
    """The display that asks. Raises NotSignedInError for a visitor and ForbiddenError for a person."""
    caller = caller_of(connection)
    if not isinstance(caller, Display):
        raise ForbiddenError("a display's")
    return caller
