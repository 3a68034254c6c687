from recognize.displays.errors import InvalidDisplayNameError, UnknownDisplayError
from recognize.displays.queries import in_use, own_topic
from recognize.displays.schemas import Locale
from recognize.identity.actions import ACCESS_CHANGED
from recognize.identity.secrets import new_token, token_hash
from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.lib.text import unusable_character
from recognize.log.events import record
from recognize.organisation import audit

MAX_NAME_CHARACTERS = 80

CREATE = """
insert into displays (id, name, token_hash, locale) select $1, $2, $3, coalesce($4, o.locale) from organisation o
"""
REVOKE = "update displays set revoked_at = now() where id = any($1)"


async def create_display(name: str, locale: Locale | None = None) -> str:
    """Returns the display's token, which is stored nowhere. Without a locale it speaks the organisation's language."""
    chosen = name.strip()
    if not 0 < len(chosen) <= MAX_NAME_CHARACTERS or unusable_character(chosen):
        raise InvalidDisplayNameError
    identity, token = uuid7(), new_token()
    async with DB.transaction():
        await DB.execute(CREATE, identity, chosen, token_hash(token), locale)
        await audit.record("display.created", chosen, {"id": str(identity)})
    return token


async def revoke_displays(name: str) -> int:
    """Every display of this name is out, with its token and its cookie. Returns how many; raises UnknownDisplayError."""
    async with DB.transaction():
        displays = await in_use(name.strip())
        if not displays:
            raise UnknownDisplayError(name)
        await DB.execute(REVOKE, displays)
        for display in displays:
            await record(ACCESS_CHANGED, display, [own_topic(display)], {})
        await audit.record("display.revoked", name.strip(), {"ids": [str(each) for each in displays]})
    return len(displays)
