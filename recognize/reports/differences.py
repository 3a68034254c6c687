"""Two states of a month's figures, compared figure by figure.

A figure is named by its path, `totals.kudos`, and in a list by what its row says in words: `behaviours.courtesy.every-moment.kudos`.
What is not there is null. Rows without numbers, the stories to quote, hold no figures.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from recognize.reports.schemas import Change

Number = int | float
Figures = dict[str, Number]


def figures_of(report: Mapping[str, Any]) -> Figures:
    """By path, from a report's JSON. What says which report it is, is no figure."""
    return dict(_parts({name: part for name, part in report.items() if isinstance(part, dict | list)}))


def adjusted(figures: Figures, changes: Iterable[Change]) -> Figures:
    """The figures after these changes, one after the other."""
    after: dict[str, Number | None] = {**figures}
    after.update((change.figure, change.after) for change in changes)
    return {figure: value for figure, value in after.items() if value is not None}


def differences(before: Figures, after: Figures) -> list[Change]:
    """By path."""
    paths = sorted(before.keys() | after.keys())
    return [Change(path, before.get(path), after.get(path)) for path in paths if before.get(path) != after.get(path)]


def known_to(report: Any, shape: Any) -> Any:
    """The part of a report that one of an earlier time has, too: what was not counted then is no change of it."""
    if isinstance(report, dict) and isinstance(shape, dict):
        return {name: known_to(part, shape[name]) for name, part in report.items() if name in shape}
    return report


def _parts(parts: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Number]]:
    for name, part in parts.items():
        if isinstance(part, dict):
            yield from _parts(part, f"{path}{name}.")
        elif isinstance(part, list):
            yield from _rows(part, f"{path}{name}")
        elif part is not None:
            yield f"{path}{name}", part


def _rows(rows: Sequence[Mapping[str, Any]], path: str) -> Iterator[tuple[str, Number]]:
    numbers = {name for row in rows for name, value in row.items() if isinstance(value, int | float)}
    for row in rows:
        key = ".".join([path, *(_word(row[name]) for name in sorted(row.keys() - numbers))])
        yield from ((f"{key}.{name}", row[name]) for name in sorted(numbers & row.keys()) if row[name] is not None)


def _word(value: str | None) -> str:
    return "-" if value is None else value.replace("\\", r"\\").replace(".", r"\.")
