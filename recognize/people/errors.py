from collections.abc import Sequence
from typing import Any

from recognize.errors import InvalidInputError, RecognizeError, Words
from recognize.lib.csv import BadLine

MAX_SHOWN_LINES = 5
MAX_LEAVING_PERCENT = 20


class BadLinesError(InvalidInputError):
    """The file holds lines that cannot be used, so nothing of it was written; `lines` are sorted by their number."""

    code = "bad_lines"
    title = {"en": "The file has lines that cannot be used.", "es": "El archivo tiene líneas que no se pueden usar."}

    def __init__(self, lines: Sequence[BadLine]) -> None:
        self.lines = list(lines)
        shown = [
            Words(f"line {line.number}: {line.reason.en}", f"línea {line.number}: {line.reason.es}") for line in lines
        ]
        if (more := len(lines) - MAX_SHOWN_LINES) > 0:
            shown[MAX_SHOWN_LINES:] = [Words(f"and {more} more", f"y {more} más")]
        listed = Words.joined(shown)
        super().__init__(
            Words(
                f"bad lines: {len(lines)}, so nothing was written: {listed.en}",
                f"líneas con error: {len(lines)}, así que no se escribió nada: {listed.es}",
            )
        )

    def extra_in(self, locale: str) -> dict[str, Any]:
        return {"lines": [{"number": line.number, "reason": line.reason[locale]} for line in self.lines]}


class TooManyLeaversError(RecognizeError):
    """More of those who have not left are missing from the file than a mistake should be able to mark as left."""

    status = 409
    code = "too_many_leavers"
    title = {"en": "Too many people would be marked as left.", "es": "Quedarían demasiadas personas como retiradas."}

    def __init__(self, leaving: int, present: int) -> None:
        super().__init__(
            Words(
                f"{leaving} of {present} people, more than {MAX_LEAVING_PERCENT} %, are not in the file and would be"
                " marked as left; force it if that is right",
                f"{leaving} de {present} personas, más del {MAX_LEAVING_PERCENT} %, no están en el archivo y quedarían"
                " como retiradas; confírmalo expresamente si es correcto",
            )
        )


class HandleTakenError(RecognizeError):
    status = 409
    code = "handle_taken"
    title = {"en": "Somebody else has this handle.", "es": "Otra persona ya usa ese identificador."}


class CodeTakenError(RecognizeError):
    status = 409
    code = "code_taken"
    title = {"en": "This code is taken.", "es": "Ese código ya está en uso."}
