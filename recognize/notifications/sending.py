"""Sending what is queued: one mail a claim, so that two processes never send the same one at once."""

import asyncio
import logging
import smtplib
import ssl
from email.errors import MessageError
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit
from uuid import UUID

from recognize.lib.database import DB
from recognize.notifications.mails import message_of
from recognize.notifications.queries import mail_content
from recognize.settings import settings

SMTP_TIMEOUT_SECONDS = 20
MAILS_A_RUN = 200
SMTP_PORT, SMTPS_PORT = 587, 465

# The next attempt is set before the first is made: a process that dies in between leaves the mail for later.
CLAIM = """
update mails set attempts = attempts + 1,
       next_attempt_at = now() + (array[1, 5, 30, 120])[least(attempts + 1, 4)] * interval '1 minute'
where id = (select id from mails where ended_at is null and next_attempt_at <= now()
            order by next_attempt_at limit 1 for update skip locked)
returning id, queued_at < now() - interval '24 hours' as is_too_old
"""
END = "update mails set ended_at = now(), outcome = $2, error = $3 where id = $1"
NOTE = "update mails set error = $2 where id = $1"

logger = logging.getLogger(__name__)


async def send_waiting() -> None:
    """Without a mail server nothing is sent and nothing is lost; what has waited for a day is given up."""
    if not settings().smtp_url:
        return
    for _ in range(MAILS_A_RUN):
        row = await DB.fetch_row(CLAIM)
        if row is None:
            return
        if row["is_too_old"]:
            await DB.execute(END, row["id"], "failed", "waited for a day")
        else:
            await _send(row["id"])


async def _send(mail: UUID) -> None:
    content = await mail_content(mail)
    if content is None or content.facts is None:
        await DB.execute(END, mail, "dropped", None)
        return
    try:
        await asyncio.to_thread(hand_over, message_of(content))
    except (smtplib.SMTPRecipientsRefused, MessageError, ValueError) as refusal:
        await DB.execute(END, mail, "failed", str(refusal)[:500])
    except (smtplib.SMTPException, OSError) as failure:
        logger.warning("mail %s: %s; later again", mail, failure)
        await DB.execute(NOTE, mail, str(failure)[:500])
    else:
        await DB.execute(END, mail, "sent", None)


def hand_over(message: EmailMessage) -> None:
    """To the mail server, over TLS where it offers it. Raises SMTPException and OSError."""
    url = urlsplit(settings().smtp_url)
    with _connected(url.scheme, url.hostname or "", url.port) as server:
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
        server.send_message(message)


def _connected(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    tls = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or SMTPS_PORT, timeout=SMTP_TIMEOUT_SECONDS, context=tls)
    server = smtplib.SMTP(host, port or SMTP_PORT, timeout=SMTP_TIMEOUT_SECONDS)
    server.ehlo()
    if server.has_extn("starttls"):
        server.starttls(context=tls)
    return server
