from recognize.errors import InvalidInputError, NotSignedInError


class InvalidDisplayTokenError(NotSignedInError):
    code = "invalid_display_token"
    title = {"en": "No display has this token.", "es": "Ninguna pantalla tiene este token."}


class InvalidDisplayNameError(InvalidInputError):
    code = "invalid_display_name"
    title = {
        "en": "A display's name has 1 to 80 characters.",
        "es": "El nombre de una pantalla lleva de 1 a 80 caracteres.",
    }


class UnknownDisplayError(InvalidInputError):
    code = "unknown_display"
    title = {"en": "No display in use has this name.", "es": "Ninguna pantalla en uso tiene este nombre."}
