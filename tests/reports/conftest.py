from tests.notifications.conftest import mailbox

__all__ = ["mailbox"]
