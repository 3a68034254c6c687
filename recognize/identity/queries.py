from collections.abc import Sequence
from typing import Any
from uuid import UUID

from recognize.lib.database import DB
from recognize.lib.ids import parse_uuid
from recognize.lib.text import normal_spelling
from recognize.lib.together import Together
from recognize.permissions import EMPLOYEE, MANAGER, Principal

SOCKETS_GATHER_SECONDS = 0.02

# One statement for each request, or for all that come at once: the secret's row, the person, the roles and what the org
# chart adds.
_PRINCIPAL = """
select s.token_hash, p.id, p.handle, coalesce(p.preferred_name, p.name) as name, p.kind, d.code as department, p.department_id,
       coalesce(p.locale, o.locale) as locale, array(select role from role_grants g where g.person_id = p.id) as granted,
       exists (select from people r where r.manager_id = p.id and r.status <> 'left') as leads, {scopes} as scopes
from {secrets} s
join people p on p.id = s.person_id and p.status <> 'left'
left join departments d on d.id = p.department_id
cross join organisation o
where s.token_hash = any($1::bytea[]) and {valid} and not exists (
    -- whoever left and came back since it was made begins anew
    select from status_history h where h.person_id = p.id and h.status = 'left'
    and h.since > (s.created_at at time zone o.time_zone)::date)
"""
BY_TOKEN = _PRINCIPAL.format(secrets="api_tokens", scopes="s.scopes", valid="s.revoked_at is null")
BY_SESSION = _PRINCIPAL.format(secrets="sessions", scopes="null::text[]", valid="s.expires_at > now()")

BY_LOGIN = """
select p.id, w.hash from people p left join passwords w on w.person_id = p.id
where p.status <> 'left' and (p.handle = $1 or lower(p.email) = $1)
order by p.handle = $1 desc limit 1
"""
LOCALE = "select coalesce(p.locale, o.locale) from people p cross join organisation o where p.id = $1"
PERSON = "select id from people where handle = $1 or id = $2"


async def _by_tokens(hashes: Sequence[bytes]) -> dict[bytes, Principal]:
    return {row["token_hash"]: _principal(row, session=None) for row in await DB.fetch(BY_TOKEN, hashes)}


async def _by_sessions(hashes: Sequence[bytes]) -> dict[bytes, Principal]:
    return {row["token_hash"]: _principal(row, row["token_hash"]) for row in await DB.fetch(BY_SESSION, hashes)}


principal_by_token = Together(_by_tokens)
principal_by_session = Together(_by_sessions)
# Sockets come back all at once when a server does, and do not mind a moment.
socket_by_token = Together(_by_tokens, SOCKETS_GATHER_SECONDS)
socket_by_session = Together(_by_sessions, SOCKETS_GATHER_SECONDS)


def _principal(row: Any, session: bytes | None) -> Principal:
    topic = f"person:{row['id']}"
    topics = ["org", topic]
    if row["department_id"]:
        topics.append(f"department:{row['department_id']}")
    return Principal(
        id=row["id"],
        handle=row["handle"],
        name=row["name"],
        kind=row["kind"],
        department=row["department"],
        locale=row["locale"],
        roles=frozenset({EMPLOYEE, *row["granted"], *([MANAGER] if row["leads"] else [])}),
        topic=topic,
        topics=topics,
        scopes=None if row["scopes"] is None else frozenset(row["scopes"]),
        session=session,
    )


async def password_of(login: str) -> tuple[UUID, str | None] | None:
    """The person with this handle or mail address, and the stored hash where there is one."""
    row = await DB.fetch_row(BY_LOGIN, normal_spelling(login))
    return (row["id"], row["hash"]) if row else None


async def locale_of(person: UUID) -> str:
    locale: str = await DB.fetch_value(LOCALE, person)
    return locale


async def has_left(person: UUID) -> bool:
    return bool(await DB.fetch_value("select status = 'left' from people where id = $1", person))


async def person_id(handle_or_id: str) -> UUID | None:
    found: UUID | None = await DB.fetch_value(PERSON, normal_spelling(handle_or_id), parse_uuid(handle_or_id))
    return found
