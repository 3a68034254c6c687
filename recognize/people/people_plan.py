"""What a file of people means for the people there are: which lines are good, and what would change. Writes nothing."""

from collections.abc import Iterator

from msgspec import structs

from recognize.errors import Words
from recognize.lib.ids import uuid7
from recognize.people import fields
from recognize.people.errors import MAX_LEAVING_PERCENT, TooManyLeaversError
from recognize.people.links import Link, spelt_otherwise
from recognize.people.roster import Change, DepartmentFacts, PersonFacts, Plan, Roster, changes_only
from recognize.people.sheets import Entry, Layout, Reasons, Sheet

PEOPLE = Layout(
    key="handle",
    read_key=fields.handle,
    readers={
        "name": fields.one_line,
        "preferred_name": fields.one_line,
        "email": fields.email,
        "department": fields.code,
        "site": fields.one_line,
        "manager": fields.handle,
        "job_title": fields.one_line,
        "shift": fields.one_line,
        "kind": fields.one_of("employee", "external"),
        "status": fields.one_of("active", "on_leave", "left"),
        "hired_on": fields.day,
        "seniority_on": fields.day,
        "birthday": fields.birthday,
        "locale": fields.one_of("es", "en"),
        "time_zone": fields.time_zone,
    },
    cleared={"kind": "employee", "status": "active"},
)


def plan_people(sheet: Sheet, roster: Roster, *, complete: bool = False, skip_bad: bool = False) -> Plan:
    """Drops from the sheet what cannot stand beside the roster, and plans the rest. `complete`: who is absent left.

    Lines that are bad only because they hang on a bad one are dropped where bad lines are skipped; else they are not
    worth a complaint.
    """
    _sift(sheet, roster, skip_bad)
    wanted = [_wanted(entry, roster, complete) for entry in sheet.good.values()]
    absent = [person for person in roster.people.values() if complete and _is_absent(person, sheet)]
    changed = changes_only(wanted)
    return Plan(
        departments=[Change(None, new) for new in _new_departments(sheet, roster)],
        people=changed + [Change(person, structs.replace(person, status="left")) for person in absent],
        unchanged=len(wanted) - len(changed),
    )


def refuse_mass_leaving(sheet: Sheet, roster: Roster) -> None:
    """Raises TooManyLeaversError when more than MAX_LEAVING_PERCENT of those who have not left are absent."""
    present = [person for person in roster.people.values() if person.status != "left"]
    leaving = sum(_is_absent(person, sheet) for person in present)
    if leaving * 100 > len(present) * MAX_LEAVING_PERCENT:
        raise TooManyLeaversError(leaving, len(present))


def _sift(sheet: Sheet, roster: Roster, skip_bad: bool) -> None:
    managers = Link("manager", sheet, {person.handle: person.manager for person in roster.people.values()})
    sheet.drop_until_content(
        lambda: spelt_otherwise(sheet, roster.departments, lambda entry: entry.given.get("department")),
        lambda: _repeated_addresses(sheet),
        lambda: _kept_addresses(sheet, roster),
        managers.names_unknown,
        managers.runs_in_circles,
        *([managers.hangs_on_bad] if skip_bad else []),
    )


def _repeated_addresses(sheet: Sheet) -> Reasons:
    first: dict[str, int] = {}
    reasons: dict[int, Words] = {}
    for entry in sheet.good.values():
        address = entry.given.get("email")
        if address and first.setdefault(address, entry.number) != entry.number:
            line = first[address]
            reasons[entry.number] = Words(
                f"email: {address} is already on line {line}", f"email: {address} ya está en la línea {line}"
            )
    return reasons


def _kept_addresses(sheet: Sheet, roster: Roster) -> Reasons:
    """Lines that claim the address of somebody who keeps it; whoever is refused keeps their own."""
    claims = {entry.given["email"]: entry for entry in sheet.good.values() if entry.given.get("email")}
    keepers = [person for person in roster.people.values() if not _moves_address(person, sheet)]
    reasons: dict[int, Words] = {}
    while keepers:
        keeper = keepers.pop()
        if claim := claims.pop(keeper.email, None):
            reasons[claim.number] = Words(
                f"email: {keeper.email} belongs to {keeper.handle}", f"email: {keeper.email} es de {keeper.handle}"
            )
            keepers += [roster.people[claim.key]] if claim.key in roster.people else []
    return reasons


def _moves_address(person: PersonFacts, sheet: Sheet) -> bool:
    return person.handle in sheet.good and "email" in sheet.good[person.handle].given


def _wanted(entry: Entry, roster: Roster, complete: bool) -> Change[PersonFacts]:
    before = roster.people.get(entry.key)
    facts = before or PersonFacts(id=uuid7(), handle=entry.key, name=entry.key)
    if complete and facts.status == "left":
        facts = structs.replace(facts, status="active")
    return Change(before, structs.replace(facts, **entry.given))


def _is_absent(person: PersonFacts, sheet: Sheet) -> bool:
    return person.status != "left" and not sheet.speaks_of(person.handle)


def _new_departments(sheet: Sheet, roster: Roster) -> Iterator[DepartmentFacts]:
    codes = dict.fromkeys(entry.given.get("department") for entry in sheet.good.values())
    for code in codes:
        if code and code not in roster.departments:
            yield DepartmentFacts(id=uuid7(), code=code, name=code)
