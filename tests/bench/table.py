"""The rows of the table, and whether each keeps its threshold."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

THRESHOLDS = Path(__file__).with_name("thresholds.toml")
HEADINGS = ("", "ours", "to compare", "ratio", "target", "")
COMPARISONS = {"at_most": "≤", "at_least": "≥"}
NOT_MEASURED = "not measured"


@dataclass
class Row:
    """`ours` and `theirs` are the runs, those of one place from one interleaved pair. `key` is in thresholds.toml;
    a row without one is information."""

    key: str
    what: str
    unit: str
    ours: Sequence[float]
    theirs: Sequence[float] = ()
    note: str = ""
    target: str = field(init=False, default="")
    is_kept: bool | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        limits: dict[str, float] = tomllib.loads(THRESHOLDS.read_text()).get(self.key, {})
        self.target = ", ".join(self._target(kind, limit) for kind, limit in limits.items())
        self.is_kept = all(self._keeps(kind, limit) for kind, limit in limits.items()) if limits else None

    def _target(self, kind: str, limit: float) -> str:
        return f"{COMPARISONS[kind.removeprefix('ratio_')]} {limit}{' ×' if kind.startswith('ratio') else ''}"

    def _keeps(self, kind: str, limit: float) -> bool:
        figure = self.ratio if kind.startswith("ratio") else median(self.ours) if self.ours else None
        if figure is None:
            return False
        return figure <= limit if kind.endswith("at_most") else figure >= limit

    @property
    def ratio(self) -> float | None:
        pairs = list(zip(self.ours, self.theirs, strict=False))
        return median(ours / theirs for ours, theirs in pairs) if pairs else None

    @property
    def cells(self) -> tuple[str, ...]:
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        verdict = {True: "kept", False: "MISSED", None: ""}[self.is_kept]
        what = f"{self.what}, {self.unit}"
        return what, spread(self.ours) or NOT_MEASURED, spread(self.theirs), ratio, self.target, verdict


def spread(runs: Sequence[float]) -> str:
    """The median, and the range in brackets."""
    if not runs:
        return ""
    if len(set(runs)) == 1:
        return number(runs[0])
    return f"{number(median(runs))} [{number(min(runs))}–{number(max(runs))}]"


def number(value: float) -> str:
    """Three digits that matter."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def printed(rows: Sequence[Row]) -> str:
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    table = "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )
    notes = "\n".join(f"{row.what}: {row.note}" for row in rows if row.note)
    return f"{table}\n\n{notes}\n"
