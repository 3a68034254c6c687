"""The one-click stop, and the outbox that the demo shows instead of sending."""

from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import MediaType, Request, Response, Router, get, post
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from recognize.errors import ForbiddenError, NotFoundError
from recognize.identity.middleware import FOR_ANYBODY
from recognize.lib.http import language_of
from recognize.notifications import mails
from recognize.notifications.actions import stop_mails
from recognize.notifications.queries import mail_content, newest_mails
from recognize.notifications.readers import RECOGNISED
from recognize.permissions import principal_of, requires

OUTBOX_MAILS = 50
AnyRequest = Request[Any, Any, Any]
# A mail is styled in its elements, as mail programs want it; nothing else of it may do anything.
_MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
_PAGE = """<!doctype html><html lang="{locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Recognize</title></head><body><main><h1>{title}</h1>{rest}</main></body></html>"""
_WORDS = {
    "es": ("¿Dejar de recibir estos correos?", "No recibir más", "Listo: no recibirás más estos correos."),
    "en": ("Stop these mails?", "Stop them", "Done: these mails have stopped."),
}


class OutboxMail(Struct, frozen=True):
    """`outcome`: `sent`, `dropped` (withdrawn, hidden or stopped meanwhile), `failed`, or null while it waits."""

    id: UUID
    queued_at: datetime
    to: str
    subject: str
    text: str
    outcome: str | None


class BadProofError(ForbiddenError):
    code = "bad_proof"
    title = {"en": "This link is not one of ours.", "es": "Ese enlace no es nuestro."}


@get("/stop")
async def ask_to_stop(
    request: AnyRequest, person: FromQuery[UUID], kind: FromQuery[str], proof: FromQuery[str]
) -> Response[str]:
    """Only asks: programs that look into mails follow links too."""
    _check(person, kind, proof)
    query = urlencode({"person": str(person), "kind": kind, "proof": proof})
    title, button, _ = _WORDS[_locale(request)]
    form = f'<form method="post" action="/api/mail/stop?{escape(query)}"><button>{button}</button></form>'
    return _page(request, title, form)


@post("/stop", status_code=200)
async def stop(
    request: AnyRequest, person: FromQuery[UUID], kind: FromQuery[str], proof: FromQuery[str]
) -> Response[str]:
    _check(person, kind, proof)
    await stop_mails(person, kind)
    return _page(request, _WORDS[_locale(request)][2], "")


def _check(person: UUID, kind: str, proof: str) -> None:
    if kind != RECOGNISED or not mails.is_proof(person, kind, proof):
        raise BadProofError


def _locale(request: AnyRequest) -> str:
    return language_of(request, "es")


def _page(request: AnyRequest, title: str, rest: str) -> Response[str]:
    page = _PAGE.format(locale=_locale(request), title=title, rest=rest)
    return Response(page, media_type=MediaType.HTML, headers={"Content-Security-Policy": "default-src 'none'"})


@get("/", guards=[requires("outbox.read")])
async def read_outbox(request: AnyRequest) -> list[OutboxMail]:
    """One's own mails: they hold words between two people, and links that act in their reader's name."""
    return [
        OutboxMail(
            each.id,
            each.queued_at,
            each.address or "",
            mails.subject_of(each),
            mails.text_of(each),
            each.outcome,
        )
        for each in await newest_mails(principal_of(request).person_id, OUTBOX_MAILS)
        if each.is_there
    ]


@get("/{mail_id:uuid}", guards=[requires("outbox.read")])
async def read_outbox_mail(request: AnyRequest, mail_id: FromPath[UUID]) -> Response[str]:
    """The mail as HTML, to be looked at in a frame."""
    content = await mail_content(mail_id)
    if content is None or not content.is_there or content.person_id != principal_of(request).person_id:
        raise NotFoundError
    return Response(
        mails.html_of(content), media_type=MediaType.HTML, headers={"Content-Security-Policy": _MAIL_POLICY}
    )


router = Router("/mail", route_handlers=[ask_to_stop, stop], opt={FOR_ANYBODY: True}, tags=["mail"])
# Elsewhere mails are sent: it exists in the demo only.
outbox_router = Router("/outbox", route_handlers=[read_outbox, read_outbox_mail], tags=["mail"])
