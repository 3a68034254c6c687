"""Many sockets: what a delivery costs, and how late the last one is, beside other servers with the same bytes and rate.

Ours is the product: kudos are POSTed to one `recognize serve`, and another one that shares its data holds the sockets, so
that its CPU is that of the log, the hub and the sockets. The peers get the same bytes in a POST and hold the sockets too.
"""

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import psutil

from tests.bench import peers
from tests.bench.company import HANDLES, Company, cpu_seconds, database_cpu_seconds, serving, wait_for_readers
from tests.bench.listeners import Heard, Listeners, listening
from tests.faults.company import DEPARTMENTS
from tests.faults.processes import Web

RATE = 20  # messages a second
SETTLE_SECONDS = 1.0
PATIENCE_SECONDS = 15  # for the last deliveries of a server that cannot keep up
FRAME_BYTES = 600
SETTINGS = {"SOCKETS_PER_PERSON": "0", "DATABASE_POOL_SIZE": "8"}
# What a browser sends along, about 1 kB.
HEADERS = "\t".join(
    (
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
        "Accept-Encoding: gzip, deflate, br, zstd",
        "Accept-Language: es-PE,es;q=0.9,en;q=0.8",
        "Cache-Control: no-cache",
        "Pragma: no-cache",
        f"Cookie: consent={'c' * 200}; preferences={'p' * 200}; other={'o' * 200}",
    )
)


@dataclass(frozen=True)
class Run:
    """`wanted` deliveries, those that came, and the CPU seconds of the process with the sockets and of the whole chain."""

    heard: Heard
    wanted: int
    cpu: float
    chain_cpu: float
    client_share: float

    @property
    def cpu_each(self) -> float:
        return self.cpu / max(self.heard.deliveries, 1) * 1e6


@dataclass
class Side:
    """A server with sockets on it. `runs` are its measured runs."""

    name: str
    port: int
    pid: int
    listeners: Listeners
    site: Company | None = None
    giver: Web | None = None
    runs: list[Run] = field(default_factory=list)

    @property
    def processes(self) -> list[psutil.Process]:
        return [psutil.Process(pid) for pid in (self.pid, *([self.giver.pid] if self.giver else []))]

    def chain_cpu(self) -> float:
        database = database_cpu_seconds(self.site.postmaster) if self.site else 0
        return database + sum(map(cpu_seconds, self.processes))


@contextmanager
def two_processes(site: Company) -> Iterator[tuple[Web, Web]]:
    """Who takes the kudos, and who holds the sockets."""
    with serving(site.data_dir, SETTINGS) as giver, serving(site.data_dir, SETTINGS) as holder:
        wait_for_readers(site.database_url)
        yield giver, holder


@contextmanager
def our_side(site: Company, giver: Web, holder: Web, sockets: int, stalled: int = 0) -> Iterator[Side]:
    with listening(holder.port, sockets, requests(site), stalled=stalled) as listeners:
        assert listeners.ready == sockets, f"{listeners.ready} of {sockets} sockets"
        yield Side("ours", holder.port, holder.pid, listeners, site, giver)


@contextmanager
def peer_side(peer: peers.Peer, sockets: int) -> Iterator[Side]:
    with (
        peers.running(peer) as running,
        listening(running.port, sockets, [f"{peer.path}\t{HEADERS}"], greeting=peer.greeting) as listeners,
    ):
        assert listeners.ready == sockets, f"{listeners.ready} of {sockets} sockets"
        yield Side(peer.name, running.port, running.pid, listeners)


def requests(site: Company) -> list[str]:
    return [f"/api/live\t{HEADERS}\tAuthorization: Bearer {token}" for token in site.tokens.values()]


def interleaved(
    site: Company,
    giver: Web,
    holder: Web,
    others: Sequence[peers.Peer],
    sockets: int,
    seconds: float,
    runs: int,
    *,
    mixed: bool,
) -> dict[str, Side]:
    with ExitStack() as stack:
        sides = [stack.enter_context(our_side(site, giver, holder, sockets))]
        sides += [stack.enter_context(peer_side(peer, sockets)) for peer in others]
        time.sleep(SETTLE_SECONDS)
        for _ in range(runs):
            for side in sides:
                side.runs.append(asyncio.run(measured(side, sockets, seconds, mixed=mixed)))
        return {side.name: side for side in sides}


async def measured(side: Side, hearing: int, seconds: float, *, mixed: bool = False) -> Run:
    """`hearing` sockets read. With `mixed`, every second message is for one department: a fifth of them (ours only)."""
    before = side.listeners.take()
    cpu, chain, begun = cpu_seconds(side.processes[0]), side.chain_cpu(), time.monotonic()
    messages = int(seconds * RATE)
    mixed = mixed and side.site is not None
    await _publish(side, messages, mixed=mixed)
    in_department = messages // 2 if mixed else 0
    wanted = (messages - in_department) * hearing + in_department * hearing // DEPARTMENTS
    heard = await _all_heard(side.listeners, wanted)
    lasted = time.monotonic() - begun
    return Run(
        heard,
        wanted,
        cpu_seconds(side.processes[0]) - cpu,
        side.chain_cpu() - chain,
        (heard.cpu_seconds - before.cpu_seconds) / lasted,
    )


async def _all_heard(listeners: Listeners, wanted: int) -> Heard:
    """Looks once more than needed, a moment later: what comes twice would be missed otherwise."""
    takes, deadline = [listeners.take()], time.monotonic() + PATIENCE_SECONDS
    while sum(each.deliveries for each in takes) < wanted and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
        takes.append(listeners.take())
    return _together(takes)


def _together(takes: Sequence[Heard]) -> Heard:
    """Of a run that was looked at several times; the slowest deliveries count, whichever part they came in."""
    full = [each for each in takes if each.deliveries] or takes[-1:]
    total = max(sum(each.deliveries for each in full), 1)
    return Heard(
        ready=takes[-1].ready,
        closed=takes[-1].closed,
        deliveries=sum(each.deliveries for each in full),
        frames=sum(each.frames for each in full),
        p50_ms=sum(each.p50_ms * each.deliveries for each in full) / total,
        p99_ms=max(each.p99_ms for each in full),
        max_ms=max(each.max_ms for each in full),
        cpu_seconds=takes[-1].cpu_seconds,
    )


async def _publish(side: Side, messages: int, *, mixed: bool) -> None:
    """On the beat, whether or not the answers have come: a slow server does not make its own load lighter."""
    port = side.giver.port if side.giver else side.port
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=PATIENCE_SECONDS) as http:
        begun, sending = time.monotonic_ns(), []
        for number in range(messages):
            due = begun + number * 1_000_000_000 // RATE
            await asyncio.sleep(max(0, (due - time.monotonic_ns()) / 1e9))
            post = (
                _kudos(http, side.site, number, due, mixed) if side.site else http.post("/", content=_text(number, due))
            )
            sending.append(asyncio.create_task(post))
        for answer in await asyncio.gather(*sending):
            assert answer.is_success, answer.text


async def _kudos(http: httpx.AsyncClient, site: Company, number: int, due: int, mixed: bool) -> httpx.Response:
    giver = HANDLES[number % 100]
    recipient = HANDLES[number % 100 + 100]  # of the same department
    kudos: dict[str, Any] = {
        "recipients": [recipient],
        "behaviours": ["courtesy"],
        "message": f"{_mark(number, due)} Gracias.",
        "visibility": "department" if mixed and number % 2 else "public",
    }
    return await http.post("/api/kudos", json=kudos, headers={"Authorization": f"Bearer {site.tokens[giver]}"})


def _text(number: int, due: int) -> bytes:
    return _mark(number, due).encode().ljust(FRAME_BYTES, b"x")


def _mark(number: int, due: int) -> str:
    return f"bt={due:019}; {number}"
