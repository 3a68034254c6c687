from collections.abc import Sequence

from recognize.errors import InvalidInputError, RecognizeError
from recognize.lib.csv import BadLine

MAX_SHOWN_LINES = 5
MAX_LEAVING_PERCENT = 20


class BadLinesError(InvalidInputError):
    """The file holds lines that cannot be used, so nothing of it was written; `lines` are sorted by their number."""

    code = "bad_lines"
    title = {"en": "The file has lines that cannot be used.", "es": "El archivo tiene líneas que no se pueden usar."}

    def __init__(self, lines: Sequence[BadLine]) -> None:
        self.lines = list(lines)
        more = f"; and {len(lines) - MAX_SHOWN_LINES} more" if len(lines) > MAX_SHOWN_LINES else ""
        shown = "; ".join(str(line) for line in lines[:MAX_SHOWN_LINES])
        problems = [{"number": line.number, "reason": line.reason} for line in lines]
        super().__init__(f"bad lines: {len(lines)}, so nothing was written: {shown}{more}", lines=problems)


class TooManyLeaversError(RecognizeError):
    """More of those who have not left are missing from the file than a mistake should be able to mark as left."""

    status = 409
    code = "too_many_leavers"
    title = {"en": "Too many people would be marked as left.", "es": "Quedarían demasiadas personas como retiradas."}

    def __init__(self, leaving: int, present: int) -> None:
        share = f"{leaving} of {present} people, more than {MAX_LEAVING_PERCENT} %,"
        super().__init__(f"{share} are not in the file and would be marked as left; force it if that is right")


class HandleTakenError(RecognizeError):
    status = 409
    code = "handle_taken"
    title = {"en": "Somebody else has this handle.", "es": "Otra persona ya usa ese identificador."}


class CodeTakenError(RecognizeError):
    status = 409
    code = "code_taken"
    title = {"en": "This code is taken.", "es": "Ese código ya está en uso."}
