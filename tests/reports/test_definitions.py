"""Every figure of a report has a definition, and every definition a figure."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from msgspec import Struct

from recognize.reports.definitions import definitions
from recognize.reports.schemas import DEFINITION_VERSION, Figure, Figures
from recognize.reports.sections import SECTIONS
from tests.cast import Cast

DOCS = Path(__file__).parents[2] / "docs" / "reports.md"
NOT_FIGURES = {"definition_version", "sections"}


def figures(shape: Any, path: str = "") -> Iterator[str]:
    """The paths of the numbers in a Struct; those of a list's rows have the list's name. A share is one figure."""
    if get_origin(shape) is list:
        (shape,) = get_args(shape)
    if shape is Figure or shape in (int, float, float | None):
        yield path
    elif isinstance(shape, type) and issubclass(shape, Struct):
        for name, field in get_type_hints(shape).items():
            if name not in NOT_FIGURES:
                yield from figures(field, f"{path}.{name}".lstrip("."))


def all_figures() -> set[str]:
    beyond = {f"sections.{each.name}.{figure}" for each in SECTIONS for figure in each.figures}
    return {*figures(Figures), *beyond}


def test_every_figure_has_one_definition_and_every_definition_a_figure():
    defined = [each.figure for each in definitions()]
    assert len(defined) == len(set(defined))
    assert set(defined) == all_figures()


def test_they_are_of_a_version_that_there_was():
    assert all(1 <= each.version <= DEFINITION_VERSION for each in definitions())


def test_the_docs_say_the_same():
    docs = DOCS.read_text()
    assert not [each.figure for each in definitions() if f"| `{each.figure}` | {each.en.text} |\n" not in docs]


async def test_they_are_told_in_both_languages_to_hr_and_managers(cast: Cast):
    for reader in (cast.hr, cast.carla):
        told = (await reader.http.get("/api/reports/definitions")).json()
        (kudos,) = [each for each in told if each["figure"] == "totals.kudos"]
        assert (kudos["version"], kudos["es"]["name"], kudos["en"]["name"]) == (1, "Mensajes enviados", "Messages sent")
    assert (await cast.ana.http.get("/api/reports/definitions")).status_code == 403
