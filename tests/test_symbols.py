"""Every symbol that the client names is one that is drawn."""

import re
from pathlib import Path

from recognize.lib.symbols import ICONS

CLIENT = Path(__file__).parents[1] / "frontend" / "src"
NAMED = re.compile(r'(?:<Icon name|\bicon)="([a-z-]+)"')


def test_no_symbol_is_a_hole():
    named = {name for file in CLIENT.rglob("*.svelte") for name in NAMED.findall(file.read_text("utf-8"))}
    assert len(named) > 20
    assert named - ICONS.keys() == set()
