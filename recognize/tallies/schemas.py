from msgspec import Struct

from recognize.behaviours.schemas import Stage


class ReceivedByBehaviour(Struct, frozen=True):
    code: str
    stage: Stage
    received: int


class PersonFigures(Struct, frozen=True):
    """Of public kudos only, without the quiet ones: a kudos with three behaviours counts for each of them. In one's own
    figures `given` and `received` count every kudos, and the behaviours still only what everybody may know."""

    by_behaviour: list[ReceivedByBehaviour]
    given: int
    received: int
