from datetime import date
from pathlib import Path

import pytest

from recognize.lib.csv import CsvError
from recognize.lib.database import DB
from recognize.people.imports import import_people

from .support import audited, department, handles, land, person, recorded, refused

COMPANY = """\
    handle,name,department,manager
    carla,Carla Ríos,ventas,
    ana,Ana Pérez,ventas,carla
    bruno,Bruno Díaz,ventas,carla
    diego,Diego Luna,almacén,
"""


async def test_a_file_brings_its_people_in() -> None:
    result = await land(COMPANY)
    assert result.added == ["carla", "ana", "bruno", "diego"]
    ana = await person("ana")
    assert (ana.name, ana.department, ana.manager, ana.kind, ana.status) == (
        *("Ana Pérez", "ventas", "carla", "employee", "active"),
    )


async def test_a_file_on_the_disk_is_named_in_the_audit_log(tmp_path: Path) -> None:
    file = tmp_path / "gente.csv"
    file.write_text("handle\nana\n")
    await import_people(file)
    assert await audited() == [
        (
            "people.imported",
            "gente.csv",
            {"new": 1, "changed": 0, "left": 0, "new departments": 0, "unchanged": 0, "skipped": 0},
        )
    ]


async def test_a_file_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(CsvError, match="No such file"):
        await import_people(tmp_path / "gente.csv")


async def test_a_handle_is_enough_and_then_it_is_the_name() -> None:
    await land("handle\nana\n")
    assert (await person("ana")).name == "ana"


async def test_handles_are_kept_in_lower_case() -> None:
    await land("handle,manager\nCarla,\nANA,CARLA\n")
    assert (await person("ana")).manager == "carla"


async def test_a_department_not_known_yet_is_added_at_the_top() -> None:
    result = await land(COMPANY)
    assert result.departments == ["ventas", "almacén"]
    added = await department("almacén")
    assert (added.name, added.parent, added.front_line) == ("almacén", None, False)


async def test_a_column_that_is_absent_changes_nothing() -> None:
    await land("handle,name,site,kind\nana,Ana,Lima,external\n")
    await land("handle,job_title\nana,Jefa\n")
    ana = await person("ana")
    assert (ana.name, ana.site, ana.kind, ana.job_title) == ("Ana", "Lima", "external", "Jefa")


async def test_an_empty_cell_clears() -> None:
    await land(
        """\
        handle,name,preferred_name,email,department,site,manager,kind,status,hired_on,birthday,locale,time_zone
        carla,,,,,,,,,,,,
        ana,Ana,Anita,ana@example.org,ventas,Lima,carla,external,on leave,2020-02-01,02-29,en,America/Lima
        """
    )
    await land(
        """\
        handle,name,preferred_name,email,department,site,manager,kind,status,hired_on,birthday,locale,time_zone
        ana,,,,,,,,,,,,
        """
    )
    ana = await person("ana")
    assert (ana.name, ana.kind, ana.status) == ("ana", "employee", "active")
    rest = (ana.preferred_name, ana.email, ana.department, ana.site, ana.manager, ana.hired_on, ana.birthday)
    assert {*rest, ana.locale, ana.time_zone} == {None}


async def test_every_field_is_read_into_its_type() -> None:
    await land(
        """\
        handle,email,shift,kind,status,hired_on,seniority_on,birthday,locale,time_zone,job_title
        ana,Ana@Example.ORG,noche,External,On Leave,2020-02-29,2019-12-31,1990-05-17,ES,America/Lima,"Jefa de
        almacén"
        """
    )
    ana = await person("ana")
    assert (ana.email, ana.shift, ana.job_title) == ("ana@example.org", "noche", "Jefa de almacén")
    assert (ana.kind, ana.status, ana.locale, ana.time_zone) == ("external", "on_leave", "es", "America/Lima")
    assert (ana.hired_on, ana.seniority_on, ana.birthday) == (date(2020, 2, 29), date(2019, 12, 31), "05-17")


@pytest.mark.parametrize("birthday", ["02-29", "2000-02-29", "12-31"])
async def test_real_birthdays_land(birthday: str) -> None:
    await land(f"handle,birthday\nana,{birthday}\n")
    assert (await person("ana")).birthday == birthday[-5:]


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("handle", "", "is empty"),
        ("handle", "ana perez", "letters, digits"),
        ("handle", "ana@example.org", "letters, digits"),
        ("handle", "...", "letters, digits"),
        ("handle", "a" * 65, "65 characters, the limit is 64"),
        ("handle", "0192d1c0-5a0e-7c3a-9d35-3c9a3ac6a1f1", "looks like an id"),
        ("handle", "0192D1C05A0E7C3A9D353C9A3AC6A1F1", "looks like an id"),
        ("name", "A" * 201, "201 characters, the limit is 200"),
        ("name", "Ana\x07", "U+0007"),
        ("name", "Ana\u202ezeréP", "U+202E"),
        ("preferred_name", "A\u2066na", "U+2066"),
        ("job_title", "Jefa\u200b", "U+200B"),
        ("department", "V\u00adE", "U+00AD"),
        ("email", "ana", "not a mail address"),
        ("email", "a@b@c", "not a mail address"),
        ("email", "an a@example.org", "not a mail address"),
        ("email", f"{'a' * 250}@b.pe", "the limit is 254"),
        ("department", "d" * 65, "the limit is 64"),
        ("kind", "robot", "employee, external"),
        ("status", "gone", "active, on_leave, left"),
        ("hired_on", "2020-02-30", "not a day of the calendar"),
        ("hired_on", "20200201", "YYYY-MM-DD"),
        ("hired_on", "01/02/2020", "YYYY-MM-DD"),
        ("seniority_on", "0000-01-01", "not a day of the calendar"),
        ("birthday", "02-30", "not a day of the calendar"),
        ("birthday", "1999-02-29", "not a day of the calendar"),
        ("birthday", "17-05", "not a day of the calendar"),
        ("birthday", "17 de mayo", "MM-DD"),
        ("locale", "fr", "es, en"),
        ("time_zone", "Lima", "IANA"),
        ("time_zone", "localtime", "IANA"),
        ("manager", "who is this", "letters, digits"),
    ],
)
async def test_a_field_that_cannot_be_is_named_with_its_line(column: str, value: str, reason: str) -> None:
    if column == "handle":
        bad = await refused(f"handle,name\nbruno,Bruno\n{value},Ana\n")
    else:
        bad = await refused(f"handle,{column}\nbruno,\nana,{value}\n")
    assert bad.keys() == {3}
    assert bad[3].startswith(f"{column}: ")
    assert reason in bad[3]


async def test_all_that_is_wrong_with_a_line_is_said_at_once() -> None:
    bad = await refused("handle,email,hired_on\nana,ana,soon\n")
    assert "email: 'ana'" in bad[2]
    assert "hired_on: 'soon'" in bad[2]


async def test_somebody_twice_is_bad_and_names_the_first_line() -> None:
    bad = await refused("handle\nana\nbruno\nANA\n")
    assert bad == {4: "ana is already on line 2"}


async def test_a_department_that_differs_in_capitals_is_a_slip() -> None:
    await land("handle,department\ncarla,Ventas\n")
    bad = await refused("handle,department\nana,ventas\nbruno,almacén\ndiego,Almacén\n")
    assert bad == {
        2: "department 'ventas' is written 'Ventas' elsewhere",
        4: "department 'Almacén' is written 'almacén' elsewhere",
    }


async def test_a_mail_address_belongs_to_one_person() -> None:
    await land("handle,email\ncarla,carla@example.org\n")
    bad = await refused("handle,email\nana,CARLA@example.org\nbruno,b@example.org\ndiego,B@example.org\n")
    assert bad == {
        2: "email: carla@example.org belongs to carla",
        4: "email: b@example.org is already on line 3",
    }


async def test_two_people_may_swap_their_addresses() -> None:
    await land("handle,email\nana,one@example.org\nbruno,two@example.org\n")
    await land("handle,email\nana,two@example.org\nbruno,one@example.org\n")
    assert [(await person(who)).email for who in ("ana", "bruno")] == ["two@example.org", "one@example.org"]


async def test_the_same_file_again_changes_nothing_and_says_nothing() -> None:
    await land(COMPANY)
    rows = await DB.fetch("select * from people order by id")
    result = await land(COMPANY)
    assert (result.added, result.changed, result.departments, result.unchanged) == ([], [], [], 4)
    assert await DB.fetch("select * from people order by id") == rows
    assert await recorded() == []


async def test_who_came_first_is_no_event_and_who_moves_is_one() -> None:
    await land(COMPANY)
    assert await recorded() == []
    await land("handle,name,department,manager,status\nana,Ana P.,almacén,,left\nbruno,Bruno D.,ventas,carla,\n")
    ana = (await person("ana")).id
    topics = [f"person:{ana}", "walls"]  # she left, and walls drop leavers at once
    assert await recorded() == [("person.changed", "ana", topics, ["department", "manager", "status"])]


async def test_who_left_and_comes_back_is_the_same_person() -> None:
    await land(COMPANY)
    ana = (await person("ana")).id
    await land("handle,status\nana,left\n")
    await land("handle,status\nana,active\n")
    assert ((await person("ana")).id, await handles()) == (ana, ["ana", "bruno", "carla", "diego"])


async def test_search_and_order_follow_a_new_name() -> None:
    await land("handle,name\nana,Ana Ñuñez\n")
    await land("handle,preferred_name\nana,Zoé\n")
    row = await DB.fetch_row("select folded, sort_key from people")
    assert row is not None
    assert tuple(row) == ("ana ñuñez zoe ana ana nunez zoe ana", "zoe")


async def test_a_result_reads_as_lines_and_encodes_as_json() -> None:
    await land(COMPANY)
    result = await land("handle,department\nana,caja\nhr,\n", dry_run=True)
    assert list(result.lines()) == [
        "people.csv: 1 new, 1 changed, 0 left, 1 new departments, 0 unchanged, 0 skipped"
        " (dry run: nothing was written)",
        "new: hr",
        "changed: ana: department ventas → caja",
        "new departments: caja",
    ]
