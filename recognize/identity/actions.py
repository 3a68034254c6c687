from collections.abc import Collection
from uuid import UUID

from recognize.errors import Words
from recognize.identity import passwords
from recognize.identity.errors import (
    PersonLeftError,
    UnknownPersonError,
    UnknownRoleError,
    UnknownScopeError,
    WrongPasswordError,
)
from recognize.identity.queries import has_left, password_of, person_id
from recognize.identity.secrets import new_token, token_hash
from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.log.events import record
from recognize.organisation import audit
from recognize.permissions import GRANTED_ROLES, PERMISSIONS
from recognize.settings import settings

ACCESS_CHANGED = "access.changed"
USER_AGENT_CHARACTERS = 300

OPEN_SESSION = """
insert into sessions (token_hash, person_id, expires_at, user_agent)
values ($1, $2, now() + $3 * interval '1 day', $4)
"""
CLOSE_SESSION = "delete from sessions where token_hash = $1 returning person_id"
CLOSE_ALL_SESSIONS = "delete from sessions where person_id = $1"
SET_PASSWORD = """
insert into passwords (person_id, hash) values ($1, $2)
on conflict (person_id) do update set hash = excluded.hash, changed_at = now()
"""
REVOKE_TOKENS = "update api_tokens set revoked_at = now() where person_id = $1 and revoked_at is null"
GRANT = "insert into role_grants (person_id, role) values ($1, $2) on conflict do nothing"
CREATE_TOKEN = "insert into api_tokens (token_hash, id, person_id, scopes) values ($1, $2, $3, $4)"
PURGE_SESSIONS = "delete from sessions where expires_at < now() returning person_id"
PURGE_KEYS = "delete from idempotency_keys where answered_at < now() - interval '24 hours'"


async def authenticated(login: str, password: str) -> UUID:
    """The person; raises WrongPasswordError, as late for a login that nobody has as for any other."""
    known = await password_of(login)
    person, stored = known or (None, None)
    if not await passwords.matches(password, stored) or person is None:
        raise WrongPasswordError
    return person


async def open_session(person: UUID, user_agent: str, replaced: bytes | None = None) -> str:
    """Returns the token of a new session, whatever the browser sent before; `replaced` ends."""
    token = new_token()
    async with DB.transaction():
        if replaced and (before := await DB.fetch_value(CLOSE_SESSION, replaced)):
            await _tell_sockets(before)
        kept = user_agent[:USER_AGENT_CHARACTERS]
        await DB.execute(OPEN_SESSION, token_hash(token), person, settings().session_days, kept)
    return token


async def close_session(session: bytes) -> None:
    async with DB.transaction():
        if person := await DB.fetch_value(CLOSE_SESSION, session):
            await _tell_sockets(person)


async def set_password(handle: str, password: str) -> None:
    """Ends the person's sessions: whoever knew the old password is out."""
    hashed = await passwords.hashed(password)
    person = await _known(handle)
    async with DB.transaction():
        await DB.execute(SET_PASSWORD, person, hashed)
        await DB.execute(CLOSE_ALL_SESSIONS, person)
        await _tell_sockets(person)
        await audit.record("password.set", handle)


async def grant_role(handle: str, role: str) -> None:
    if role not in GRANTED_ROLES:
        raise UnknownRoleError(f"{role}: it is one of {', '.join(GRANTED_ROLES)}")
    person = await _known(handle)
    async with DB.transaction():
        await DB.execute(GRANT, person, role)
        await audit.record("role.granted", handle, {"role": role})


async def create_token(handle: str, scopes: Collection[str] = ()) -> str:
    """Returns the token, which is stored nowhere. Without scopes it may do all that the person may.

    Raises PersonLeftError: such a token would be good for nothing, also once they are back.
    """
    if unknown := sorted(set(scopes) - PERMISSIONS.keys()):
        raise UnknownScopeError(f"{', '.join(unknown)}: scopes are {', '.join(PERMISSIONS)}")
    person = await _known(handle)
    if await has_left(person):
        raise PersonLeftError(
            Words(f"{handle} has left: a token would open nothing", f"{handle} ya no está: un token no abriría nada")
        )
    token = new_token()
    async with DB.transaction():
        await DB.execute(CREATE_TOKEN, token_hash(token), uuid7(), person, sorted(scopes) or None)
        await audit.record("token.created", handle, {"scopes": sorted(scopes)})
    return token


async def revoke_tokens(handle: str) -> int:
    """All API tokens of a person; returns how many."""
    person = await _known(handle)
    async with DB.transaction():
        count = int((await DB.execute(REVOKE_TOKENS, person)).removeprefix("UPDATE "))
        await _tell_sockets(person)
        await audit.record("tokens.revoked", handle, {"count": count})
    return count


async def purge_expired() -> None:
    """Ended sessions, whose sockets end too, and idempotency keys past their 24 hours."""
    async with DB.transaction():
        for person in {row["person_id"] for row in await DB.fetch(PURGE_SESSIONS)}:
            await _tell_sockets(person)
    await DB.execute(PURGE_KEYS)


async def _tell_sockets(person: UUID) -> None:
    """Their open sockets ask again whether they may hear."""
    await record(ACCESS_CHANGED, person, [f"person:{person}"], {})


async def _known(handle: str) -> UUID:
    person = await person_id(handle)
    if person is None:
        raise UnknownPersonError(f"nobody has the handle {handle[:80]!r}")
    return person
