"""What every figure of the report means, in both languages: `seeds/catalogue/figures.toml`."""

import tomllib
from functools import cache

import msgspec

from recognize.lib.seeds import seeds_folder
from recognize.reports.schemas import Definition

FILE = seeds_folder("catalogue") / "figures.toml"


@cache
def definitions() -> list[Definition]:
    return msgspec.convert(tomllib.loads(FILE.read_text(encoding="utf-8"))["figures"], list[Definition])
