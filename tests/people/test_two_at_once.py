import asyncio

from recognize.lib.database import DB
from recognize.people.actions import create_person

from .support import audited, handles, history, land, land_departments, recorded

FILE = "handle,department,manager\ncarla,ventas,\nana,ventas,carla\nbruno,caja,carla\n"


async def test_the_second_import_sees_what_the_first_has_done() -> None:
    results = await asyncio.gather(*(land(FILE) for _ in range(4)))
    assert sorted(len(result.added) for result in results) == [0, 0, 0, 3]
    assert await handles() == ["ana", "bruno", "carla"]
    assert len(await history("manager", "ana")) == 1
    assert (await recorded(), len(await audited())) == ([], 4)


async def test_imports_and_verbs_wait_for_each_other() -> None:
    await asyncio.gather(
        land(FILE),
        land_departments("code,name\nventas,Ventas\ncaja,Caja\n"),
        create_person("hr", "Helena Ruiz"),
        create_person("diego", "Diego Luna"),
    )
    assert await handles() == ["ana", "bruno", "carla", "diego", "hr"]
    assert await DB.fetch_value("select count(*) from departments") == 2
