"""A mail server, and what it was handed."""

import email
import email.policy
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from recognize.notifications.sending import send_waiting
from recognize.worker import settle


@dataclass
class Mailbox:
    """A mail server on a free port that keeps what it is handed."""

    received: list[EmailMessage] = field(default_factory=list)
    answer: str = "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # aiosmtpd's name
        if self.answer.startswith("250"):
            self.received.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return self.answer


async def sent() -> None:
    await settle()
    await send_waiting()


def parts(message: EmailMessage) -> tuple[str, str]:
    text, html = (message.get_body([kind]) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    return text.get_content(), html.get_content()
