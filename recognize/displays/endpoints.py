from typing import Annotated, Any

from litestar import Request, Response, Router, delete, get, post
from litestar.params import JSONBody, QueryParameter

from recognize.displays.errors import InvalidDisplayTokenError
from recognize.displays.queries import display_by_token, wall_page
from recognize.displays.schemas import DisplayToken, Wall
from recognize.identity import cookies, limits
from recognize.identity.middleware import DISPLAYS, FIRST, FOR_ANYBODY, Door, check_origin
from recognize.identity.secrets import csrf_token, token_hash
from recognize.lib.http import json_response
from recognize.permissions import display_of, requires

DISPLAY_COOKIE = "recognize_display"
COOKIE_DAYS = 400  # the longest that browsers keep one; each look at the wall begins it anew
MAX_ITEMS = 50
FOR_DISPLAYS = {DISPLAYS: FIRST}

DISPLAY_DOOR = Door(DISPLAY_COOKIE, display_by_token)

AnyRequest = Request[Any, Any, Any]


@post("/session", status_code=204, opt={FOR_ANYBODY: True})
async def open_display(request: AnyRequest, data: JSONBody[DisplayToken]) -> Response[None]:
    check_origin(request)
    await limits.check_display_token(request.app.state.redis, request.client.host if request.client else "")
    token = data.token.strip()
    if await display_by_token(token_hash(token)) is None:
        raise InvalidDisplayTokenError
    return Response(None, status_code=204, cookies=[cookies.kept(DISPLAY_COOKIE, token, COOKIE_DAYS)])


@delete("/session", guards=[requires("wall.read")], opt=FOR_DISPLAYS)
async def close_display(request: AnyRequest) -> Response[None]:
    """This browser forgets the display; the token stays good."""
    return Response(None, cookies=[cookies.forgotten(DISPLAY_COOKIE)])


@get("/wall", guards=[requires("wall.read")], opt=FOR_DISPLAYS)
async def read_wall(
    request: AnyRequest, limit: Annotated[int, QueryParameter(ge=1, le=MAX_ITEMS)] = 12
) -> Response[Wall]:
    display = display_of(request)
    proof = csrf_token(display.session) if display.session else None
    answer = json_response(await wall_page(display, limit, proof), Wall)
    if display.session:
        answer.set_cookie(cookies.kept(DISPLAY_COOKIE, request.cookies[DISPLAY_COOKIE], COOKIE_DAYS))
    return answer


routers = [
    Router("/displays", route_handlers=[open_display, close_display], tags=["displays"]),
    Router("/", route_handlers=[read_wall], tags=["displays"]),
]
