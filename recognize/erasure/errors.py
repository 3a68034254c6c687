from recognize.errors import ForbiddenError, RecognizeError


class OwnErasureError(ForbiddenError):
    code = "own_erasure"
    title = {"en": "Nobody erases themselves.", "es": "Nadie se elimina a sí mismo."}


class LastAdministratorError(RecognizeError):
    status = 409
    code = "last_administrator"
    title = {
        "en": "This is the last administrator: make another one first.",
        "es": "Es la última persona que administra: nombra antes a otra.",
    }
