"""Every refusal as RFC 9457 problem details, in the reader's language; nothing else leaves the API as an error."""

import logging
from typing import Any

from asyncpg import CharacterNotInRepertoireError, DataError
from litestar import Request, Response
from litestar.exceptions import HTTPException, SerializationException, ValidationException
from litestar.status_codes import HTTP_413_REQUEST_ENTITY_TOO_LARGE

from recognize.errors import InvalidInputError, NotFoundError, RecognizeError, Words
from recognize.lib.csv import CsvError
from recognize.lib.http import language_of
from recognize.log.readers import DATABASE_AWAY
from recognize.permissions import Caller
from recognize.settings import settings

PROBLEM_JSON = "application/problem+json"
BYTES_A_MEGABYTE = 1_000_000
MAX_DETAIL_CHARACTERS = 1_000  # what was sent may be huge, and is not sent back whole
WHOLE_BODY = "data"  # Litestar's name for it
logger = logging.getLogger(__name__)

AnyRequest = Request[Any, Any, Any]


class InternalError(RecognizeError):
    status = 500
    code = "internal_error"
    title = {
        "en": "Something went wrong on our side; nothing was saved.",
        "es": "Algo falló de nuestro lado; no se guardó nada.",
    }


class UnavailableError(RecognizeError):
    status = 503
    code = "unavailable"
    title = {
        "en": "The database is away for a moment; try again.",
        "es": "La base de datos no responde; intenta de nuevo.",
    }


class InvalidJsonError(RecognizeError):
    code = "invalid_json"
    title = {"en": "The body is not valid JSON.", "es": "El cuerpo no es JSON válido."}


class UnreadableFileError(InvalidInputError):
    code = "unreadable_file"
    title = {"en": "The file cannot be read.", "es": "No se puede leer el archivo."}


class BodyTooLargeError(RecognizeError):
    """`limit_bytes` is the most that this address takes."""

    status = HTTP_413_REQUEST_ENTITY_TOO_LARGE
    code = "body_too_large"
    title = {"en": "The request is too large.", "es": "La solicitud es demasiado grande."}

    def __init__(self, limit_bytes: int) -> None:
        size = f"{limit_bytes / BYTES_A_MEGABYTE:g} MB"
        super().__init__(Words(f"the limit is {size}", f"el límite es {size}"), limit_bytes=limit_bytes)


# Litestar's own refusals by status: code, English, Spanish.
_HTTP = {
    400: ("bad_request", "The request was not understood.", "No se entendió la solicitud."),
    401: ("not_signed_in", "Sign in first.", "Primero inicia sesión."),
    404: ("not_found", "There is nothing here.", "Aquí no hay nada."),
    405: ("method_not_allowed", "This cannot be done here.", "Eso no se puede hacer aquí."),
    415: ("unsupported_media_type", "Send JSON.", "Envía JSON."),
}


def problem(request: AnyRequest, refusal: RecognizeError) -> Response[dict[str, Any]]:
    locale = _locale(request)
    title, detail, extra = refusal.title[locale], refusal.detail_in(locale), refusal.extra_in(locale)
    return _problem(refusal.status, refusal.code, title, detail, extra)


def http_problem(request: AnyRequest, refusal: HTTPException) -> Response[dict[str, Any]]:
    if isinstance(refusal, ValidationException):
        return problem(request, InvalidInputError(_what_is_wrong(refusal)))
    if isinstance(refusal.__cause__, SerializationException) or "deserializ" in refusal.detail.lower():
        return problem(request, InvalidJsonError(refusal.detail))
    if refusal.status_code == HTTP_413_REQUEST_ENTITY_TOO_LARGE:
        return problem(request, BodyTooLargeError(request.route_handler.resolve_request_max_body_size() or 0))
    code, english, spanish = _HTTP.get(refusal.status_code, _HTTP[400])
    title = {"en": english, "es": spanish}[_locale(request)]
    return _problem(refusal.status_code, code, title, None, {})


def _what_is_wrong(refusal: ValidationException) -> str:
    found = refusal.extra if isinstance(refusal.extra, list) else []
    named = [_named(each) for each in found if isinstance(each, dict)]
    return "; ".join(named) or "the body is missing or not of the expected shape"


def _named(fault: dict[str, Any]) -> str:
    key, message = fault.get("key") or "body", str(fault.get("message"))
    if key != WHOLE_BODY:
        return f"{key}: {message}"
    return "the body is missing" if message == repr(WHOLE_BODY) else message


def unstorable(request: AnyRequest, refusal: Exception) -> Response[dict[str, Any]]:
    """PostgreSQL takes neither NUL characters nor lone surrogates nor numbers beyond its types."""
    return problem(
        request, InvalidInputError(Words("a value cannot be stored", "hay un valor que no se puede guardar"))
    )


def unreadable(request: AnyRequest, refusal: Exception) -> Response[dict[str, Any]]:
    return problem(request, InvalidJsonError("nested too deeply, or not UTF-8"))


def unreadable_file(request: AnyRequest, refusal: CsvError) -> Response[dict[str, Any]]:
    return problem(request, UnreadableFileError(refusal.words))


def no_such_page(request: AnyRequest, refusal: Exception) -> Response[dict[str, Any]]:
    """Below the pages: what the file system cannot even look up (too long, a NUL, a file as a folder) is not there."""
    if isinstance(refusal, HTTPException) and refusal.status_code == 405:
        return http_problem(request, refusal)
    return problem(request, NotFoundError())


def unavailable(request: AnyRequest, failure: Exception) -> Response[dict[str, Any]]:
    logger.error("%s %s: %r", request.method, request.url.path, failure)
    return problem(request, UnavailableError())


def internal(request: AnyRequest, failure: Exception) -> Response[dict[str, Any]]:
    logger.exception("%s %s", request.method, request.url.path, exc_info=failure)
    return problem(request, InternalError())


def _problem(status: int, code: str, title: str, detail: str | None, extra: dict[str, Any]) -> Response[dict[str, Any]]:
    body = {"type": "about:blank", "status": status, "code": code, "title": title, **extra}
    if detail:
        body["detail"] = detail if len(detail) <= MAX_DETAIL_CHARACTERS else f"{detail[:MAX_DETAIL_CHARACTERS]}…"
    headers = {"Retry-After": str(extra["retry_after_seconds"])} if "retry_after_seconds" in extra else None
    return Response(body, status_code=status, media_type=PROBLEM_JSON, headers=headers)


def _locale(request: AnyRequest) -> str:
    """What the browser asks for first, else the caller's, else the organisation's first."""
    caller = request.scope.get("principal")
    return language_of(request, caller.locale if isinstance(caller, Caller) else settings().locale)


HANDLERS: dict[Any, Any] = {
    RecognizeError: problem,
    HTTPException: http_problem,
    DataError: unstorable,
    CharacterNotInRepertoireError: unstorable,
    CsvError: unreadable_file,
    RecursionError: unreadable,
    UnicodeDecodeError: unreadable,
    **dict.fromkeys(DATABASE_AWAY, unavailable),
    Exception: internal,
}
