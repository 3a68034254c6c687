"""The outbox that the demo shows instead of sending."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import MediaType, Request, Response, Router, get
from litestar.params import FromPath
from msgspec import Struct

from recognize.errors import NotFoundError
from recognize.notifications import mails
from recognize.notifications.queries import mail_content, newest_mails
from recognize.permissions import principal_of, requires

OUTBOX_MAILS = 50
# A mail is styled in its elements, as mail programs want it; nothing else of it may do anything.
_MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"

AnyRequest = Request[Any, Any, Any]


class OutboxMail(Struct, frozen=True):
    """`outcome`: `sent`, `dropped` (nothing to tell any more, or stopped meanwhile), `failed`, or null while it waits."""

    id: UUID
    queued_at: datetime
    to: str
    subject: str
    text: str
    outcome: str | None


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
        if each.facts is not None
    ]


@get("/{mail_id:uuid}", guards=[requires("outbox.read")])
async def read_outbox_mail(request: AnyRequest, mail_id: FromPath[UUID]) -> Response[str]:
    """The mail as HTML, to be looked at in a frame."""
    content = await mail_content(mail_id)
    if content is None or content.facts is None or content.person_id != principal_of(request).person_id:
        raise NotFoundError
    return Response(
        mails.html_of(content), media_type=MediaType.HTML, headers={"Content-Security-Policy": _MAIL_POLICY}
    )


# Elsewhere mails are sent: it exists in the demo only.
outbox_router = Router("/outbox", route_handlers=[read_outbox, read_outbox_mail], tags=["mail"])
