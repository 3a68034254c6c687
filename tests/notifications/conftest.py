import asyncio
from collections.abc import AsyncIterator

import pytest
from aiosmtpd.smtp import SMTP

from recognize.notifications.readers import INBOX, MAILS
from recognize.settings import settings
from recognize.tallies.readers import TALLIES
from tests.notifications.mailbox import Mailbox


@pytest.fixture(autouse=True)
def nothing_earned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before `address`: badges, levels and challenges would be told in between."""
    monkeypatch.setattr("recognize.worker.READERS", (TALLIES, MAILS, INBOX))


@pytest.fixture
async def mailbox(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Mailbox]:
    box = Mailbox()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    monkeypatch.setenv("RECOGNIZE_SMTP_URL", f"smtp://127.0.0.1:{port}")
    monkeypatch.setenv("RECOGNIZE_MAIL_FROM", "Recognize <kudos@example.org>")
    monkeypatch.setenv("RECOGNIZE_PUBLIC_URL", "https://recognize.example")
    settings.cache_clear()
    yield box
    server.close()
    monkeypatch.undo()
    settings.cache_clear()
