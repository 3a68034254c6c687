from typing import Annotated, Literal

from msgspec import Meta, Struct

Stage = Literal["opening", "performing", "closing", "every-moment"]
PickerGroup = Literal["recibir", "resolver", "entregar", "trato", "mejorar"]
Code = Annotated[str, Meta(pattern=r"^[a-z][a-z-]{1,40}$(?!\n)")]
Text = Annotated[str, Meta(min_length=1, max_length=300)]


class BehaviourText(Struct, frozen=True):
    name: Text
    definition: Text
    example: Text


class Texts(Struct, frozen=True):
    es: BehaviourText
    en: BehaviourText


class Hints(Struct, frozen=True):
    """Folded stems; a message that contains one suggests the behaviour."""

    es: list[str]
    en: list[str]


class BehaviourView(Struct, frozen=True):
    """`group` is the row of the picker, `first` whether it shows before "more"; the order is the picker's."""

    code: str
    stage: Stage
    group: PickerGroup
    first: bool
    icon: str
    texts: Texts
    hints: Hints
    retired: bool
