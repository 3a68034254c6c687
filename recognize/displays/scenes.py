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
    organisation's zone. An item in it comes out of `feed.kinds.wall_sql` and nowhere else. `celebrates`: it is passed over
    on a day without celebrations."""

    code: str
    content: str
    celebrates: bool = True


_scenes: dict[str, Scene] = {}


def register(scene: Scene) -> None:
    _scenes[scene.code] = scene


def codes() -> Iterator[str]:
    """In the order in which a display shows them when it has none of its own."""
    yield CELEBRATIONS
    yield from _scenes
    yield INVITATION


def scenes_sql(*, chosen: str, paused: str, invitation: str, **placeholders: str) -> str:
    """A json array of `{code, content}`; `chosen` (text[], null for all), `paused` and `invitation` (json) are SQL expressions."""
    every = [*_scenes.values(), Scene(INVITATION, invitation, celebrates=False)]
    rows = ", ".join(
        f"({place}, '{scene.code}', case when ({chosen} is null or '{scene.code}' = any({chosen}))"
        f"{f' and not {paused}' if scene.celebrates else ''} then ({scene.content.format(**placeholders)})::json end)"
        for place, scene in enumerate(every)
    )
    return f"""array_to_json(array(
        select json_build_object('code', scene.code, 'content', scene.content)
        from (values {rows}) as scene (place, code, content) where scene.content is not null
        order by array_position({chosen}, scene.code), scene.place))"""
