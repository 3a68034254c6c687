"""What the text of one field means. A reader's FieldError says what is wrong with it."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from recognize.errors import WordedError
from recognize.lib.clock import is_time_zone
from recognize.lib.ids import parse_uuid
from recognize.lib.text import normal_spelling, unusable

Reader = Callable[[str], Any]

MAX_TEXT_CHARACTERS = 200
MAX_NAME_CHARACTERS = 64  # of a handle or a code
MAX_EMAIL_CHARACTERS = 254
MAX_QUOTED_CHARACTERS = 60

_HANDLE = re.compile(r"[\w.-]*[^\W_][\w.-]*")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BIRTHDAY = re.compile(r"(?:[0-9]{4}-)?([0-9]{2}-[0-9]{2})")
_LEAP_YEAR = "2000-"
_YES_OR_NO = {"true": True, "yes": True, "sí": True, "si": True, "1": True, "false": False, "no": False, "0": False}


class FieldError(WordedError):
    """The text cannot be a value of its field."""


def handle(text: str) -> str:
    spelt = normal_spelling(_short(text, MAX_NAME_CHARACTERS))
    if not _HANDLE.fullmatch(spelt) or len(spelt) > MAX_NAME_CHARACTERS:
        raise FieldError(
            f"{quoted(text)} is not made of letters, digits and . _ -",
            f"{quoted(text)} no se compone de letras, cifras y . _ -",
        )
    if parse_uuid(spelt):
        raise FieldError(f"{quoted(text)} looks like an id", f"{quoted(text)} parece un id")
    return spelt


def code(text: str) -> str:
    """A department's code: kept as it is written."""
    return _short(text, MAX_NAME_CHARACTERS)


def one_line(text: str) -> str:
    """Text as a label shows it: line breaks and runs of blanks count as one blank."""
    return _short(text, MAX_TEXT_CHARACTERS)


def email(text: str) -> str:
    """In lower case, so that the unique index and this program cannot disagree about what is the same."""
    address = _short(text, MAX_EMAIL_CHARACTERS).lower()
    if not _EMAIL.fullmatch(address) or len(address) > MAX_EMAIL_CHARACTERS:
        raise FieldError(f"{quoted(text)} is not a mail address", f"{quoted(text)} no es una dirección de correo")
    return address


def day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise FieldError(f"{quoted(text)} is not a date YYYY-MM-DD", f"{quoted(text)} no es una fecha AAAA-MM-DD")
    return _real_day(text, text)


def birthday(text: str) -> str:
    """Day and month, `MM-DD`; a year is not kept."""
    match = _BIRTHDAY.fullmatch(text)
    if match is None:
        raise FieldError(f"{quoted(text)} is not a day MM-DD", f"{quoted(text)} no es un día MM-DD")
    _real_day(text if len(text) > len(match[1]) else _LEAP_YEAR + text, text)
    return match[1]


def one_of(*choices: str) -> Reader:
    def read(text: str) -> str:
        choice = text.lower().replace(" ", "_")
        if choice not in choices:
            listed = ", ".join(choices)
            raise FieldError(f"{quoted(text)} is not one of {listed}", f"{quoted(text)} no es uno de {listed}")
        return choice

    return read


def time_zone(text: str) -> str:
    if not is_time_zone(text):
        raise FieldError(
            f"{quoted(text)} is not an IANA time zone such as America/Lima",
            f"{quoted(text)} no es una zona horaria IANA como America/Lima",
        )
    return text


def yes_or_no(text: str) -> bool:
    if text.lower() not in _YES_OR_NO:
        raise FieldError(f"{quoted(text)} is neither true nor false", f"{quoted(text)} no es ni true ni false")
    return _YES_OR_NO[text.lower()]


def quoted(text: str) -> str:
    """Somebody's text inside a message of one line."""
    return repr(text if len(text) <= MAX_QUOTED_CHARACTERS else text[:MAX_QUOTED_CHARACTERS] + "…")


def _short(text: str, limit: int) -> str:
    if not text:
        raise FieldError("it is empty", "está vacío")
    if fault := unusable(text):
        raise FieldError(fault.en, fault.es)
    if len(text) > limit:
        raise FieldError(
            f"{len(text)} characters, the limit is {limit}", f"{len(text)} caracteres, el límite es {limit}"
        )
    return " ".join(text.split())


def _real_day(iso: str, text: str) -> date:
    try:
        return date.fromisoformat(iso)
    except ValueError:
        raise FieldError(
            f"{quoted(text)} is not a day of the calendar", f"{quoted(text)} no es un día del calendario"
        ) from None
