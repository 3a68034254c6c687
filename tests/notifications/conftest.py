import asyncio
from collections.abc import AsyncIterator

import pytest
from aiosmtpd.smtp import SMTP

from recognize.settings import settings
from tests.notifications.mailbox import Mailbox


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
