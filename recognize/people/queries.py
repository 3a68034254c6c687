from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
from asyncpg import Record
from msgspec import UNSET

from recognize.errors import InvalidInputError, NotFoundError
from recognize.lib.database import DB
from recognize.lib.ids import parse_uuid
from recognize.lib.pagination import TextCursor
from recognize.lib.text import like_pattern, normal_spelling, unusable
from recognize.people.fields import quoted
from recognize.people.roster import DepartmentFacts, PersonFacts, Roster
from recognize.people.schemas import (
    DepartmentLabel,
    DepartmentView,
    OwnSettings,
    PersonPage,
    PersonProfile,
    PersonView,
    PrivateFacts,
    QuietMember,
    TeamView,
)

MAX_SEARCH_TERMS = 8
ROSTER_LOCK = 5_173_902_846  # any number of our own
START = TextCursor("", UUID(int=0))

SHOWN = """
select p.*, d.code as department_code, d.name as department_name, m.handle as manager,
       coalesce(m.preferred_name, m.name) as manager_name
from {people} p
left join departments d on d.id = p.department_id
left join people m on m.id = p.manager_id
"""
# The page is cut before anything is joined to it. The collation is said: no database's own locale orders names.
CUT = """
with page as (
    select * from people
    where status <> 'left' and folded like all ($1::text[])
    and ($2::text is null or department_id = (select id from departments where code = $2))
    and (sort_key collate "C", id) > ($3, $4)
    order by sort_key collate "C", id limit $5)
"""
PAGE = CUT + SHOWN.format(people="page") + 'order by p.sort_key collate "C", p.id'
PERSON = SHOWN.format(people="people") + "where p.handle = $1 or p.id = $2"
PEOPLE_BY_ID = SHOWN.format(people="people") + "where p.id = any($1::uuid[]) order by array_position($1, p.id)"
DEPARTMENTS = """
select d.id, d.code, d.name, parent.code as parent, d.front_line
from departments d left join departments parent on parent.id = d.parent_id order by d.code collate "C"
"""
# Whether somebody recognised them where others see it, so that it matters how they like it.
IS_RECOGNISED = """
select exists (
    select from kudos_recipients r join kudos k on k.id = r.kudos_id
    where r.person_id = $1 and k.visibility <> 'private' and k.withdrawn_at is null and k.hidden_at is null)
"""
OWN_SETTINGS = "select preference, locale, time_zone, on_boards from people where id = $1"
IDS = "select handle, id from people where handle = any($1)"
TEAMS = 'select code, name from teams order by code collate "C"'
# A code that a team and a department share is the team's, as in a kudos.
GROUP = """
select coalesce((select id from teams where code = $1), (select id from departments where lower(code) = $1 limit 1))
"""
QUIET_IN = """
select handle, coalesce(preferred_name, name) as name, name as full_name
from people p
where (department_id = $1 or exists (select from team_members where team_id = $1 and person_id = p.id))
and preference = 'quiet' and status <> 'left' and id <> $2
order by sort_key collate "C", id
"""
PEOPLE_FACTS = """
select p.id, p.handle, p.name, p.preferred_name, p.email, d.code as department, p.site, m.handle as manager,
       p.job_title, p.shift, p.kind, p.status, p.hired_on, p.seniority_on, p.birthday, p.locale, p.time_zone
from people p
left join departments d on d.id = p.department_id
left join people m on m.id = p.manager_id
order by p.handle collate "C"
"""


class SearchError(InvalidInputError):
    code = "invalid_search"
    title = {"en": "This cannot be searched for.", "es": "Eso no se puede buscar."}


async def directory(search: str, department: str | None, limit: int, before: TextCursor | None) -> PersonPage:
    """People who have not left, by name; a term of the search may stand in any of their names. Raises SearchError."""
    rows = await DB.fetch(PAGE, _patterns(search), department, *(before or START), limit + 1)
    page = rows[:limit]
    following = str(TextCursor(page[-1]["sort_key"], page[-1]["id"])) if len(rows) > limit else None
    return PersonPage([PersonView(**_public(row)) for row in page], following)


def _patterns(search: str) -> list[str]:
    terms = search.split()
    if unusable(search) or len(terms) > MAX_SEARCH_TERMS:
        raise SearchError
    return [like_pattern(term) for term in terms]


async def profile(handle_or_id: str, reader: UUID) -> PersonProfile:
    """Of somebody who left, too; what is private only where `reader` is the person. Raises NotFoundError."""
    row = await DB.fetch_row(PERSON, normal_spelling(handle_or_id), parse_uuid(handle_or_id))
    if row is None:
        raise NotFoundError(handle_or_id)
    private = msgspec.convert(dict(row), PrivateFacts) if row["id"] == reader else None
    return PersonProfile(**_public(row), manager_name=row["manager_name"], private=private)


async def people_by_id(ids: Sequence[UUID]) -> list[PersonView]:
    """In the order of their ids."""
    return [PersonView(**_public(row)) for row in await DB.fetch(PEOPLE_BY_ID, list(ids))]


async def own_settings(person: UUID) -> OwnSettings:
    row = await DB.fetch_row(OWN_SETTINGS, person)
    if row is None:
        raise NotFoundError(str(person))
    return OwnSettings(row["preference"] or UNSET, row["locale"], row["time_zone"], row["on_boards"])


async def is_recognised(person: UUID) -> bool:
    found: bool = await DB.fetch_value(IS_RECOGNISED, person)
    return found


def _public(row: Record) -> dict[str, Any]:
    label = DepartmentLabel(row["department_code"], row["department_name"])
    return {
        "id": row["id"],
        "handle": row["handle"],
        "name": row["preferred_name"] or row["name"],
        "full_name": row["name"],
        "department": label if row["department_id"] else None,
        "job_title": row["job_title"],
        "site": row["site"],
        "manager": row["manager"],
        "kind": row["kind"],
        "status": row["status"],
        "quiet": row["preference"] == "quiet",
    }


async def departments() -> list[DepartmentView]:
    return [
        DepartmentView(row["code"], row["name"], row["parent"], row["front_line"])
        for row in await DB.fetch(DEPARTMENTS)
    ]


async def teams() -> list[TeamView]:
    return [TeamView(**row) for row in await DB.fetch(TEAMS)]


async def quiet_in(code: str, giver: UUID) -> list[QuietMember]:
    """Whom a kudos of the giver to this team or department would reach in private. Raises NotFoundError."""
    group = None if unusable(code) else await DB.fetch_value(GROUP, code.lower())
    if group is None:
        raise NotFoundError(code)
    return [QuietMember(**row) for row in await DB.fetch(QUIET_IN, group, giver)]


async def ids_of(handles: Iterable[str]) -> list[UUID]:
    """Each person once. Raises InvalidInputError for a handle that nobody has."""
    wanted = {normal_spelling(handle) for handle in handles}
    found = {row["handle"]: row["id"] for row in await DB.fetch(IDS, list(wanted))}
    if unknown := sorted(wanted - found.keys()):
        raise InvalidInputError(f"nobody has the handle {', '.join(map(quoted, unknown))}")
    return list(found.values())


async def locked_roster() -> Roster:
    """Everybody, for a change that no other change of people or departments overtakes before the commit."""
    await DB.execute("select pg_advisory_xact_lock($1)", ROSTER_LOCK)
    return Roster(
        people={row["handle"]: PersonFacts(*row.values()) for row in await DB.fetch(PEOPLE_FACTS)},
        departments={row["code"]: DepartmentFacts(*row.values()) for row in await DB.fetch(DEPARTMENTS)},
    )
