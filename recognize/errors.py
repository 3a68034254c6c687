"""The one way in which Recognize says no: a status, a stable code and a sentence that a person understands."""

from typing import Any, ClassVar


class RecognizeError(Exception):
    """Base of every refusal. Subclasses fix `status` and `code`; the API shows them as RFC 9457 problem details.

    `title` is the sentence in English and in Spanish; `detail` names what exactly was refused; `extra` becomes
    extension members of the problem (for example `limit` beside `allowance_exceeded`).
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    title: ClassVar[dict[str, str]] = {"en": "The request was not understood.", "es": "No se entendió la solicitud."}

    def __init__(self, detail: str | None = None, **extra: Any) -> None:
        self.detail = detail
        self.extra = extra
        super().__init__(detail or self.title["en"])


class NotFoundError(RecognizeError):
    status = 404
    code = "not_found"
    title = {"en": "There is nothing here, or it is not yours to see.", "es": "Aquí no hay nada, o no es para ti."}


class NotSignedInError(RecognizeError):
    status = 401
    code = "not_signed_in"
    title = {"en": "Sign in first.", "es": "Primero inicia sesión."}


class ForbiddenError(RecognizeError):
    status = 403
    code = "forbidden"
    title = {"en": "You may not do this.", "es": "No tienes permiso para hacer esto."}


class InvalidInputError(RecognizeError):
    """A field is missing, of the wrong type, or outside its limits; `detail` says which."""

    status = 422
    code = "invalid_input"
    title = {"en": "Something in the request is not right.", "es": "Algo en la solicitud no es correcto."}


class TooManyRequestsError(RecognizeError):
    status = 429
    code = "too_many_requests"
    title = {"en": "Too many requests; wait a moment.", "es": "Demasiadas solicitudes; espera un momento."}
