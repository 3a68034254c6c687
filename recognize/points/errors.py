from recognize.errors import InvalidInputError


class AllowanceExceededError(InvalidInputError):
    """`limit` is `month` (the whole allowance) or `person` (the share that may go to one person); `left` is in points."""

    code = "allowance_exceeded"
    title = {
        "en": "There are not enough points left for this; send it with fewer or none.",
        "es": "No quedan puntos suficientes; envíalo con menos o sin puntos.",
    }


class OnePersonLimitError(AllowanceExceededError):
    """The same code: whoever handles one handles both; `limit` is `person`."""

    title = {
        "en": "So much of a month's points cannot go to one person; send it with fewer or none.",
        "es": "Tantos puntos del mes no pueden ir a una sola persona; envíalo con menos o sin puntos.",
    }


class NoAllowanceError(InvalidInputError):
    code = "no_allowance"
    title = {
        "en": "Who works here for another company has no points to give.",
        "es": "Quien colabora desde otra empresa no tiene puntos para dar.",
    }


class CorrectionExceededError(InvalidInputError):
    """`left`: what awards and corrections gave so far, in points."""

    code = "correction_exceeded"
    title = {
        "en": "A correction takes back only what the organisation gave; points of a kudos go back when it is withdrawn.",
        "es": "Una corrección solo quita lo que dio la organización; los puntos de un reconocimiento vuelven al retirarlo.",
    }


class NothingToCorrectError(InvalidInputError):
    code = "nothing_to_correct"
    title = {
        "en": "A correction of 0 points changes nothing.",
        "es": "Una corrección de 0 puntos no cambia nada.",
    }
