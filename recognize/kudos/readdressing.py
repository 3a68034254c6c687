"""What follows when who is in a kudos, or for whom, changes after it was given."""

from collections.abc import Iterable
from uuid import UUID

from recognize.kudos.queries import names_on_walls
from recognize.kudos.walls import sentence_for_walls
from recognize.lib.database import DB
from recognize.lib.markdown import Markdown

SAY_ON_WALLS = "update kudos set wall_sentence = $2 where id = $1"


async def say_on_walls(kudos: UUID, message: str) -> None:
    """The sentence that walls say, by the recipients as they are now written."""
    names = await names_on_walls(kudos)
    sentence = sentence_for_walls(Markdown(message).paragraphs(), *names) if names else None
    await DB.execute(SAY_ON_WALLS, kudos, sentence)


def union(audiences: Iterable[Iterable[str]]) -> set[str]:
    return {topic for audience in audiences for topic in audience}
