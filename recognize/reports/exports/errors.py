from recognize.errors import InvalidInputError, RecognizeError, TooManyRequestsError


class UnknownColumnError(InvalidInputError):
    code = "unknown_column"
    title = {"en": "This export has no such column.", "es": "Esa exportación no tiene esa columna."}


class UnknownKindError(InvalidInputError):
    code = "unknown_kind"
    title = {"en": "This export knows no such kind.", "es": "Esa exportación no conoce ese tipo."}


class InvalidPeriodError(InvalidInputError):
    code = "invalid_period"
    title = {
        "en": "The period of an export is a month, or two days.",
        "es": "El periodo de una exportación es un mes, o dos días.",
    }


class TooManyExportsError(TooManyRequestsError):
    code = "too_many_exports"
    title = {
        "en": "Several of your exports are being made; wait for one of them.",
        "es": "Varias de tus exportaciones se están haciendo; espera a que termine una.",
    }


class ExportNotReadyError(RecognizeError):
    status = 409
    code = "export_not_ready"
    title = {"en": "This export is not ready yet.", "es": "Esta exportación todavía no está lista."}
