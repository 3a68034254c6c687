"""Running the product: `serve` and `worker`."""

import asyncio
import logging
import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager

import uvicorn

from recognize import services
from recognize.lib.database import connected
from recognize.lib.redis import QuickRedis
from recognize.live.protocol import DirectLineProtocol
from recognize.local import noted_address
from recognize.log.doorbell import Doorbell
from recognize.migrate import migrate
from recognize.services import Services, ServicesError
from recognize.settings import PREFIX, SettingsError, settings
from recognize.worker import working

LOOK_AFTER_SECONDS = 1.0
GRACEFUL_STOP_SECONDS = 10
UNANSWERED_SECONDS = 15  # then a process of several is replaced; a starved machine is slower than uvicorn thinks
PING_SECONDS = 50  # only to find lines that end nowhere; the hub says something every 25 s anyway
PONG_SECONDS = 20
MAX_CLIENT_FRAME_BYTES = 4096  # clients have nothing to say on a socket

logger = logging.getLogger(__name__)


@contextmanager
def with_services(announce: Callable[[str], None]) -> Iterator[Services]:
    """PostgreSQL and Redis for this block; within it `settings()` holds their addresses, also in child processes."""
    chosen = settings()
    with services.running(
        chosen.data_path, announce, database_url=chosen.database_url or None, redis_url=chosen.redis_url or None
    ) as running:
        os.environ[f"{PREFIX}DATABASE_URL"] = running.urls.database_url
        os.environ[f"{PREFIX}REDIS_URL"] = running.urls.redis_url
        settings.cache_clear()
        try:
            yield running
        finally:
            os.environ[f"{PREFIX}DATABASE_URL"], os.environ[f"{PREFIX}REDIS_URL"] = (
                chosen.database_url,
                chosen.redis_url,
            )
            settings.cache_clear()


def serve(host: str, port: int, processes: int, announce: Callable[[str], None], prepare: Callable[[], None]) -> None:
    """Until Ctrl-C or SIGTERM. `prepare` runs once, after the migrations and before the port opens."""
    refuse_a_taken_port(host, port)
    with with_services(announce) as running, looked_after(running), noted_address(host, port):
        asyncio.run(migrate(settings().database_url))
        prepare()
        announce(f"Recognize is at http://{host}:{port} — Ctrl-C stops it")
        uvicorn.run(
            "recognize.web_process:create_for_good",
            factory=True,
            host=host,
            port=port,
            workers=processes if processes > 1 else None,
            loop="uvloop",
            http="httptools",
            ws=DirectLineProtocol,
            ws_max_size=MAX_CLIENT_FRAME_BYTES,
            ws_ping_interval=PING_SECONDS,
            ws_ping_timeout=PONG_SECONDS,
            ws_per_message_deflate=False,
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=bool(settings().trusted_proxies),
            forwarded_allow_ips=settings().trusted_proxies or None,
            timeout_graceful_shutdown=GRACEFUL_STOP_SECONDS,
            timeout_worker_healthcheck=UNANSWERED_SECONDS,
        )


def refuse_a_taken_port(host: str, port: int) -> None:
    """Raises SettingsError before anything is started in vain."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as refusal:
            raise SettingsError(f"{host}:{port} cannot be served: {refusal.strerror}; choose another port") from refusal


@contextmanager
def looked_after(running: Services) -> Iterator[None]:
    """Bring embedded services back when they die under us."""
    stopped = threading.Event()

    def look() -> None:
        while not stopped.wait(LOOK_AFTER_SECONDS):
            try:
                running.ensure_running()
            except ServicesError as failure:
                logger.error("%s", failure)

    thread = threading.Thread(target=look, name="look after services", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def work(announce: Callable[[str], None]) -> None:
    """The worker's roles alone, until Ctrl-C or SIGTERM."""
    with with_services(announce) as running, looked_after(running):
        asyncio.run(_work(announce))


async def _work(announce: Callable[[str], None]) -> None:
    await migrate(settings().database_url)
    ended = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(connected(settings().database_url, settings().database_pool_size))
        redis = QuickRedis(settings().redis_url)
        stack.push_async_callback(redis.close)
        await stack.enter_async_context(working(Doorbell(redis), redis))
        announce("working — Ctrl-C stops it")
        await ended.wait()
