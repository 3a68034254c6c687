from recognize.errors import InvalidInputError, NotFoundError, NotSignedInError, RecognizeError


class InvalidDisplayTokenError(NotSignedInError):
    code = "invalid_display_token"
    title = {"en": "No display has this token.", "es": "Ninguna pantalla tiene este token."}


class InvalidDisplayNameError(InvalidInputError):
    code = "invalid_display_name"
    title = {
        "en": "A display's name has 1 to 80 characters that can be shown.",
        "es": "El nombre de una pantalla lleva de 1 a 80 caracteres que se puedan mostrar.",
    }


class UnknownDisplayError(InvalidInputError):
    code = "unknown_display"
    title = {"en": "No display in use has this name.", "es": "Ninguna pantalla en uso tiene este nombre."}


class UnknownSceneError(InvalidInputError):
    code = "unknown_scene"
    title = {"en": "There is no such scene.", "es": "Esa escena no existe."}


class UnknownAreaError(InvalidInputError):
    code = "unknown_department"
    title = {"en": "There is no such department.", "es": "Esa área no existe."}


class HalfQuietHoursError(InvalidInputError):
    code = "half_quiet_hours"
    title = {
        "en": "Quiet hours have a beginning and another end.",
        "es": "Las horas de silencio llevan un inicio y un fin distinto.",
    }


class DisplayChangedError(RecognizeError):
    """`version` is the present one; nothing was written."""

    status = 409
    code = "display_changed"
    title = {
        "en": "Somebody changed this display meanwhile. Look at it again.",
        "es": "Alguien cambió esta pantalla mientras tanto. Vuelve a mirarla.",
    }


class UnknownPairingCodeError(NotFoundError):
    code = "unknown_pairing_code"
    title = {
        "en": "No screen shows this code (any more). Look at the screen again.",
        "es": "Ninguna pantalla muestra ese código (ya). Vuelve a mirar la pantalla.",
    }


class _DeviceError(RecognizeError):
    """What a polling device is answered, under the names of RFC 8628; `error` is there for its clients."""

    def __init__(self) -> None:
        super().__init__(error=self.code)


class AuthorizationPendingError(_DeviceError):
    code = "authorization_pending"
    title = {"en": "Nobody has approved this code yet.", "es": "Nadie ha aprobado este código todavía."}


class SlowDownError(_DeviceError):
    code = "slow_down"
    title = {"en": "Ask less often.", "es": "Pregunta con menos frecuencia."}


class ExpiredTokenError(_DeviceError):
    code = "expired_token"
    title = {"en": "This code has expired; begin again.", "es": "Este código caducó; empieza de nuevo."}


class InvalidGrantError(_DeviceError):
    code = "invalid_grant"
    title = {
        "en": "This device code is unknown or was used.",
        "es": "Este código de dispositivo no existe o ya se usó.",
    }


class AccessDeniedError(_DeviceError):
    code = "access_denied"
    title = {"en": "The display was revoked.", "es": "La pantalla fue dada de baja."}
