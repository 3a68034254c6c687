"""The one way in which Recognize says no: a status, a stable code and a sentence that a person understands."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence as every reader may need it: written where something goes wrong, chosen where somebody reads it.

    `str` is the English one, for terminals and logs.
    """

    en: str
    es: str

    def __getitem__(self, locale: str) -> str:
        return self.es if locale == "es" else self.en

    def __str__(self) -> str:
        return self.en

    def about(self, name: str) -> "Words":
        """The same of the field `name`, which is called so in every language."""
        return Words(f"{name}: {self.en}", f"{name}: {self.es}")

    @staticmethod
    def joined(sentences: Iterable["Words"]) -> "Words":
        said = list(sentences)
        return Words("; ".join(each.en for each in said), "; ".join(each.es for each in said))


class WordedError(Exception):
    """What is wrong with something that was written, for whoever wrote it."""

    def __init__(self, en: str, es: str) -> None:
        self.words = Words(en, es)
        super().__init__(en)


class RecognizeError(Exception):
    """Base of every refusal. Subclasses fix `status` and `code`; the API shows them as RFC 9457 problem details.

    `title` is the sentence in English and in Spanish; `detail` names what exactly was refused, in Words where people
    read it; `extra` becomes extension members of the problem (for example `limit` beside `allowance_exceeded`).
    """

    status: ClassVar[int] = 400
    code: ClassVar[str] = "bad_request"
    title: ClassVar[dict[str, str]] = {"en": "The request was not understood.", "es": "No se entendió la solicitud."}

    def __init__(self, detail: Words | str | None = None, **extra: Any) -> None:
        self.detail = detail
        self.extra = extra
        super().__init__(str(detail or self.title["en"]))

    def detail_in(self, locale: str) -> str | None:
        return self.detail[locale] if isinstance(self.detail, Words) else self.detail

    def extra_in(self, locale: str) -> dict[str, Any]:
        """`extra` as who reads that language is told it."""
        return self.extra


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


class InvalidMonthError(InvalidInputError):
    code = "invalid_month"
    title = {"en": "A month is written like 2026-11.", "es": "Un mes se escribe así: 2026-11."}


class TooManyRequestsError(RecognizeError):
    status = 429
    code = "too_many_requests"
    title = {"en": "Too many requests; wait a moment.", "es": "Demasiadas solicitudes; espera un momento."}
