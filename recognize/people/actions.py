"""The verbs for one person, department or team. Their arguments are read and written as a file's line is."""

from collections.abc import Collection, Mapping
from typing import Any, Unpack
from uuid import UUID

from msgspec import UNSET, structs

from recognize.errors import InvalidInputError, NotFoundError, Words
from recognize.lib.database import DB
from recognize.lib.ids import uuid7
from recognize.log.events import record
from recognize.organisation import audit
from recognize.people import fields
from recognize.people.changes import carry_out
from recognize.people.departments_plan import DEPARTMENTS, plan_departments
from recognize.people.errors import CodeTakenError, HandleTakenError
from recognize.people.people_plan import PEOPLE, plan_people
from recognize.people.queries import ids_of, locked_roster
from recognize.people.roster import Change, PersonFacts, Plan, Roster
from recognize.people.schemas import ChangedFacts, GivenFacts, OwnSettings, Preference, Status
from recognize.people.sheets import Layout, Sheet, sheet_of_one

CHOSE = "person.chose"

CHOOSE_SETTINGS = """
update people set preference = coalesce($2, preference),
                  locale = case when $3 then $4 else locale end, time_zone = case when $5 then $6 else time_zone end,
                  on_boards = coalesce($7, on_boards)
where id = $1
"""
ADD_TEAM = "insert into teams (id, code, name) values ($1, $2, $3) on conflict (code) do nothing"
ADD_MEMBERS = "insert into team_members (team_id, person_id) select $1, unnest($2::uuid[])"

TEAMS = Layout(key="code", read_key=fields.handle, readers={"name": fields.one_line}, cleared={})


async def create_person(handle: str, name: str, **given: Unpack[GivenFacts]) -> UUID:
    """Raises InvalidInputError, which names the field, and HandleTakenError."""
    async with DB.transaction():
        roster = await locked_roster()
        plan = _plan_person({"handle": handle, "name": name, **given}, roster)
        if not any(change.before is None for change in plan.people):
            raise HandleTakenError(f"somebody has the handle {fields.quoted(handle)} already")
        await _write_person("person.created", plan, roster)
    return plan.people[0].after.id


async def change_person(person: UUID, **given: Unpack[ChangedFacts]) -> None:
    """Only what is given changes. Raises InvalidInputError, which names the field, and NotFoundError."""
    async with DB.transaction():
        roster = await locked_roster()
        plan = _plan_person({"handle": _facts(roster, person).handle, **given}, roster)
        await _write_person("person.changed", plan, roster)


async def move_department(person: UUID, code: str | None) -> None:
    await change_person(person, department=code)


async def change_manager(person: UUID, manager: str | None) -> None:
    """`manager` is a handle."""
    await change_person(person, manager=manager)


async def change_status(person: UUID, status: Status) -> None:
    await change_person(person, status=status)


async def change_handle(person: UUID, handle: str) -> None:
    """The id stays, and with it everything that is the person's. Raises HandleTakenError."""
    spelt, _ = _read_one({"handle": handle}, PEOPLE)
    async with DB.transaction():
        roster = await locked_roster()
        before = _facts(roster, person)
        if spelt in roster.people.keys() - {before.handle}:
            raise HandleTakenError(f"somebody has the handle {fields.quoted(handle)} already")
        await _write_person(
            "person.changed", Plan(people=[Change(before, structs.replace(before, handle=spelt))]), roster
        )


async def choose_preference(person: UUID, preference: Preference) -> None:
    """How they like to be recognised, from now on."""
    await choose_settings(person, OwnSettings(preference=preference))


async def choose_settings(person: UUID, chosen: OwnSettings) -> None:
    """Raises InvalidInputError for a time zone that does not exist, and NotFoundError."""
    zone = chosen.time_zone
    if isinstance(zone, str):
        _check_zone(zone)
    preference = chosen.preference or None
    locale = None if chosen.locale is UNSET else chosen.locale
    given_zone = None if zone is UNSET else zone
    on_boards = None if chosen.on_boards is UNSET else chosen.on_boards
    given = [name for name, value in structs.asdict(chosen).items() if value is not UNSET]
    async with DB.transaction():
        tag = await DB.execute(
            CHOOSE_SETTINGS,
            *(person, preference, chosen.locale is not UNSET, locale, zone is not UNSET, given_zone, on_boards),
        )
        if tag != "UPDATE 1":
            raise NotFoundError(str(person))
        await record(CHOSE, person, (), {"fields": given})


async def create_department(code: str, name: str, parent: str | None = None, *, front_line: bool = False) -> UUID:
    """`parent` is a code. Raises InvalidInputError and CodeTakenError."""
    sheet = _sheet({"code": code, "name": name, "parent": parent, "front_line": front_line}, DEPARTMENTS)
    async with DB.transaction():
        roster = await locked_roster()
        plan = plan_departments(sheet, roster)
        _refuse_bad(sheet)
        if sheet.good.keys() & roster.departments.keys():
            raise CodeTakenError(code)
        await carry_out(plan, roster)
        await audit.record("department.created", plan.departments[0].after.code)
    return plan.departments[0].after.id


async def create_team(code: str, name: str, members: Collection[str] = ()) -> UUID:
    """`members` are handles. Raises InvalidInputError and CodeTakenError."""
    spelt, given = _read_one({"code": code, "name": name}, TEAMS)
    team = uuid7()
    async with DB.transaction():
        if await DB.execute(ADD_TEAM, team, spelt, given["name"]) != "INSERT 0 1":
            raise CodeTakenError(code)
        await DB.execute(ADD_MEMBERS, team, await ids_of(members))
        await audit.record("team.created", spelt)
    return team


def _check_zone(zone: str) -> None:
    try:
        fields.time_zone(zone)
    except fields.FieldError as refusal:
        raise InvalidInputError(refusal.words.about("time_zone")) from refusal


def _plan_person(given: Mapping[str, Any], roster: Roster) -> Plan:
    sheet = _sheet(given, PEOPLE)
    plan = plan_people(sheet, roster)
    _refuse_bad(sheet)
    if plan.departments:  # files may bring new ones, a verb with a slip in it must not
        code = fields.quoted(plan.departments[0].after.code)
        raise InvalidInputError(Words(f"department: {code} is not known", f"department: {code} no existe"))
    return plan


async def _write_person(action: str, plan: Plan, roster: Roster) -> None:
    """At most one person's change; without any nothing is written."""
    for change in plan.people:
        await carry_out(plan, roster)
        told: dict[str, Any] = {"fields": change.fields_of(change.after.__struct_fields__[1:])}
        if "handle" in told["fields"] and change.before:  # the entries before this one name them so
            told |= {"person": str(change.after.id), "was": change.before.handle}
        await audit.record(action, change.after.handle, told)


def _facts(roster: Roster, person: UUID) -> PersonFacts:
    for facts in roster.people.values():
        if facts.id == person:
            return facts
    raise NotFoundError(str(person))


def _read_one(given: Mapping[str, Any], layout: Layout) -> tuple[str, Mapping[str, Any]]:
    sheet = _sheet(given, layout)
    _refuse_bad(sheet)
    entry = next(iter(sheet.good.values()))
    return entry.key, entry.given


def _sheet(given: Mapping[str, Any], layout: Layout) -> Sheet:
    return sheet_of_one({name: "" if value is None else str(value) for name, value in given.items()}, layout)


def _refuse_bad(sheet: Sheet) -> None:
    for line in sheet.bad_lines:
        raise InvalidInputError(line.reason)
