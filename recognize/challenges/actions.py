import tomllib
from pathlib import Path
from uuid import UUID

import msgspec
from msgspec import structs

from recognize.challenges.errors import UnknownChallengeError
from recognize.challenges.readers import CHOSEN
from recognize.challenges.schemas import SeedChallenge
from recognize.errors import RecognizeError
from recognize.lib.database import DB
from recognize.lib.seeds import seeds_folder
from recognize.log.events import record
from recognize.organisation import audit

NOBODY = UUID(int=0)  # a challenge has a code and no id
COLUMNS = (
    *(
        "code",
        "place",
        "scope",
        "counts",
        "goal",
        "behaviours",
        "stages",
        "directions",
        "other_area",
        "not_thanked_days",
        "win",
    ),
    *("icon", "texts", "runs"),
)
# Rules and words are the file's; which of them run is the administrators'.
PLANT = f"""
insert into challenges ({", ".join(COLUMNS)})
select {", ".join(COLUMNS)} from json_populate_recordset(null::challenges, $1::json)
on conflict (code) do update set ({", ".join(COLUMNS[1:-1])}) = ({", ".join(f"excluded.{name}" for name in COLUMNS[1:-1])})
"""
CHOOSE = "update challenges set runs = $2 where code = $1 and runs <> $2"
KNOWN = "select exists (select from challenges where code = $1)"
BEHAVIOURS = "select code from behaviours"


class ChallengesFileError(RecognizeError):
    code = "invalid_challenges"
    title = {"en": "The file of challenges cannot be used.", "es": "El archivo de retos no se puede usar."}


async def plant_challenges(file: Path | None = None) -> None:
    """Bring the catalogue's challenges in. Planting again changes no choice; safe in production.

    Raises ChallengesFileError, which names what is wrong; then nothing has changed.
    """
    path = file or seeds_folder("catalogue") / "challenges.toml"
    challenges = _read(path, {row["code"] for row in await DB.fetch(BEHAVIOURS)})
    await DB.execute(PLANT, msgspec.json.encode([_row(*each) for each in enumerate(challenges)]).decode())


def _read(file: Path, behaviours: set[str]) -> list[SeedChallenge]:
    try:
        challenges = msgspec.convert(tomllib.loads(file.read_text("utf-8"))["challenge"], list[SeedChallenge])
    except (KeyError, ValueError) as refusal:
        raise ChallengesFileError(f"{file}: {refusal}") from refusal
    codes: set[str] = set()
    for each in challenges:
        if each.code in codes:
            raise ChallengesFileError(f"{file}: {each.code} is there twice")
        if unknown := set(each.behaviours) - behaviours:
            raise ChallengesFileError(f"{file}: {each.code}: no such behaviour: {', '.join(sorted(unknown))}")
        if (each.counts == "wins") != (each.win is not None) or (each.win and each.scope == "area"):
            raise ChallengesFileError(f'{file}: {each.code}: `win` names what `counts = "wins"` counts for a person')
        codes.add(each.code)
    return challenges


def _row(place: int, each: SeedChallenge) -> dict[str, object]:
    return structs.asdict(each) | {"place": place, "texts": {"es": each.es, "en": each.en}}


async def choose_challenge(code: str, *, runs: bool) -> None:
    """Whether it runs, from this month on. Choosing the same twice changes nothing. Raises UnknownChallengeError."""
    async with DB.transaction():
        if await DB.execute(CHOOSE, code, runs) == "UPDATE 1":
            await audit.record(CHOSEN, code, {"runs": runs})
            await record(CHOSEN, NOBODY, (), {"challenge": code, "runs": runs})
        elif not await DB.fetch_value(KNOWN, code):
            raise UnknownChallengeError(code)
