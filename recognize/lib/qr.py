"""QR codes as one SVG path, which a page draws without inline markup or a picture from elsewhere."""

import segno
from msgspec import Struct

QUIET_ZONE_MODULES = 4  # the standard's; without it readers miss the code on a dark screen


class Qr(Struct, frozen=True):
    """`path` fills the dark modules of a square of `size` units, the light margin included."""

    size: int
    path: str


def qr(text: str) -> Qr:
    code = segno.make_qr(text, error="m")
    rows = code.matrix_iter(border=QUIET_ZONE_MODULES)
    return Qr(int(code.symbol_size(border=QUIET_ZONE_MODULES)[0]), "".join(_row(y, row) for y, row in enumerate(rows)))


def _row(y: int, modules: object) -> str:
    """Runs of dark modules: `M4 5h7v1h-7z`."""
    cells = [*bytes(modules), 0]  # type: ignore[call-overload]  # segno's rows are iterables of 0 and 1
    path, begin = "", 0
    for x, (before, cell) in enumerate(zip([0, *cells], cells, strict=False)):
        if cell and not before:
            begin = x
        elif before and not cell:
            path += f"M{begin} {y}h{x - begin}v1h-{x - begin}z"
    return path
