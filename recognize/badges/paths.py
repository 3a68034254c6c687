"""SVG path data as polylines, as far as our own symbols and shapes use it: M L H V C S A Z, absolute and relative."""

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

CURVE_STEPS = 18

Point = tuple[float, float]

_TOKEN = re.compile(r"[MmLlHhVvCcSsAaZz]|-?\d*\.?\d+(?:e-?\d+)?")
_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "A": 7, "Z": 0}


class Line(NamedTuple):
    points: list[Point]
    is_closed: bool


def lines(path: str) -> list[Line]:
    """Raises KeyError for a command of another kind, ValueError for data that end early."""
    pen = _Pen()
    for command, numbers in _commands(path):
        pen.obey(command, numbers)
    return pen.finished()


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    tokens = _TOKEN.findall(path)
    place, command = 0, ""
    while place < len(tokens):
        if tokens[place].isalpha():
            command, place = tokens[place], place + 1
        count = _NUMBERS[command.upper()]
        numbers = [float(each) for each in tokens[place : place + count]]
        if len(numbers) < count:
            raise ValueError(f"the path ends within {command}")
        yield command, numbers
        place += count
        command = {"M": "L", "m": "l"}.get(command, command)  # further pairs after a move are lines


class _Pen:
    def __init__(self) -> None:
        self._done: list[Line] = []
        self._points: list[Point] = []
        self._handle: Point | None = None  # the last curve's second corner, which a smooth one goes on from

    @property
    def at(self) -> Point:
        return self._points[-1] if self._points else (0.0, 0.0)

    def finished(self) -> list[Line]:
        self._lift(is_closed=False)
        return self._done

    def obey(self, command: str, numbers: list[float]) -> None:
        x, y = self.at if command.islower() else (0.0, 0.0)
        handle, self._handle = self._handle, None
        match command.upper():
            case "M":
                self._lift(is_closed=False)
                self._points = [(x + numbers[0], y + numbers[1])]
            case "L":
                self._points.append((x + numbers[0], y + numbers[1]))
            case "H":
                self._points.append((x + numbers[0], self.at[1]))
            case "V":
                self._points.append((self.at[0], y + numbers[0]))
            case "C" | "S":
                corners = [(x + numbers[i], y + numbers[i + 1]) for i in range(0, len(numbers), 2)]
                self._curve(corners if command in "Cc" else [_mirrored(handle, self.at), *corners])
            case "A":
                self._points += _arc(self.at, numbers, (x + numbers[5], y + numbers[6]))
            case "Z":
                start = self._points[0]
                self._lift(is_closed=True)
                self._points = [start]

    def _curve(self, corners: list[Point]) -> None:
        self._points += _curve(self.at, *corners)
        self._handle = corners[1]

    def _lift(self, *, is_closed: bool) -> None:
        if len(self._points) > 1:
            self._done.append(Line(self._points, is_closed))
        self._points = []


def _mirrored(handle: Point | None, at: Point) -> Point:
    return (2 * at[0] - handle[0], 2 * at[1] - handle[1]) if handle else at


def _curve(start: Point, one: Point, other: Point, end: Point) -> Iterator[Point]:
    for step in range(1, CURVE_STEPS + 1):
        t = step / CURVE_STEPS
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        corners = (start, one, other, end)
        yield (
            sum(weight * corner[0] for weight, corner in zip(weights, corners, strict=True)),
            sum(weight * corner[1] for weight, corner in zip(weights, corners, strict=True)),
        )


def _arc(start: Point, numbers: list[float], end: Point) -> Iterator[Point]:
    """By the conversion to a centre of SVG 2, appendix B.2.4; our ellipses are never turned."""
    rx, ry, _, is_large, is_sweep = numbers[:5]
    half_x, half_y = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    grown = math.sqrt(max(1.0, (half_x / rx) ** 2 + (half_y / ry) ** 2))
    rx, ry = rx * grown, ry * grown
    below = (rx * half_y) ** 2 + (ry * half_x) ** 2
    factor = math.sqrt(max(0.0, ((rx * ry) ** 2 - below) / below)) * (-1 if is_large == is_sweep else 1)
    local_x, local_y = factor * rx * half_y / ry, -factor * ry * half_x / rx
    centre = (local_x + (start[0] + end[0]) / 2, local_y + (start[1] + end[1]) / 2)
    first = math.atan2((half_y - local_y) / ry, (half_x - local_x) / rx)
    turn = math.atan2((-half_y - local_y) / ry, (-half_x - local_x) / rx) - first
    if is_sweep and turn < 0:
        turn += 2 * math.pi
    elif not is_sweep and turn > 0:
        turn -= 2 * math.pi
    for step in range(1, CURVE_STEPS + 1):
        angle = first + turn * step / CURVE_STEPS
        yield centre[0] + rx * math.cos(angle), centre[1] + ry * math.sin(angle)
