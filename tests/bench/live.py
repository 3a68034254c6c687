"""From the commit to the first byte on a socket, on an idle server.

The commit is the moment when PostgreSQL's answer to COMMIT passes on the wire: the earliest at which anybody can know of
it. The proxy that sees it costs each of the relay's and the hub's own round trips some time, which counts against us.
"""

import asyncio
import json
from collections.abc import Sequence
from statistics import median

import httpx
import websockets

from tests.bench.company import HANDLES, Company
from tests.bench.round_trips import Tapped, client, commits, forget, now, post
from tests.bench.table import Row

SAMPLES = 500
PAUSE_SECONDS = 0.05
SETTLE_SECONDS = 0.5  # after connecting: what was under way has come
PATIENCE_SECONDS = 10
WARM_UP_POSTS = 20
LISTENER = HANDLES[-1]


async def commit_to_socket(site: Company, tap: Tapped, runs: int) -> list[Row]:
    async with client(site, tap.web) as http:
        for _ in range(WARM_UP_POSTS):
            await post(http)
        measured = [await _run(site, tap, http, -(-SAMPLES // runs)) for _ in range(runs)]
    after_commit = [[frame - commit for commit, _, frame in run] for run in measured]
    after_post = [[frame - sent for _, sent, frame in run] for run in measured]
    note = f"{sum(map(len, measured))} POSTs, one every {PAUSE_SECONDS * 1000:.0f} ms, one listener, one server process"
    return [
        Row("live_p50", "commit → socket, p50", "ms", [median(run) * 1000 for run in after_commit], note=note),
        Row("live_p99", "commit → socket, p99", "ms", [_p99(after_commit)]),
        Row("", "  POST sent → socket, p50", "ms", [median(run) * 1000 for run in after_post]),
    ]


def _p99(runs: Sequence[Sequence[float]]) -> float:
    """Of all samples: a run alone has too few."""
    samples = sorted(each for run in runs for each in run)
    return samples[len(samples) * 99 // 100] * 1000


async def _run(site: Company, tap: Tapped, http: httpx.AsyncClient, samples: int) -> list[tuple[float, float, float]]:
    """(committed, sent, heard) of each POST."""
    url = f"{tap.web.address.replace('http', 'ws', 1)}/api/live"
    token = {"Authorization": f"Bearer {site.tokens[LISTENER]}"}
    async with websockets.connect(url, additional_headers=token) as socket:
        ear = Ear()
        listening = asyncio.create_task(ear.listen(socket))
        await asyncio.sleep(SETTLE_SECONDS)
        forget(tap)
        sent, heard = [], []
        for _ in range(samples):
            sent.append(now())
            heard.append(await ear.hears(await post(http)))
            await asyncio.sleep(PAUSE_SECONDS)
        listening.cancel()
    return list(zip(commits(tap.postgres), sent, heard, strict=True))


class Ear:
    """When the event of each item came: before the answer to its POST, or after."""

    def __init__(self) -> None:
        self._at: dict[str, float] = {}
        self._heard = asyncio.Condition()

    async def listen(self, socket: websockets.ClientConnection) -> None:
        async for text in socket:
            at = now()
            frame = json.loads(text)
            async with self._heard:
                self._at |= {event["item"]["id"]: at for event in frame.get("events", ())}
                self._heard.notify_all()

    async def hears(self, item: str) -> float:
        async with asyncio.timeout(PATIENCE_SECONDS), self._heard:
            await self._heard.wait_for(lambda: item in self._at)
            return self._at[item]
