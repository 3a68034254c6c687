from recognize.errors import ForbiddenError, InvalidInputError


class BoardOffError(ForbiddenError):
    """An administrator may turn it on, at `PATCH /api/organisation`."""

    code = "board_off"
    title = {"en": "Your organisation does not use this board.", "es": "Tu organización no usa este tablero."}


class UnknownBoardFilterError(InvalidInputError):
    code = "unknown_filter"
    title = {
        "en": "There is no such department or behaviour.",
        "es": "No existe esa área o ese comportamiento.",
    }
