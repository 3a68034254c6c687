"""Puts the caller on the connection: from a bearer token, or from a cookie with its CSRF proof."""

import hmac
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.middleware import ASGIMiddleware
from litestar.types import ASGIApp, Receive, Scope, Send
from msgspec.structs import replace

from recognize.identity import limits
from recognize.identity.errors import CsrfError, InvalidTokenError
from recognize.identity.queries import principal_by_session, principal_by_token, socket_by_session, socket_by_token
from recognize.identity.secrets import csrf_token, token_hash
from recognize.organisation.audit import Actor, current_actor
from recognize.permissions import DISPLAY, DISPLAYS, FIRST, Caller, Principal
from recognize.settings import settings

SESSION_COOKIE = "recognize_session"
CSRF_COOKIE = "recognize_csrf"
CSRF_HEADER = "x-csrf-token"
FOR_ANYBODY = "for_anybody"  # a handler's `opt`: it does not ask who is there, and an old cookie does not matter
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

Connection = ASGIConnection[Any, Any, Any, Any]


Find = Callable[[bytes], Awaitable[Caller | None]]


class Door(NamedTuple):
    """One way in: the cookie and whose it is, by the hash of its secret."""

    cookie: str
    find: Find


SESSION_DOOR = Door(SESSION_COOKIE, principal_by_session)
FOR_SOCKETS: Mapping[Find, Find] = {principal_by_token: socket_by_token, principal_by_session: socket_by_session}


class IdentityMiddleware(ASGIMiddleware):
    """`displays` is the door of wall displays, whose tokens are good as bearer tokens too."""

    scopes = (ScopeType.HTTP, ScopeType.WEBSOCKET)
    exclude_opt_key = FOR_ANYBODY

    def __init__(self, displays: Door) -> None:
        self._displays = displays

    async def handle(self, scope: Scope, receive: Receive, send: Send, next_app: ASGIApp) -> None:
        connection: Connection = ASGIConnection(scope)
        caller = await self._caller(connection)
        scope["principal"] = caller  # type: ignore[typeddict-unknown-key]  # the one key of ours
        if caller is None:
            return await next_app(scope, receive, send)
        await limits.check_requests(connection.app.state.redis, caller.id)
        token = current_actor.set(Actor(caller.id if isinstance(caller, Principal) else None, caller.handle))
        try:
            await next_app(scope, receive, send)
        finally:
            current_actor.reset(token)

    async def _caller(self, connection: Connection) -> Caller | None:
        scheme, _, token = connection.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return await self._by_bearer(connection, token_hash(token.strip()))
        for door in self._doors(connection):
            if caller := await _from_cookie(connection, door):
                return caller
        return None

    async def _by_bearer(self, connection: Connection, token: bytes) -> Caller:
        for find in (principal_by_token, self._displays.find):
            if caller := await _found(connection, find, token):
                return caller
        raise InvalidTokenError

    def _doors(self, connection: Connection) -> list[Door]:
        """A display's cookie opens nothing else: in a browser that is nobody's, the other pages ask to sign in."""
        displays = connection.route_handler.opt.get(DISPLAYS)
        if displays is None:
            return [SESSION_DOOR]
        if displays == FIRST or connection.query_params.get("as") == DISPLAY:
            return [self._displays, SESSION_DOOR]
        return [SESSION_DOOR, self._displays]


async def _found(connection: Connection, find: Find, hashed: bytes) -> Caller | None:
    """Leaves on the connection how to ask again, and when it was asked: a socket outlives what its caller may see."""
    if connection.scope["type"] == ScopeType.WEBSOCKET:
        find = FOR_SOCKETS.get(find, find)
    connection.scope["asked_at"] = time.monotonic()  # type: ignore[typeddict-unknown-key]  # ours, in ASGI's own place for it
    connection.scope["ask_again"] = partial(find, hashed)  # type: ignore[typeddict-unknown-key]  # ours, in ASGI's own place for it
    return await find(hashed)


async def _from_cookie(connection: Connection, door: Door) -> Caller | None:
    cookie = connection.cookies.get(door.cookie)
    if not cookie:
        return None
    hashed = token_hash(cookie)
    caller = await _found(connection, door.find, hashed)
    if caller is None:
        return None
    _check_that_our_page_asks(connection, hashed)
    return replace(caller, session=hashed)


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
