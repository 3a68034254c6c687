"""Pairing after the device flow of RFC 8628: the screen shows a code, an administrator approves it, the screen comes for
its token. Of both secrets only hashes are kept, and the token is made in the moment that hands it over."""

import secrets
from typing import NamedTuple
from uuid import UUID

from recognize.displays.actions import add_display
from recognize.displays.errors import (
    AccessDeniedError,
    AuthorizationPendingError,
    ExpiredTokenError,
    InvalidGrantError,
    SlowDownError,
    UnknownPairingCodeError,
)
from recognize.displays.schemas import NewDisplay
from recognize.errors import NotFoundError
from recognize.identity.actions import ACCESS_CHANGED
from recognize.identity.secrets import new_token, token_hash
from recognize.lib.database import DB
from recognize.log.events import record
from recognize.organisation import audit

CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # RFC 8628, 6.1: no vowels, so no words, and nothing that looks like a digit
CODE_LENGTH = 8
EXPIRES_SECONDS = 600
INTERVAL_SECONDS = 5
EARLY_SECONDS = 1  # a network is not a metronome
KEPT_SECONDS = 3600  # for so long a device hears that its code has expired, then that nobody knows it

BEGIN = """
insert into display_pairings (device_hash, user_code, expires_at)
values ($1, $2, now() + $3 * interval '1 second') on conflict (user_code) do nothing
"""
APPROVE = """
update display_pairings set display_id = $2
where user_code = $1 and display_id is null and redeemed_at is null and expires_at > now()
"""
POLLED = """
select p.display_id, p.redeemed_at is not null as is_redeemed, p.expires_at <= now() as is_expired, d.revoked_at is not null as is_revoked,
       coalesce(p.polled_at > now() - $2 * interval '1 second', false) as is_hasty
from display_pairings p left join displays d on d.id = p.display_id where p.device_hash = $1 for update of p
"""
NOTE_POLL = "update display_pairings set polled_at = now() where device_hash = $1"
REDEEM = "update display_pairings set redeemed_at = now() where device_hash = $1"
HAND_OVER = "update displays set token_hash = $2 where id = $1 returning name"
# A code that was approved for it and whose screen has not come yet: whoever holds that screen's secret must not come later.
RETIRE = "update display_pairings set redeemed_at = now() where display_id = $1 and redeemed_at is null"
PURGE = "delete from display_pairings where expires_at < now() - $1 * interval '1 second'"


class Begun(NamedTuple):
    device_code: str
    user_code: str


async def begin_pairing() -> Begun:
    device = new_token()
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if await DB.execute(BEGIN, token_hash(device), code, EXPIRES_SECONDS) == "INSERT 0 1":
            return Begun(device, code)


async def approve_pairing(new: NewDisplay) -> UUID:
    """A new display for the screen that shows the code; a code is good for one approval. Raises UnknownPairingCodeError."""
    async with DB.transaction():
        display = await add_display(new)
        await _approve(new.user_code, display)
    return display


async def pair_again(display: UUID, user_code: str) -> None:
    """Another screen for a display that exists, with all its settings; the one before is out, also where it has been
    approved and has not come for its token. Raises UnknownPairingCodeError."""
    async with DB.transaction():
        await DB.execute(
            RETIRE, display
        )  # before the display's own row, as `redeem` does: never both the other way round
        name = await DB.fetch_value(
            "update displays set token_hash = null where id = $1 and revoked_at is null returning name", display
        )
        if name is None:
            raise NotFoundError
        await _approve(user_code, display)
        await record(ACCESS_CHANGED, display, [f"display:{display}"], {})
        await audit.record("display.paired", name, {"id": str(display)})


async def redeem(device_code: str) -> str:
    """The display's token, once. Until then raises what RFC 8628 has a device told: AuthorizationPendingError and others."""
    device = token_hash(device_code)
    async with DB.transaction():
        row = await DB.fetch_row(POLLED, device, INTERVAL_SECONDS - EARLY_SECONDS)
        if row is None or row["is_redeemed"]:
            raise InvalidGrantError
        if row["is_revoked"]:
            raise AccessDeniedError
        if row["is_expired"]:
            raise ExpiredTokenError
        if row["display_id"] is not None:
            token = new_token()
            await DB.execute(REDEEM, device)
            await DB.execute(HAND_OVER, row["display_id"], token_hash(token))
            return token
        await DB.execute(NOTE_POLL, device)
    raise SlowDownError if row["is_hasty"] else AuthorizationPendingError


async def purge_pairings() -> None:
    await DB.execute(PURGE, KEPT_SECONDS)


async def _approve(user_code: str, display: UUID) -> None:
    letters = "".join(letter for letter in user_code.upper() if letter.isalnum())  # as it is shown: BCDF-GHJK
    if await DB.execute(APPROVE, letters, display) != "UPDATE 1":
        raise UnknownPairingCodeError
