"""The demo's wall display: made once, its token kept in a file, as the demo's passwords are printed too.

A company of real people never gets one.
"""

from recognize.demo import FINISHED
from recognize.lib.database import DB
from recognize.local import kept_display_token

NAME = "Recepción"
_TOKEN_FILE = "demo_wall_token"

IS_DEMO = "select exists (select from audit where action = $1)"


async def demo_wall_token() -> str | None:
    """None where there is no demo company."""
    if not await DB.fetch_value(IS_DEMO, FINISHED):
        return None
    return await kept_display_token(NAME, _TOKEN_FILE)
