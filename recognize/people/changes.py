"""The one way in which departments and people are written: a whole plan at once, inside the caller's transaction.

History follows the columns of `people`: for the people concerned, today's row is taken away, and put back where the
column differs from what history then says. So a second change of a day overwrites the first, and a change back leaves
no trace. What is known first holds since ever.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import structs

from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.log.events import announce_after_commit, encode_payload
from recognize.people.roster import COUNTED, TRACKED, Change, DepartmentFacts, Facts, PersonFacts, Plan, Roster

# Rows come as JSON and PostgreSQL gives each field the type of its column.
ADD = "insert into {table} ({names}) select {names} from json_populate_recordset(null::{table}, $1::json)"
CHANGE = """
update {table} old set {assignments}
from json_populate_recordset(null::{table}, $1::json) new where old.id = new.id
"""

RELEASE_ADDRESSES = "update people set email = null where id = any($1)"
FORGET_TODAY = """
delete from {table} where person_id = any($1)
and since >= (select (now() at time zone time_zone)::date from organisation)
"""
REMEMBER = """
insert into {table} (person_id, since, {column})
select p.id,
       case when last.person_id is null then '-infinity'
            else (select (now() at time zone time_zone)::date from organisation) end,
       p.{column}
from people p
left join lateral (select * from {table} h where h.person_id = p.id order by h.since desc limit 1) last on true
where p.id = any($1) and p.{column} is distinct from last.{column}
"""
RECORD = """
insert into outbox (id, kind, subject, audience, payload)
select id, kind, person_id, array(
           select topic from (values ('person:' || person_id, is_heard), ('walls', is_heard and has_left)) heard (topic, hears)
           where hears), payload::jsonb
from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::boolean[], $6::boolean[])
     as happened (id, kind, person_id, payload, is_heard, has_left)
"""

DEPARTMENT_COLUMNS = ("code", "name", "parent_id", "front_line")
PERSON_COLUMNS = (
    *("handle", "name", "preferred_name", "sort_key", "folded", "email", "department_id", "manager_id", "site"),
    *("job_title", "shift", "kind", "status", "hired_on", "seniority_on", "birthday", "locale", "time_zone"),
)
HISTORIES = (("department_history", "department_id"), ("manager_history", "manager_id"), ("status_history", "status"))

Row = dict[str, Any]


async def carry_out(plan: Plan, roster: Roster) -> None:
    """`roster` is what the plan was made from, read under its lock in the same transaction."""
    then = roster.after(plan)
    await _write("departments", DEPARTMENT_COLUMNS, plan.departments, lambda facts: _department_row(facts, then))
    await _release_addresses(plan)
    await _write("people", PERSON_COLUMNS, plan.people, lambda facts: _person_row(facts, then))
    await _remember([change.after.id for change in plan.people])
    await _record([change for change in plan.people if change.before is None or change.fields_of(TRACKED + COUNTED)])


async def _write(
    table: str, columns: Sequence[str], changes: list[Change[Facts]], row_of: Callable[[Facts], Row]
) -> None:
    add = ADD.format(table=table, names=", ".join(("id", *columns)))
    change = CHANGE.format(table=table, assignments=", ".join(f"{name} = new.{name}" for name in columns))
    await _send(add, [row_of(each.after) for each in changes if each.before is None])
    await _send(change, [row_of(each.after) for each in changes if each.before])


async def _send(statement: str, rows: list[Row]) -> None:
    if rows:
        await DB.execute(statement, msgspec.json.encode(rows).decode())


def _department_row(facts: DepartmentFacts, then: Roster) -> Row:
    return structs.asdict(facts) | {"parent_id": _id(facts.parent, then.departments)}


def _person_row(facts: PersonFacts, then: Roster) -> Row:
    return structs.asdict(facts) | {
        "department_id": _id(facts.department, then.departments),
        "manager_id": _id(facts.manager, then.people),
        "sort_key": facts.sort_key,
        "folded": facts.folded,
    }


def _id(key: str | None, known: Mapping[str, DepartmentFacts] | Mapping[str, PersonFacts]) -> UUID | None:
    return None if key is None else known[key].id


async def _release_addresses(plan: Plan) -> None:
    """Before anybody takes a new one: two people may swap theirs."""
    await DB.execute(
        RELEASE_ADDRESSES, [each.after.id for each in plan.people if each.old("email") != each.after.email]
    )


async def _remember(people: list[UUID]) -> None:
    for table, column in HISTORIES:
        await DB.execute(FORGET_TODAY.format(table=table), people)
        await DB.execute(REMEMBER.format(table=table, column=column), people)


async def _record(changes: list[Change[PersonFacts]]) -> None:
    if changes:
        ids, people = [uuid7() for _ in changes], [change.after.id for change in changes]
        kinds = ["person.changed" if change.before else "person.created" for change in changes]
        payloads = [encode_payload(_told(change)).decode() for change in changes]
        heard = [bool(change.before and change.fields_of(TRACKED)) for change in changes]
        left = [change.after.status == "left" for change in changes]  # walls drop leavers at once
        await DB.execute(RECORD, ids, kinds, people, payloads, heard, left)
        announce_after_commit()


def _told(change: Change[PersonFacts]) -> dict[str, list[str]]:
    return {"fields": change.fields_of(TRACKED + COUNTED)} if change.before else {}
