"""How long a start takes on data that are there, and how much memory the process then holds."""

from pathlib import Path

import httpx

from tests.bench.company import HANDLES
from tests.bench.table import Row
from tests.faults.processes import Web

WARM_UP_REQUESTS = 200
BYTES_PER_KB, BYTES_PER_MB = 1024, 1_000_000


def starts(data_dir: Path, token: str, runs: int) -> list[Row]:
    """Nothing may run on `data_dir`: each start brings PostgreSQL and Valkey up, too."""
    seconds, memory = [], []
    for _ in range(runs):
        web = Web(data_dir)
        try:
            seconds.append(web.start())
            use(web, token)
            memory.append(pss_bytes(web.pid) / BYTES_PER_MB)
        finally:
            web.stop()
    return [
        Row("warm_start", "warm start until ready", "s", seconds, note="PostgreSQL and Valkey started with it"),
        Row(
            "memory",
            "memory of serve, PSS",
            "MB",
            memory,
            note=f"one process, worker inside, after {WARM_UP_REQUESTS} requests",
        ),
    ]


def use(web: Web, token: str) -> None:
    """Kudos and pages in turn."""
    with httpx.Client(base_url=web.address, headers={"Authorization": f"Bearer {token}"}, timeout=10) as http:
        for number in range(WARM_UP_REQUESTS // 2):
            message = f"Gracias por la ayuda de hoy, van {number}."
            kudos = {"recipients": [HANDLES[-1 - number % 50]], "behaviours": ["courtesy"], "message": message}
            assert http.post("/api/kudos", json=kudos).status_code == 201
            assert http.get("/api/feed").status_code == 200


def pss_bytes(pid: int) -> int:
    """The pages it shares with others count by their share. Linux only."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * BYTES_PER_KB
