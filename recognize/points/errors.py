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
