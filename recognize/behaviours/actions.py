import tomllib
from pathlib import Path
from typing import Any

import msgspec

from recognize.behaviours.schemas import Code, Hints, PickerGroup, Stage, Texts
from recognize.lib.database import DB
from recognize.lib.seeds import seeds_folder

# What an administrator has renamed, reordered or retired stays so: the seed only adds.
PLANT = """
insert into behaviours (code, stage, picker_group, shown_first, place, icon, texts, hints)
values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb)
on conflict (code) do nothing
"""


class SeedBehaviour(msgspec.Struct, frozen=True):
    code: Code
    stage: Stage
    group: PickerGroup
    first: bool
    icon: str
    es: dict[str, str]
    en: dict[str, str]
    hints: Hints

    @property
    def texts(self) -> Texts:
        return msgspec.convert({"es": self.es, "en": self.en}, Texts)


async def plant_catalogue(file: Path | None = None) -> None:
    """Bring the default behaviours in. Planting again changes nothing; safe in production."""
    planted = [
        _row(place, each) for place, each in enumerate(_read(file or seeds_folder("catalogue") / "behaviours.toml"))
    ]
    await DB.execute_many(PLANT, planted)


def _read(file: Path) -> list[SeedBehaviour]:
    with file.open("rb") as opened:
        return msgspec.convert(tomllib.load(opened)["behaviour"], list[SeedBehaviour])


def _row(place: int, each: SeedBehaviour) -> tuple[Any, ...]:
    texts, hints = (msgspec.json.encode(part).decode() for part in (each.texts, each.hints))
    return (each.code, each.stage, each.group, each.first, place, each.icon, texts, hints)
