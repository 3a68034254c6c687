"""The figures of a month as a workbook or a PDF, in a process of its own: both take a processor for a while.

As a program (`python -m recognize.reports.exports.drawing`) it reads a Drawing from standard input and writes the file.
"""

import asyncio
import sys
from typing import Any, Literal

import msgspec
from msgspec import Struct

from recognize.reports.exports.about import About
from recognize.reports.exports.material import Material

AT_ONCE = 2
TIMEOUT_SECONDS = 60

_drawers = asyncio.Semaphore(AT_ONCE)


class Drawing(Struct, frozen=True, kw_only=True):
    format: Literal["xlsx", "pdf"]
    report: dict[str, Any]
    material: Material
    about: About


def draw(drawing: Drawing) -> bytes:
    if drawing.format == "xlsx":
        from recognize.reports.exports.workbook import report_workbook  # noqa: PLC0415 — each format loads its own library

        return report_workbook(drawing.report, drawing.material, drawing.about)
    from recognize.reports.exports.document import report_document  # noqa: PLC0415 — likewise

    return report_document(drawing.report, drawing.material, drawing.about)


async def drawn(drawing: Drawing) -> bytes:
    """Beside the event loop. Raises TimeoutError, and RuntimeError where it fails."""
    async with _drawers, asyncio.timeout(TIMEOUT_SECONDS):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", __name__, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
        )
        try:
            file, _ = await process.communicate(msgspec.json.encode(drawing))
        finally:
            if process.returncode is None:
                process.kill()
    if process.returncode:
        raise RuntimeError(f"drawing a {drawing.format} ended with {process.returncode}")
    return file


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(msgspec.json.decode(sys.stdin.buffer.read(), type=Drawing)))
