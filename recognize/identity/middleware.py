"""Puts the principal on the connection: from a bearer token, or from the session cookie with its CSRF proof."""

import hmac
from typing import Any
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send

from recognize.identity import limits
from recognize.identity.errors import CsrfError, InvalidTokenError
from recognize.identity.queries import principal_by_session, principal_by_token
from recognize.identity.secrets import csrf_token, token_hash
from recognize.organisation.audit import Actor, current_actor
from recognize.permissions import Principal
from recognize.settings import settings

SESSION_COOKIE = "recognize_session"
CSRF_COOKIE = "recognize_csrf"
CSRF_HEADER = "x-csrf-token"
FOR_ANYBODY = "for_anybody"  # a handler's `opt`: it does not ask who is there, and an old cookie does not matter
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

Connection = ASGIConnection[Any, Any, Any, Any]


class IdentityMiddleware(ASGIMiddleware):
    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)
    exclude_opt_key = FOR_ANYBODY

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        connection: Connection = ASGIConnection(scope)
        principal = await self._principal(connection)
        scope["principal"] = principal  # type: ignore[typeddict-unknown-key]  # the one key of ours
        if principal is None:
            return await next_app(scope, receive, send)
        await limits.check_requests(connection.app.state.redis, principal.person_id)
        token = current_actor.set(Actor(principal.person_id, principal.handle))
        try:
            await next_app(scope, receive, send)
        finally:
            current_actor.reset(token)

    async def _principal(self, connection: Connection) -> Principal | None:
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            principal = await principal_by_token(token_hash(token.strip()))
            if principal is None:
                raise InvalidTokenError
            return principal
        return await _from_cookie(connection)


async def _from_cookie(connection: Connection) -> Principal | None:
    cookie = connection.cookies.get(SESSION_COOKIE)
    if not cookie:
        return None
    principal = await principal_by_session(token_hash(cookie))
    if principal and principal.session:
        _check_that_our_page_asks(connection, principal.session)
    return principal


def _check_that_our_page_asks(connection: Connection, session: bytes) -> None:
    if connection.scope["type"] == ScopeType.WEBSOCKET:
        check_origin(connection, required=True)  # a page cannot put headers of its own on a socket
    elif connection.scope["method"] not in SAFE_METHODS:
        check_origin(connection)
        proof = connection.headers.get(CSRF_HEADER, "")
        if not hmac.compare_digest(proof.encode(), csrf_token(session).encode()):
            raise CsrfError("X-CSRF-Token")


def check_origin(connection: Connection, *, required: bool = False) -> None:
    """Raises CsrfError when a browser says that another site's page is asking, or says nothing where it must."""
    origin = connection.headers.get("origin", "" if required else None)
    if origin is not None and not is_own_origin(origin, connection.headers.get("host", "")):
        raise CsrfError("Origin")


def is_own_origin(origin: str, host: str) -> bool:
    """Own is the configured public address and the host that the request itself was sent to."""
    public = urlsplit(settings().public_url)
    if public.netloc and origin == f"{public.scheme}://{public.netloc}":
        return True
    return urlsplit(origin).netloc == host != ""
