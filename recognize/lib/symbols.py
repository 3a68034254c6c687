"""The symbols that the client, the wall and the artwork draw: strokes on a grid of 24, read from one file."""

from xml.etree import ElementTree

from recognize.lib.seeds import seeds_folder

STROKE = 1.9
GRID = 24
UNKNOWN = "star"
_SVG = "{http://www.w3.org/2000/svg}"


def _paths() -> dict[str, str]:
    """Those of one path; the faces of reactions are of several."""
    sprite = ElementTree.parse(seeds_folder("catalogue") / "symbols.svg")  # noqa: S314  # a file of ours
    symbols = [(each.get("id", ""), each.findall(f"{_SVG}path")) for each in sprite.iter(f"{_SVG}symbol")]
    return {name: path.get("d", "") for name, (path, *others) in symbols if not name.startswith("face-") and not others}


ICONS = _paths()
