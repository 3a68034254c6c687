"""`make soak`: the wall in Chromium for half an hour under a stream of kudos; its samples go to a CSV file.

Each sample is taken after a garbage collection, so that the column `heap_bytes` is what the page holds on to. At the end the
wall must have heard every acknowledged kudos once and hold the server's list; `--check` also wants the heap flat: the median
of the last quarter at most 10 % above that of the second (the first warms up).
"""

import argparse
import asyncio
import csv
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import asyncpg
import httpx

from tests.bench.company import HANDLES, SENTENCES, bring_in, data_directory, running_services, serving, tokens
from tests.browser import chromium
from tests.faults.processes import recognize

SAMPLE_SECONDS = 10
SETTLE_SECONDS = 15
FLAT_RATIO = 1.10
HELD = "() => (JSON.parse(localStorage.getItem('recognize.wall'))?.items ?? []).map((item) => item.id)"
NODES = "() => document.getElementsByTagName('*').length"


@dataclass
class Sample:
    """`position` is the last one that the wall's socket was told; `given` and `heard` count kudos."""

    seconds: float
    heap_bytes: int
    nodes: int
    position: int
    given: int
    heard: int


@dataclass
class Run:
    given: list[str] = field(default_factory=list)
    heard: Counter[str] = field(default_factory=Counter)
    position: int = 0
    sockets: int = 0
    samples: list[Sample] = field(default_factory=list)

    def take(self, text: str | bytes) -> None:
        frame = json.loads(text)
        for event in frame.get("events", []):
            self.position = max(self.position, event["position"])
            if event["kind"] == "kudos.given" and "item" in event:
                self.heard[event["item"]["id"]] += 1
        self.position = max(self.position, frame.get("position", 0))

    def listen(self, socket: Any) -> None:
        self.sockets += 1
        socket.on("framereceived", self.take)


async def soak(address: str, display: str, token: str, minutes: float, per_minute: float) -> tuple[Run, list[str]]:
    """Returns the run and what is wrong with it."""
    run = Run()
    async with opened_wall(run, f"{address}/wall#{display}") as (page, devtools):
        end = time.monotonic() + minutes * 60
        giving = asyncio.create_task(give(run, address, token, end, per_minute))
        begin = time.monotonic()
        while time.monotonic() < end:
            run.samples.append(await sample(run, page, devtools, time.monotonic() - begin))
            await asyncio.sleep(SAMPLE_SECONDS)
        await giving
        await asyncio.sleep(SETTLE_SECONDS)
        run.samples.append(await sample(run, page, devtools, time.monotonic() - begin))
        return run, await wrong(run, page, address, display)


@asynccontextmanager
async def opened_wall(run: Run, url: str) -> AsyncIterator[tuple[Any, Any]]:
    async with chromium.launched() as browser:
        page = await browser.new_page(viewport={"width": 1920, "height": 1080})
        page.on("websocket", run.listen)
        await page.goto(url)
        await page.locator(".slide").first.wait_for()
        await asyncio.sleep(2)  # the socket opens
        yield page, await page.context.new_cdp_session(page)


async def give(run: Run, address: str, token: str, end: float, per_minute: float) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=10) as http:
        while time.monotonic() < end:
            number = len(run.given)
            message = f"{SENTENCES[number % len(SENTENCES)]} Van {number}."
            kudos = {"recipients": [HANDLES[1 + number % 50]], "behaviours": ["courtesy"], "message": message}
            answer = await http.post("/api/kudos", json=kudos)
            answer.raise_for_status()
            run.given.append(answer.json()["id"])
            await asyncio.sleep(60 / per_minute)


async def sample(run: Run, page: Any, devtools: Any, seconds: float) -> Sample:
    await devtools.send("HeapProfiler.collectGarbage")
    heap = (await devtools.send("Runtime.getHeapUsage"))["usedSize"]
    nodes = await page.evaluate(NODES)
    return Sample(round(seconds, 1), int(heap), nodes, run.position, len(run.given), run.heard.total())


async def wrong(run: Run, page: Any, address: str, display: str) -> list[str]:
    async with httpx.AsyncClient(base_url=address, headers={"Authorization": f"Bearer {display}"}) as http:
        listed = [item["id"] for item in (await http.get("/api/wall", params={"limit": 12})).json()["items"]]
    found = []
    if missed := [each for each in run.given if not run.heard[each]]:
        found.append(f"{len(missed)} kudos were not heard")
    if doubled := [each for each, count in run.heard.items() if count > 1]:
        found.append(f"{len(doubled)} kudos were heard twice")
    if await page.evaluate(HELD) != listed:
        found.append("the wall does not hold what the server lists")
    return found


def growth(samples: list[Sample]) -> float:
    """The last quarter's median heap over the second's; 1 where the run was too short to tell."""
    quarter = len(samples) // 4
    if not quarter:
        return 1.0
    early = statistics.median(each.heap_bytes for each in samples[quarter : 2 * quarter])
    return statistics.median(each.heap_bytes for each in samples[-quarter:]) / early


def write(samples: list[Sample], out: Path) -> None:
    with out.open("w", newline="") as file:
        writer = csv.DictWriter(file, [each.name for each in fields(Sample)])
        writer.writeheader()
        writer.writerows(asdict(each) for each in samples)


async def prepare(database_url: str) -> str:
    connection = await asyncpg.connect(database_url)
    await connection.execute("update people set preference = 'fanfare'")
    await connection.close()
    return (await tokens(database_url))[HANDLES[0]]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--per-minute", type=float, default=60, help="kudos a minute")
    parser.add_argument("--out", type=Path, default=Path("soak.csv"))
    parser.add_argument("--check", action="store_true")
    chosen = parser.parse_args()
    with data_directory() as data_dir, running_services(data_dir) as urls:
        bring_in(data_dir, urls.database_url)
        token = asyncio.run(prepare(urls.database_url))
        display = recognize(data_dir, "display", "create", "--name", "Soak").stdout.strip()
        with serving(data_dir) as web:
            run, found = asyncio.run(soak(web.address, display, token, chosen.minutes, chosen.per_minute))
    write(run.samples, chosen.out)
    grown = growth(run.samples)
    last = run.samples[-1]
    print(
        f"{last.seconds / 60:.1f} min, {len(run.given)} kudos, {run.heard.total()} heard, position {last.position}, "
        f"{run.sockets} socket(s), heap {last.heap_bytes / 1e6:.2f} MB, last quarter / second {grown:.3f}; {chosen.out}"
    )
    for each in found:
        print(each, file=sys.stderr)
    return 1 if found or (chosen.check and grown > FLAT_RATIO) else 0


if __name__ == "__main__":
    sys.exit(main())
