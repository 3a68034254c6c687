from recognize.errors import InvalidInputError, NotFoundError, RecognizeError


class NoWorkingDayError(InvalidInputError):
    code = "no_working_day"
    title = {
        "en": "A month would have too few working days for its nominations.",
        "es": "Un mes se quedaría sin días hábiles suficientes para sus nominaciones.",
    }


class DatesCrossError(InvalidInputError):
    code = "dates_cross"
    title = {
        "en": "Nominations end before the jury does, and the jury before the announcement.",
        "es": "Las nominaciones terminan antes que el jurado, y el jurado antes del anuncio.",
    }


class UnknownCycleError(NotFoundError):
    code = "unknown_cycle"
    title = {"en": "That month has no nominations.", "es": "Ese mes no tiene nominaciones."}


class DatePassedError(RecognizeError):
    status = 409
    code = "date_passed"
    title = {
        "en": "That date has passed, or would lie in the past.",
        "es": "Esa fecha ya pasó, o quedaría en el pasado.",
    }


class ChangedMeanwhileError(RecognizeError):
    """`current` is what stands there now, so that who is told loses nothing."""

    status = 409
    code = "changed_meanwhile"
    title = {"en": "Somebody changed this meanwhile.", "es": "Alguien cambió esto mientras tanto."}
