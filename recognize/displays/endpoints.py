"""What a screen asks: to be paired, what to show, and to be noticed."""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response, Router, delete, get, post
from litestar.params import JSONBody, QueryParameter

from recognize.displays.errors import InvalidDisplayTokenError
from recognize.displays.links import invitation, pairing_links
from recognize.displays.pairing import EXPIRES_SECONDS, INTERVAL_SECONDS, begin_pairing, redeem
from recognize.displays.presence import hear
from recognize.displays.queries import display_by_token, wall_page
from recognize.displays.schemas import (
    DeviceQuestion,
    DisplayToken,
    Heard,
    Heartbeat,
    PairedDisplay,
    Pairing,
    Wall,
)
from recognize.identity import cookies, limits
from recognize.identity.middleware import FOR_ANYBODY, Door, check_origin
from recognize.identity.secrets import csrf_token, token_hash
from recognize.lib.http import json_response
from recognize.permissions import DISPLAYS, FIRST, display_of, requires

DISPLAY_COOKIE = "recognize_display"
COOKIE_DAYS = 400  # the longest that browsers keep one; each look at the wall begins it anew
MAX_ITEMS = 50
FOR_DISPLAYS = {DISPLAYS: FIRST}

DISPLAY_DOOR = Door(DISPLAY_COOKIE, display_by_token)

AnyRequest = Request[Any, Any, Any]


@post("/pairings", opt={FOR_ANYBODY: True})
async def begin(request: AnyRequest) -> Pairing:
    """A screen asks for a code to show; it then polls `pairings/token` every `interval` seconds."""
    check_origin(request)
    await limits.check_pairing(request.app.state.redis, _address(request))
    begun = await begin_pairing()
    url, complete, code = pairing_links(request, begun.user_code)
    return Pairing(begun.device_code, begun.user_code, url, complete, code, EXPIRES_SECONDS, INTERVAL_SECONDS)


@post("/pairings/token", status_code=200, opt={FOR_ANYBODY: True})
async def ask_for_token(request: AnyRequest, data: JSONBody[DeviceQuestion]) -> Response[PairedDisplay]:
    """400 with `authorization_pending`, `slow_down`, `expired_token`, `invalid_grant` or `access_denied` until approved."""
    check_origin(request)
    token = await redeem(data.device_code)
    return Response(PairedDisplay(token, "bearer"), cookies=[cookies.kept(DISPLAY_COOKIE, token, COOKIE_DAYS)])


@post("/session", status_code=204, opt={FOR_ANYBODY: True})
async def open_display(request: AnyRequest, data: JSONBody[DisplayToken]) -> Response[None]:
    check_origin(request)
    token = data.token.strip()
    if await display_by_token(token_hash(token)) is None:
        await limits.count_wrong_display_token(request.app.state.redis, _address(request))
        raise InvalidDisplayTokenError
    return Response(None, status_code=204, cookies=[cookies.kept(DISPLAY_COOKIE, token, COOKIE_DAYS)])


@delete("/session", guards=[requires("wall.read")], opt=FOR_DISPLAYS)
async def close_display(request: AnyRequest) -> Response[None]:
    """This browser forgets the display; the token stays good."""
    return Response(None, cookies=[cookies.forgotten(DISPLAY_COOKIE)])


@post("/heartbeats", status_code=200, guards=[requires("wall.read")], opt=FOR_DISPLAYS)
async def beat(request: AnyRequest, data: JSONBody[Heartbeat]) -> Heard:
    """A screen says every 25 s that it is there and what it shows."""
    await hear(request.app.state.redis, display_of(request).id, data)
    return Heard(request.app.state.wall_build)


@get("/wall", guards=[requires("wall.read")], opt=FOR_DISPLAYS)
async def read_wall(
    request: AnyRequest, limit: Annotated[int, QueryParameter(ge=1, le=MAX_ITEMS)] = 12
) -> Response[Wall]:
    display = display_of(request)
    proof = csrf_token(display.session) if display.session else None
    scene = msgspec.json.encode(invitation(request)).decode()
    answer = json_response(await wall_page(display, limit, proof, scene, request.app.state.wall_build), Wall)
    if display.session:
        answer.set_cookie(cookies.kept(DISPLAY_COOKIE, request.cookies[DISPLAY_COOKIE], COOKIE_DAYS))
    return answer


def _address(request: AnyRequest) -> str:
    return request.client.host if request.client else ""


routers = [
    Router("/displays", route_handlers=[begin, ask_for_token, open_display, close_display, beat], tags=["displays"]),
    Router("/", route_handlers=[read_wall], tags=["displays"]),
]
