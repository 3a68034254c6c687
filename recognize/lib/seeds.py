"""Where the data files of the project are: beside the package in a checkout, inside it in an installed wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).parents[1]


def seeds_folder(name: str) -> Path:
    inside = _PACKAGE / "seeds" / name
    return inside if inside.exists() else _PACKAGE.parent / "seeds" / name
