"""Whether the process lives, and whether it can serve."""

from typing import Any

from asyncpg import PostgresError
from litestar import Request, Response, Router, get
from msgspec import Struct

from recognize.identity.middleware import FOR_ANYBODY
from recognize.lib.database import DB
from recognize.lib.redis import QuickRedis


class Health(Struct, frozen=True):
    """`redis` is `degraded` where it does not answer: everything works, live events come up to 2 s late."""

    status: str
    redis: str | None = None


@get("/live")
async def alive() -> Health:
    return Health("ok")


@get("/ready")
async def ready(request: Request[Any, Any, Any]) -> Response[Health]:
    redis: QuickRedis = request.app.state.redis
    try:
        await DB.fetch_value("select position from log_head")
    except (PostgresError, OSError, TimeoutError):
        return Response(Health("database_unavailable"), status_code=503)
    answer = await redis.attempt(lambda client: client.ping())
    return Response(Health("ok", redis="ok" if answer else "degraded"))


router = Router("/health", route_handlers=[alive, ready], opt={FOR_ANYBODY: True}, tags=["health"])
