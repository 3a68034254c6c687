from recognize.errors import InvalidInputError


class AllowanceExceededError(InvalidInputError):
    """`limit` is `month` (the whole allowance) or `person` (the share that may go to one person); `left` is in points."""

    code = "allowance_exceeded"
    title = {
        "en": "There are not enough points left for this; send it with fewer or none.",
        "es": "No quedan puntos suficientes; envíalo con menos o sin puntos.",
    }
