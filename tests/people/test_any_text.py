"""Whatever is in a file, judging it ends, with good lines and bad lines and never with a crash."""

from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from recognize.lib.csv import CsvError
from recognize.people.departments_plan import DEPARTMENTS, plan_departments
from recognize.people.differences import departments_result, people_result
from recognize.people.people_plan import PEOPLE, plan_people
from recognize.people.roster import DepartmentFacts, PersonFacts, Roster
from recognize.people.sheets import read_sheet

ROSTER = Roster(
    people={
        "carla": PersonFacts(UUID(int=1), "carla", "Carla", email="carla@example.org", department="VE"),
        "ana": PersonFacts(UUID(int=2), "ana", "Ana", email="ana@example.org", manager="carla"),
        "bruno": PersonFacts(UUID(int=3), "bruno", "Bruno", manager="ana", status="left"),
    },
    departments={
        "VE": DepartmentFacts(UUID(int=4), "VE", "Ventas"),
        "VE-N": DepartmentFacts(UUID(int=5), "VE-N", "Norte", parent="VE"),
    },
)

anything = st.text(st.characters() | st.sampled_from(',;"\n\r\x00\udce9\ud800'))
handle = st.sampled_from(["", "ana", "bruno", "carla", "Diego", "hr"])
address = st.sampled_from(["", "ana@example.org", "carla@example.org", "new@example.org", "none"])
code = st.sampled_from(["", "VE", "ve", "VE-N", "AL", "al"])
status = st.sampled_from(["", "left", "on leave", "gone"])
people_lines = st.lists(st.tuples(handle, address, handle, code, status) | st.tuples(anything, anything))
department_lines = st.lists(st.tuples(code, code, st.sampled_from(["", "sí", "x"])) | st.tuples(anything, anything))


def file(header: str, lines: list[tuple[str, ...]]) -> str:
    return "\n".join([header, *(",".join(line) for line in lines)])


@given(
    text=st.builds(file, st.just("handle,email,manager,department,status"), people_lines) | anything,
    complete=st.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_people_are_planned_without_a_loose_end(text: str, complete: bool) -> None:
    try:
        sheet = read_sheet(text, PEOPLE)
    except CsvError:
        return
    plan = plan_people(sheet, ROSTER, complete=complete, skip_bad=True)
    after = ROSTER.after(plan)
    assert all(person.manager is None or person.manager in after.people for person in after.people.values())
    assert all(person.department is None or person.department in after.departments for person in after.people.values())
    addresses = [person.email for person in after.people.values() if person.email]
    assert len(addresses) == len(set(addresses))
    assert all(_ends(person, after) for person in after.people.values())
    assert list(people_result("any", sheet, plan, dry_run=True).lines())


@given(text=st.builds(file, st.just("code,parent,front_line"), department_lines) | anything)
@settings(max_examples=400, deadline=None)
def test_departments_are_planned_without_a_loose_end(text: str) -> None:
    try:
        sheet = read_sheet(text, DEPARTMENTS)
    except CsvError:
        return
    plan = plan_departments(sheet, ROSTER, skip_bad=True)
    after = ROSTER.after(plan).departments
    assert all(each.parent is None or each.parent in after for each in after.values())
    assert len({each.code.lower() for each in after.values()}) == len(after)
    assert list(departments_result("any", sheet, plan, dry_run=True).lines())


def _ends(person: PersonFacts, roster: Roster) -> bool:
    """The chain of managers has a top."""
    for _ in roster.people:
        if person.manager is None:
            return True
        person = roster.people[person.manager]
    return False
