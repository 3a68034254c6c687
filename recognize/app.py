"""The composition root: every router, middleware and registration."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, cast

from litestar import Litestar, Router, route
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.params import FromPath
from litestar.types import HTTPScope, LifeSpanScope, Message, Receive, Scope, Send

from recognize import health, reference
from recognize.badges import endpoints as badges
from recognize.badges.queries import AWARDS_OF_WEEK
from recognize.behaviours import endpoints as behaviours
from recognize.boards import endpoints as boards
from recognize.celebrations import endpoints as celebrations
from recognize.celebrations.queries import CELEBRATION_KIND, FRIDAY_RECAP, NEWCOMERS, TODAYS_DATES
from recognize.challenges import endpoints as challenges
from recognize.challenges.queries import CHALLENGES_DONE
from recognize.demo import endpoints as demo
from recognize.displays import admin as displays_admin
from recognize.displays import endpoints as displays
from recognize.displays import scenes
from recognize.erasure import endpoints as erasure
from recognize.errors import NotFoundError
from recognize.feed import endpoints as feed
from recognize.feed import kinds
from recognize.identity import endpoints as identity
from recognize.identity.middleware import IdentityMiddleware
from recognize.kudos import endpoints as kudos
from recognize.kudos.items import BEHAVIOUR_OF_MONTH, KUDOS_KIND
from recognize.lib.database import connected
from recognize.lib.engine import ANSWER_TIMEOUT_SECONDS
from recognize.lib.redis import QuickRedis
from recognize.lib.tasks import background
from recognize.live import endpoints as live
from recognize.live.census import Census
from recognize.live.hub import Hub
from recognize.log.doorbell import Doorbell
from recognize.media import endpoints as media
from recognize.nominations import endpoints as nominations
from recognize.notifications import endpoints as notifications
from recognize.notifications import inbox, stopping
from recognize.organisation import endpoints as organisation
from recognize.pages import page_handlers, wall_build
from recognize.people import endpoints as people
from recognize.points import endpoints as points
from recognize.problems import HANDLERS
from recognize.progress import endpoints as progress
from recognize.reports import endpoints as reports
from recognize.reports.exports import endpoints as exports
from recognize.settings import settings
from recognize.tallies import endpoints as tallies
from recognize.wins import endpoints as wins
from recognize.wins.queries import WIN_KIND, WINS_OF_MONTH
from recognize.worker import working

MAX_BODY_BYTES = 1_000_000
SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

kinds.register(KUDOS_KIND)
kinds.register(WIN_KIND)
kinds.register(CELEBRATION_KIND)
scenes.register(scenes.Scene("behaviour_of_month", BEHAVIOUR_OF_MONTH, celebrates=False))
scenes.register(scenes.Scene("todays_dates", TODAYS_DATES))
scenes.register(scenes.Scene("awards", AWARDS_OF_WEEK))
scenes.register(scenes.Scene("challenges_done", CHALLENGES_DONE))
scenes.register(scenes.Scene("wins", WINS_OF_MONTH))
scenes.register(scenes.Scene("newcomers", NEWCOMERS))
scenes.register(scenes.Scene("friday_recap", FRIDAY_RECAP))


@route("/{path:path}", http_method=["GET", "POST", "PUT", "PATCH", "DELETE"], include_in_schema=False)
async def nothing_here(path: FromPath[str]) -> None:
    """Below `/api` an unknown address is a problem, not the pages' 404."""
    raise NotFoundError(path)


class Application(Litestar):
    """Whatever answers GET answers HEAD: the server that runs us leaves the body out, as it knows what was asked."""

    async def __call__(self, scope: Scope | LifeSpanScope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        if scope["type"] == ScopeType.HTTP and scope["method"] == "HEAD":  # type: ignore[typeddict-item]  # mypy cannot tell that it is HTTP
            scope = cast(HTTPScope, {**scope, "method": "GET"})
        await super().__call__(scope, receive, send)


async def secure(message: Message, scope: Scope) -> None:
    """Every answer has the headers, also one that no handler gave."""
    if message["type"] == "http.response.start":
        MutableScopeHeaders.from_message(message).update(SECURITY_HEADERS)


def _handlers() -> list[Any]:
    """Everything below `/api`."""
    return [
        identity.router,
        *organisation.routers,
        *people.routers,
        erasure.router,
        behaviours.router,
        *points.routers,
        media.router,
        *feed.routers,
        kudos.router,
        wins.router,
        *celebrations.routers,
        nominations.router,
        *tallies.routers,
        *badges.routers,
        boards.router,
        challenges.router,
        progress.router,
        live.router,
        *displays.routers,
        displays_admin.router,
        *reports.routers,
        exports.router,
        health.router,
        reference.openapi_json,
        reference.reference_router(),
        stopping.router,
        inbox.router,
        demo.router,
        *([notifications.outbox_router] if settings().demo else []),
        nothing_here,
    ]


def create() -> Litestar:
    api = Router(
        "/api",
        route_handlers=_handlers(),
        middleware=[IdentityMiddleware(displays.DISPLAY_DOOR)],
    )
    return Application(
        route_handlers=[api, *page_handlers()],
        exception_handlers=HANDLERS,
        lifespan=[_running],
        openapi_config=reference.OPENAPI,
        request_max_body_size=MAX_BODY_BYTES,
        before_send=[secure],
        logging_config=None,
    )


@asynccontextmanager
async def _running(app: Litestar) -> AsyncIterator[None]:
    """Pool, Redis, hub and the worker's roles for as long as the app serves."""
    async with AsyncExitStack() as stack:
        pool = connected(
            settings().database_url, settings().database_pool_size, command_timeout_seconds=ANSWER_TIMEOUT_SECONDS
        )
        await stack.enter_async_context(pool)
        redis = QuickRedis(settings().redis_url)
        stack.push_async_callback(redis.close)
        doorbell = Doorbell(redis)
        hub = Hub(doorbell)
        census = Census(redis)
        app.state.redis, app.state.hub, app.state.census, app.state.wall_build = redis, hub, census, wall_build()
        await stack.enter_async_context(working(doorbell, redis))
        await stack.enter_async_context(background(doorbell.listen(), hub.run(), hub.beat(), census.run()))
        yield
