from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, delete, get, patch, post
from litestar.params import JSONBody

from recognize.identity import cookies, limits
from recognize.identity.actions import authenticated, close_session, open_session
from recognize.identity.errors import WrongPasswordError
from recognize.identity.middleware import CSRF_COOKIE, FOR_ANYBODY, SESSION_COOKIE, check_origin
from recognize.identity.queries import locale_of, principal_by_session
from recognize.identity.schemas import Credentials, Me
from recognize.identity.secrets import csrf_token, token_hash
from recognize.lib.http import strict_body
from recognize.people.actions import choose_settings
from recognize.people.queries import is_recognised, own_settings
from recognize.people.schemas import OwnSettings
from recognize.permissions import DEMO_ONLY, PERMISSIONS, Principal, principal_of, requires
from recognize.settings import settings

AnyRequest = Request[Any, Any, Any]


@post("/session", status_code=200, opt={FOR_ANYBODY: True})
async def sign_in(request: AnyRequest, data: JSONBody[Credentials]) -> Response[Me]:
    check_origin(request)
    address = request.client.host if request.client else ""
    await limits.check_sign_in(request.app.state.redis, data.login, address)
    person = await authenticated(data.login, data.password)
    await limits.forgive_sign_in(request.app.state.redis, data.login, address)
    return await signed_in(request, person)


async def signed_in(request: AnyRequest, person: UUID) -> Response[Me]:
    """A new session for the person, in cookies, and who they are."""
    old = request.cookies.get(SESSION_COOKIE)
    token = await open_session(person, request.headers.get("user-agent", ""), token_hash(old) if old else None)
    principal = await principal_by_session(token_hash(token))
    if principal is None:
        raise WrongPasswordError  # left the organisation in this very moment
    me, days = await _me(principal), settings().session_days
    csrf = cookies.kept(CSRF_COOKIE, me.csrf_token or "", days, readable=True)
    return Response(me, cookies=[cookies.kept(SESSION_COOKIE, token, days), csrf])


@delete("/session")
async def sign_out(request: AnyRequest) -> Response[None]:
    principal = principal_of(request)
    if principal.session:
        await close_session(principal.session)
    return Response(None, cookies=[cookies.forgotten(SESSION_COOKIE), cookies.forgotten(CSRF_COOKIE)])


@get("/me", guards=[requires("me.read")])
async def read_me(request: AnyRequest) -> Me:
    return await _me(principal_of(request))


@patch("/me", guards=[requires("me.change")])
async def change_me(request: AnyRequest, data: JSONBody[OwnSettings]) -> Me:
    person = principal_of(request).person_id
    await choose_settings(person, await strict_body(request, OwnSettings))
    return await _me(msgspec.structs.replace(principal_of(request), locale=await locale_of(person)))


async def _me(principal: Principal) -> Me:
    own = await own_settings(principal.person_id)
    return Me(
        id=principal.person_id,
        handle=principal.handle,
        name=principal.name,
        department=principal.department,
        locale=principal.locale,
        time_zone=own.time_zone or None,
        preference=own.preference or None,
        is_recognised=await is_recognised(principal.person_id),
        on_boards=own.on_boards or False,
        roles=sorted(principal.roles),
        permissions=[name for name in _offered() if principal.may(name)],
        csrf_token=csrf_token(principal.session) if principal.session else None,
    )


def _offered() -> list[str]:
    return [name for name in PERMISSIONS if settings().demo or name not in DEMO_ONLY]


router = Router("/", route_handlers=[sign_in, sign_out, read_me, change_me], tags=["identity"])
