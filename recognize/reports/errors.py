from recognize.errors import InvalidInputError, RecognizeError


class UnknownDepartmentError(InvalidInputError):
    code = "unknown_department"
    title = {"en": "This department is not known.", "es": "Esa área no existe."}


class UnknownFigureError(InvalidInputError):
    code = "unknown_figure"
    title = {"en": "There is no such figure to look behind.", "es": "Esa cifra no existe o no se puede desglosar."}


class UnknownBehaviourError(InvalidInputError):
    code = "unknown_behaviour"
    title = {"en": "This behaviour is not known.", "es": "Ese comportamiento no existe."}


class UnknownStageError(InvalidInputError):
    code = "unknown_stage"
    title = {"en": "This stage is not known.", "es": "Esa etapa no existe."}


class UnknownDirectionError(InvalidInputError):
    code = "unknown_direction"
    title = {"en": "This direction is not known.", "es": "Esa dirección no existe."}


class UnknownListError(InvalidInputError):
    code = "unknown_list"
    title = {"en": "There is no such list of people.", "es": "Esa lista de personas no existe."}


class UnknownFormatError(InvalidInputError):
    code = "unknown_format"
    title = {"en": "There is no export in this format.", "es": "No hay exportación en ese formato."}


class ReadersBehindError(RecognizeError):
    status = 503
    code = "readers_behind"
    title = {
        "en": "The latest kudos are still being counted; try again in a moment.",
        "es": "Todavía se cuentan los últimos reconocimientos; intenta de nuevo en un momento.",
    }


class MonthClosedError(RecognizeError):
    status = 409
    code = "month_closed"
    title = {"en": "This month is closed already.", "es": "Ese mes ya está cerrado."}


class MonthRunningError(RecognizeError):
    status = 409
    code = "month_running"
    title = {"en": "This month is not over yet.", "es": "Ese mes todavía no termina."}


class TooEarlyError(RecognizeError):
    status = 409
    code = "too_early"
    title = {
        "en": "A month can be closed one hour after its end.",
        "es": "Un mes se puede cerrar una hora después de su fin.",
    }
