from pathlib import Path

import pytest

from recognize.people.imports import import_departments

from .support import audited, department, land, land_departments, refused_departments

AREAS = """\
    code,name,parent,front_line
    VE-N,Ventas Norte,VE,sí
    VE,Ventas,DG,
    DG,Dirección General,,no
"""


async def test_parents_may_come_in_any_order() -> None:
    result = await land_departments(AREAS)
    assert result.added == ["VE-N", "VE", "DG"]
    north, top = await department("VE-N"), await department("DG")
    assert (north.name, north.parent, north.front_line) == ("Ventas Norte", "VE", True)
    assert (top.parent, top.front_line) == (None, False)


async def test_a_code_is_enough_and_then_it_is_the_name() -> None:
    await land_departments("code\nVE\n")
    assert (await department("VE")).name == "VE"


async def test_departments_that_people_brought_get_their_names() -> None:
    await land("handle,department\nana,VE\n")
    result = await land_departments(AREAS)
    assert [str(change) for change in result.changed] == ["VE: name VE → Ventas, parent – → DG"]
    assert (await department("VE")).parent == "DG"


async def test_absent_columns_change_nothing_and_empty_cells_clear() -> None:
    await land_departments(AREAS)
    await land_departments("code,name\nVE-N,Norte\n")
    north = await department("VE-N")
    assert (north.name, north.parent, north.front_line) == ("Norte", "VE", True)
    await land_departments("code,name,parent,front_line\nVE-N,,,\n")
    north = await department("VE-N")
    assert (north.name, north.parent, north.front_line) == ("VE-N", None, False)


@pytest.mark.parametrize(
    ("word", "meaning"),
    [("true", True), ("YES", True), ("Sí", True), ("1", True), ("false", False), ("no", False), ("0", False)],
)
async def test_front_line_is_said_in_many_ways(word: str, meaning: bool) -> None:
    await land_departments(f"code,front_line\nVE,{word}\n")
    assert (await department("VE")).front_line is meaning


async def test_the_same_file_again_changes_nothing() -> None:
    await land_departments(AREAS)
    result = await land_departments(AREAS)
    assert (result.added, result.changed, result.unchanged) == ([], [], 3)


async def test_bad_lines_are_named() -> None:
    bad = await refused_departments(
        """\
        code,parent,front_line
        A,nowhere,
        B,,perhaps
        C,D,
        D,C,
        C,,
        c,,
        ,,
        E,E,
        """
    )
    assert bad == {
        2: "parent: 'nowhere' is not known",
        3: "front_line: 'perhaps' is neither true nor false",
        4: "parent: goes in a circle: C → D → C",
        5: "parent: goes in a circle: C → D → C",
        6: "C is already on line 4",
        7: "c is already on line 4",
        8: "code: it is empty",
        9: "parent: goes in a circle: E → E",
    }


async def test_a_code_that_differs_in_capitals_from_a_known_one_is_a_slip() -> None:
    await land_departments("code\nVE\n")
    assert await refused_departments("code\nve\n") == {2: "department 've' is written 'VE' elsewhere"}


async def test_a_circle_may_run_through_the_database() -> None:
    await land_departments(AREAS)
    assert await refused_departments("code,parent\nDG,VE-N\n") == {2: "parent: goes in a circle: DG → VE-N → VE → DG"}


async def test_skipping_a_line_takes_what_hangs_on_it() -> None:
    result = await land_departments("code,parent,front_line\nA,,perhaps\nB,A,\nC,B,\nD,,\n", skip_bad=True)
    assert result.added == ["D"]
    assert [line.number for line in result.bad_lines] == [2, 3, 4]


async def test_a_file_of_departments_is_audited_once(tmp_path: Path) -> None:
    file = tmp_path / "areas.csv"
    file.write_text("code\nVE\nAL\n")
    await import_departments(file)
    counts = {"new": 2, "changed": 0, "unchanged": 0, "skipped": 0}
    assert await audited() == [("departments.imported", "areas.csv", counts)]
