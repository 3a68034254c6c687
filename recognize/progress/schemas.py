from datetime import date
from typing import Literal

from msgspec import Struct


class Part(Struct, frozen=True):
    """`count` of these, and what each of them is worth."""

    of: Literal["people", "given", "received"]
    count: int
    worth: int


class Week(Struct, frozen=True):
    """`thanked`: a recognition that everybody may see was given in it. `paused`: on leave, so it is not asked for."""

    starts_on: date
    thanked: bool
    paused: bool


class Constancia(Struct, frozen=True):
    """`thanked` of the last `of` weeks, twelve at most: those in which one was on leave, and those before one came, are left
    out. `weeks` has all of them, the oldest first."""

    thanked: int
    of: int
    weeks: list[Week]


class Progress(Struct, frozen=True):
    """For the person alone. `level` is never lost; `curve` says from how much experience on each level is reached, the
    first one from 0; `next_at` is null on the last."""

    level: int
    experience: int
    next_at: int | None
    curve: list[int]
    parts: list[Part]
    constancia: Constancia
