"""The demo's wall display: made once, its token kept in a file, as the demo's passwords are printed too.

The database holds its hash only, like any other's; a company of real people never gets one.
"""

from pathlib import Path

from recognize.demo import FINISHED
from recognize.displays.actions import create_display
from recognize.displays.queries import display_by_token
from recognize.identity.secrets import token_hash
from recognize.lib.database import DB
from recognize.settings import settings

NAME = "Recepción"
_TOKEN_FILE = "demo_wall_token"

IS_DEMO = "select exists (select from audit where action = $1)"


async def demo_wall_token() -> str | None:
    """None where there is no demo company."""
    if not await DB.fetch_value(IS_DEMO, FINISHED):
        return None
    file = settings().data_path / _TOKEN_FILE
    kept = file.read_text().strip() if file.exists() else ""
    if kept and await display_by_token(token_hash(kept)):
        return kept
    token = await create_display(NAME)
    _keep(file, token)
    return token


def _keep(file: Path, token: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(f"{token}\n")
