from datetime import date
from uuid import uuid4

import pytest

from recognize.errors import InvalidInputError, NotFoundError
from recognize.lib.database import DB
from recognize.people.actions import (
    change_handle,
    change_manager,
    change_person,
    change_status,
    choose_preference,
    create_department,
    create_person,
    create_team,
    move_department,
)
from recognize.people.errors import CodeTakenError, HandleTakenError
from recognize.people.queries import departments, teams

from .support import audited, person, recorded


async def test_a_person_is_created_with_what_is_known() -> None:
    await create_department("VE", "Ventas", front_line=True)
    carla = await create_person("Carla", "Carla Ríos")
    await create_person("ana", "Ana Pérez", department="VE", manager="carla", hired_on=date(2020, 1, 31), email=None)
    ana = await person("ana")
    assert (ana.department, ana.manager, ana.hired_on, ana.email) == ("VE", "carla", date(2020, 1, 31), None)
    assert (await person("carla")).id == carla
    assert await recorded() == []


async def test_a_handle_is_taken_once() -> None:
    await create_person("ana", "Ana Pérez")
    for spelt in ("ANA", " ana "):
        for name in ("Ana Pérez", "Ana Flores"):
            with pytest.raises(HandleTakenError):
                await create_person(spelt, name)
    assert (await person("ana")).name == "Ana Pérez"


async def test_a_person_needs_facts_that_can_be() -> None:
    with pytest.raises(InvalidInputError, match="email: 'ana' is not a mail address"):
        await create_person("ana", "Ana", email="ana")
    with pytest.raises(InvalidInputError, match="handle: "):
        await create_person("", "Ana")
    with pytest.raises(InvalidInputError, match="manager: 'carla' is not known"):
        await create_person("ana", "Ana", manager="carla")


async def test_a_verb_brings_no_department_along() -> None:
    with pytest.raises(InvalidInputError, match="'ventsa' is not known"):
        await create_person("ana", "Ana", department="ventsa")


async def test_a_field_that_does_not_exist_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="nombre"):
        await create_person("ana", "Ana", nombre="Ana")  # type: ignore[call-arg]


async def test_only_what_is_given_changes() -> None:
    await create_department("AL", "Almacén")
    ana = await create_person("ana", "Ana Pérez", site="Lima", job_title="Jefa")
    await change_person(ana, name="Ana P.", job_title=None)
    facts = await person("ana")
    assert (facts.name, facts.site, facts.job_title) == ("Ana P.", "Lima", None)


async def test_moves_are_told_to_who_moves_and_audited() -> None:
    await create_department("AL", "Almacén")
    await create_person("carla", "Carla Ríos")
    ana = await create_person("ana", "Ana Pérez")
    await move_department(ana, "AL")
    await change_manager(ana, "carla")
    await change_status(ana, "left")
    assert [(who, audience, fields) for _, who, audience, fields in await recorded()] == [
        ("ana", [f"person:{ana}"], ["department"]),
        ("ana", [f"person:{ana}"], ["manager"]),
        ("ana", [f"person:{ana}", "walls"], ["status"]),  # walls drop leavers at once
    ]
    assert (await audited())[-1] == ("person.changed", "ana", {"fields": ["status"]})


async def test_a_change_that_changes_nothing_is_not_written() -> None:
    ana = await create_person("ana", "Ana Pérez")
    await change_status(ana, "active")
    assert [action for action, _, _ in await audited()] == ["person.created"]


async def test_nobody_reports_to_their_own_report() -> None:
    carla = await create_person("carla", "Carla Ríos")
    await create_person("ana", "Ana Pérez", manager="carla")
    with pytest.raises(InvalidInputError, match="ana → carla → ana"):
        await change_manager(carla, "ana")


async def test_a_handle_changes_and_the_id_stays() -> None:
    carla = await create_person("carla", "Carla Ríos")
    await create_person("ana", "Ana Pérez", manager="carla")
    await change_handle(carla, "Carla.Rios")
    assert ((await person("carla.rios")).id, (await person("ana")).manager) == (carla, "carla.rios")
    await change_handle(carla, "carla.rios")
    with pytest.raises(HandleTakenError):
        await change_handle(carla, "ana")


async def test_a_preference_is_chosen() -> None:
    ana = await create_person("ana", "Ana Pérez")
    await choose_preference(ana, "quiet")
    assert await DB.fetch_value("select preference from people") == "quiet"


async def test_nobody_is_not_changed() -> None:
    with pytest.raises(NotFoundError):
        await change_person(uuid4(), name="Nobody")
    with pytest.raises(NotFoundError):
        await choose_preference(uuid4(), "quiet")


async def test_departments_form_a_tree() -> None:
    await create_department("DG", "Dirección General")
    await create_department("VE", "Ventas", parent="DG", front_line=True)
    assert [(each.code, each.parent, each.front_line) for each in await departments()] == [
        ("DG", None, False),
        ("VE", "DG", True),
    ]
    with pytest.raises(CodeTakenError):
        await create_department("VE", "Ventas")
    with pytest.raises(InvalidInputError, match="written 'VE'"):
        await create_department("ve", "Ventas")
    with pytest.raises(InvalidInputError, match="parent: 'XX' is not known"):
        await create_department("AL", "Almacén", parent="XX")


async def test_a_team_has_members() -> None:
    ana, bruno = await create_person("ana", "Ana"), await create_person("bruno", "Bruno")
    await create_team("Cierre", "Equipo de cierre", ["ana", "BRUNO", "ana"])
    assert {row["person_id"] for row in await DB.fetch("select person_id from team_members")} == {ana, bruno}
    assert [(team.code, team.name) for team in await teams()] == [("cierre", "Equipo de cierre")]
    with pytest.raises(CodeTakenError):
        await create_team("cierre", "Otro")
    with pytest.raises(InvalidInputError, match="nobody has the handle 'hr'"):
        await create_team("otro", "Otro", ["hr"])
    assert len(await teams()) == 1
