"""What a file of departments means for the departments there are. Writes nothing."""

from msgspec import structs

from recognize.lib.ids import uuid7
from recognize.people import fields
from recognize.people.links import Link, spelt_otherwise
from recognize.people.roster import Change, DepartmentFacts, Plan, Roster, changes_only
from recognize.people.sheets import Entry, Layout, Sheet

DEPARTMENTS = Layout(
    key="code",
    read_key=fields.code,
    readers={"name": fields.one_line, "parent": fields.code, "front_line": fields.yes_or_no},
    cleared={"front_line": False},
)


def plan_departments(sheet: Sheet, roster: Roster, *, skip_bad: bool = False) -> Plan:
    """Drops from the sheet what cannot stand beside the roster, and plans the rest; as for people."""
    parents = Link("parent", sheet, {department.code: department.parent for department in roster.departments.values()})
    sheet.drop_until_content(
        lambda: spelt_otherwise(sheet, roster.departments, lambda entry: entry.key),
        parents.names_unknown,
        parents.runs_in_circles,
        *([parents.hangs_on_bad] if skip_bad else []),
    )
    wanted = [_wanted(entry, roster) for entry in sheet.good.values()]
    changed = changes_only(wanted)
    return Plan(departments=changed, unchanged=len(wanted) - len(changed))


def _wanted(entry: Entry, roster: Roster) -> Change[DepartmentFacts]:
    before = roster.departments.get(entry.key)
    facts = before or DepartmentFacts(id=uuid7(), code=entry.key, name=entry.key)
    return Change(before, structs.replace(facts, **entry.given))
