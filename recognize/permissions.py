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
GRANTED_ROLES = (HR, ADMINISTRATOR, JUROR)  # employee: everybody; manager: whoever has reports in the org chart

_EVERYBODY = frozenset({EMPLOYEE})
_HR = frozenset({HR})
_ADMINISTRATORS = frozenset({ADMINISTRATOR})

PERMISSIONS: dict[str, frozenset[str]] = {
    "me.read": _EVERYBODY,
    "me.change": _EVERYBODY,
    "people.read": _EVERYBODY,
    "behaviours.read": _EVERYBODY,
    "organisation.read": _EVERYBODY,
    "feed.read": _EVERYBODY,
    "kudos.give": _EVERYBODY,
    "kudos.withdraw": _EVERYBODY,
    "kudos.moderate": _ADMINISTRATORS,
    "reports.read": _HR,
    "organisation.change": _ADMINISTRATORS,
    "people.import": _ADMINISTRATORS,
    "outbox.read": _EVERYBODY,  # in the demo only
    "audit.read": _ADMINISTRATORS,
}


class Principal(Struct, frozen=True):
    """Who is asking, as the identity middleware found it for this request. `scopes` is None for "all that I may"."""

    person_id: UUID
    handle: str
    name: str
    kind: str
    department: str | None
    locale: str
    roles: frozenset[str]
    topics: list[str]
    scopes: frozenset[str] | None = None
    session: bytes | None = None

    def may(self, permission: str) -> bool:
        within_scope = self.scopes is None or permission in self.scopes
        return within_scope and not PERMISSIONS[permission].isdisjoint(self.roles)


Guard = Callable[[ASGIConnection[Any, Any, Any, Any], BaseRouteHandler], Awaitable[None]]


def requires(permission: str) -> Guard:
    """A Litestar guard; an unknown permission fails when the module is imported, not when it is used.

    `async` although it awaits nothing: Litestar sends any other guard through a thread for every request.
    """
    if permission not in PERMISSIONS:
        raise KeyError(permission)

    async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        principal = principal_of(connection)
        if not principal.may(permission):
            raise ForbiddenError(permission)

    return guard


def principal_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Principal:
    """Raises NotSignedInError for a visitor."""
    principal = connection.scope.get("principal")
    if not isinstance(principal, Principal):
        raise NotSignedInError
    return principal
