"""What a wall shows besides the celebrations, each scene registered once in `app.py`."""

from collections.abc import Iterator
from dataclasses import dataclass

CELEBRATIONS = "celebrations"  # the items themselves, live; every other scene takes its turn between them
INVITATION = "invitation"  # a QR code that leads to the dialog


@dataclass(frozen=True, slots=True)
class Scene:
    """`content` is an SQL expression of type json: what the wall's code for this scene draws, null where there is nothing
    to say, and then the scene is passed over. It sees nothing of the display but its placeholders: `{topics}` (text[]) are
    those whose items may stand in it, `{before}` the latest moment of one, `{public}` whether visitors pass, `{zone}` the
    organisation's zone. An item in it comes out of `feed.kinds.wall_sql` and nowhere else."""

    code: str
    content: str


_scenes: dict[str, Scene] = {}


def register(scene: Scene) -> None:
    _scenes[scene.code] = scene


def codes() -> Iterator[str]:
    """In the order in which a display shows them when it has none of its own."""
    yield CELEBRATIONS
    yield from _scenes
    yield INVITATION


def scenes_sql(*, chosen: str, invitation: str, **placeholders: str) -> str:
    """A json array of `{code, content}`; `chosen` (text[], null for all) and `invitation` (json) are SQL expressions."""
    contents = {code: scene.content.format(**placeholders) for code, scene in _scenes.items()} | {
        INVITATION: invitation
    }
    rows = ", ".join(
        f"({place}, '{code}', case when {chosen} is null or '{code}' = any({chosen}) then ({content})::json end)"
        for place, (code, content) in enumerate(contents.items())
    )
    return f"""array_to_json(array(
        select json_build_object('code', scene.code, 'content', scene.content)
        from (values {rows}) as scene (place, code, content) where scene.content is not null
        order by array_position({chosen}, scene.code), scene.place))"""
