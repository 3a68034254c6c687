"""The one-click stop of mails, as RFC 8058 has it: a mail program posts to the link by itself; for people it is a page that
asks first. Following the link stops nothing, because programs that look into mails follow links too."""

import base64
import hashlib
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import MediaType, Request, Response, Router, get, post
from litestar.params import QueryParameter

from recognize.errors import ForbiddenError
from recognize.identity.middleware import FOR_ANYBODY
from recognize.lib.http import language_of
from recognize.lib.ids import parse_uuid
from recognize.notifications import mails
from recognize.notifications.actions import stop_mails
from recognize.notifications.kinds import KINDS

AnyRequest = Request[Any, Any, Any]
Text = Annotated[str, QueryParameter(max_length=200)]

# The page needs nothing from elsewhere: its style stands in it and is allowed by its hash.
STYLE = (Path(mails.__file__).parents[1] / "emails" / "stop.css").read_text()
_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
_HEADERS = {
    "Content-Security-Policy": f"default-src 'none'; style-src 'sha256-{_HASH}'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
WORDS = {
    "es": {
        "ask": "¿Dejar de recibir estos correos?",
        "then": "Ya no te escribiremos {stops}. En Recognize lo sigues viendo todo.",
        "button": "No recibir más",
        "done": "Listo: no recibirás más estos correos.",
        "refused": "Este enlace no sirve",
        "hint": "Está incompleto o no es nuestro. Abre el que está al pie del último correo que te llegó.",
        "home": "Ir a Recognize",
    },
    "en": {
        "ask": "Stop these mails?",
        "then": "We will no longer write to you {stops}. In Recognize you go on seeing everything.",
        "button": "Stop them",
        "done": "Done: these mails have stopped.",
        "refused": "This link is no good",
        "hint": "It is not complete, or not one of ours. Open the one at the foot of the last mail you got.",
        "home": "Go to Recognize",
    },
}


class BadProofError(ForbiddenError):
    code = "bad_proof"
    title = {"en": "This link is not one of ours.", "es": "Ese enlace no es nuestro."}


@get("/stop")
async def ask_to_stop(request: AnyRequest, person: Text = "", kind: Text = "", proof: Text = "") -> Response[str]:
    """Only asks. 403 `bad_proof` for a link that is not whole or not ours, to a browser as a page."""
    if _whose(person, kind, proof) is None:
        return _refusal(request)
    words = _words(request, kind)
    query = urlencode({"person": person, "kind": kind, "proof": proof})
    return _page(request, title=words["ask"], text=words["then"], action=f"{mails.STOP_PATH}?{query}")


@post("/stop", status_code=200)
async def stop(request: AnyRequest, person: Text = "", kind: Text = "", proof: Text = "") -> Response[str]:
    """Stops them; once more changes nothing."""
    reader = _whose(person, kind, proof)
    if reader is None:
        return _refusal(request)
    await stop_mails(reader, kind)
    words = _words(request, kind)
    return _page(request, title=words["done"], text=words["then"])


def _whose(person: str, kind: str, proof: str) -> UUID | None:
    """The mails' reader, where the link is ours."""
    reader = parse_uuid(person)
    return reader if reader and kind in KINDS and mails.is_proof(reader, kind, proof) else None


def _refusal(request: AnyRequest) -> Response[str]:
    if MediaType.HTML not in request.headers.get("accept", ""):
        raise BadProofError
    words = _words(request)
    page = _page(request, title=words["refused"], text=words["hint"], code=BadProofError.code)
    page.status_code = BadProofError.status
    return page


def _words(request: AnyRequest, kind: str | None = None) -> dict[str, str]:
    locale = language_of(request, "es")
    stops = KINDS[kind].words[locale]["stops"] if kind else ""
    return {name: text.format(stops=stops) for name, text in WORDS[locale].items()}


def _page(request: AnyRequest, **shown: str) -> Response[str]:
    locale = language_of(request, "es")
    page = mails.template("stop.html").render(
        {"action": None, "code": None, **shown}, locale=locale, words=WORDS[locale], style=STYLE
    )
    return Response(page, media_type=MediaType.HTML, headers=_HEADERS)


router = Router("/mail", route_handlers=[ask_to_stop, stop], opt={FOR_ANYBODY: True}, tags=["mail"])
