"""What administrators do with displays."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, delete, get, patch, post, put
from litestar.params import FromPath, JSONBody

from recognize.displays import scenes
from recognize.displays.actions import change_display, identify, reload, revoke_display
from recognize.displays.links import invitation
from recognize.displays.pairing import approve_pairing, pair_again
from recognize.displays.presence import presences
from recognize.displays.queries import display_by_id, health_history, wall_page
from recognize.displays.schemas import (
    DisplayChange,
    DisplayList,
    DisplayView,
    HealthChange,
    NewDisplay,
    NewPairing,
    Wall,
)
from recognize.displays.views import display_view, display_views
from recognize.errors import NotFoundError
from recognize.identity import limits
from recognize.lib.http import json_response
from recognize.permissions import principal_of, requires

HISTORY_CHANGES = 50
PREVIEW_ITEMS = 12

AnyRequest = Request[Any, Any, Any]


@asynccontextmanager
async def _counted_code(request: AnyRequest) -> AsyncIterator[None]:
    redis, person = request.app.state.redis, principal_of(request).id
    await limits.check_pairing_code(redis, person)
    yield
    await limits.forgive_pairing_code(redis, person)


@get("/")
async def list_displays(request: AnyRequest) -> DisplayList:
    state = request.app.state
    return DisplayList(await display_views(await presences(state.redis), state.wall_build), list(scenes.codes()))


@post("/")
async def approve(request: AnyRequest, data: JSONBody[NewDisplay]) -> DisplayView:
    """The screen that shows `user_code` becomes this display within seconds."""
    async with _counted_code(request):
        approved = await approve_pairing(data)
    return await _view(request, approved)


@get("/{display_id:uuid}")
async def read_display(request: AnyRequest, display_id: FromPath[UUID]) -> DisplayView:
    return await _view(request, display_id)


@patch("/{display_id:uuid}")
async def patch_display(request: AnyRequest, display_id: FromPath[UUID], data: JSONBody[DisplayChange]) -> DisplayView:
    """409 `display_changed` where somebody else was first. The screen follows without loading its page again."""
    await change_display(display_id, data)
    return await _view(request, display_id)


@delete("/{display_id:uuid}")
async def delete_display(display_id: FromPath[UUID]) -> None:
    """It is out, with its token and its cookie."""
    await revoke_display(display_id)


@put("/{display_id:uuid}/pairing", status_code=204)
async def put_pairing(request: AnyRequest, display_id: FromPath[UUID], data: JSONBody[NewPairing]) -> None:
    """Another screen takes the display's place; the one before is out."""
    async with _counted_code(request):
        await pair_again(display_id, data.user_code)


@post("/{display_id:uuid}/identifications", status_code=204)
async def post_identification(display_id: FromPath[UUID]) -> None:
    """The screen shows its name for ten seconds."""
    await identify(display_id)


@post("/{display_id:uuid}/reloads", status_code=204)
async def post_reload(display_id: FromPath[UUID]) -> None:
    """The screen loads its page again."""
    await reload(display_id)


@get("/{display_id:uuid}/health")
async def read_health(display_id: FromPath[UUID]) -> list[HealthChange]:
    """The newest changes first."""
    if await display_by_id(display_id) is None:
        raise NotFoundError
    return await health_history(display_id, HISTORY_CHANGES)


@get("/{display_id:uuid}/wall")
async def preview(request: AnyRequest, display_id: FromPath[UUID]) -> Response[Wall]:
    """What the screen would read now."""
    display = await display_by_id(display_id)
    if display is None:
        raise NotFoundError
    scene = msgspec.json.encode(invitation(request)).decode()
    return json_response(await wall_page(display, PREVIEW_ITEMS, None, scene, request.app.state.wall_build), Wall)


async def _view(request: AnyRequest, display: UUID) -> DisplayView:
    state = request.app.state
    return await display_view(display, await presences(state.redis), state.wall_build)


router = Router(
    "/displays",
    route_handlers=[
        list_displays,
        approve,
        read_display,
        patch_display,
        delete_display,
        put_pairing,
        post_identification,
        post_reload,
        read_health,
        preview,
    ],
    guards=[requires("displays.manage")],
    tags=["displays"],
)
