import asyncio
from typing import Any

import pytest

from recognize import demo
from recognize.demo import life as demo_life
from recognize.demo import seed_demo
from recognize.demo.founding import found_company
from recognize.demo.material import Life, life, written_kudos
from recognize.doctor import examine
from recognize.lib.database import DB
from recognize.people.actions import create_person

QUIET_LIFE = Life([], [], [], [])


class PowerCut(Exception):
    pass


def quiet(line: str) -> None:
    pass


async def counted(table: str) -> int:
    return await DB.fetch_value(f"select count(*) from {table}")


async def test_an_interrupted_run_is_continued(monkeypatch: pytest.MonkeyPatch):
    give, given = demo.give, 0

    async def give_until_the_power_cut(*arguments: Any, **options: Any) -> Any:
        nonlocal given
        given += 1
        if given > 100:
            raise PowerCut
        return await give(*arguments, **options)

    monkeypatch.setattr(demo, "give", give_until_the_power_cut)
    with pytest.raises(PowerCut):
        await seed_demo(quiet)
    assert (await counted("people"), await counted("kudos")) == (180, 100)

    monkeypatch.setattr(demo, "give", give)
    assert len(await seed_demo(quiet, people=70, months=1)) == 7  # what was begun counts, not what is asked for now
    assert (await counted("people"), await counted("kudos")) == (180, len(written_kudos()) + len(life().today))
    assert await DB.fetch_value("select count(distinct message) from kudos") == await counted("kudos")
    assert [str(finding) for finding in await examine() if not finding.is_well] == []


async def test_a_power_cut_between_the_answers_doubles_none(monkeypatch: pytest.MonkeyPatch):
    comment, said = demo_life.comment, 0

    async def comment_until_the_power_cut(*arguments: Any) -> Any:
        nonlocal said
        said += 1
        if said > 5:
            raise PowerCut
        return await comment(*arguments)

    monkeypatch.setattr(demo_life, "comment", comment_until_the_power_cut)
    with pytest.raises(PowerCut):
        await seed_demo(quiet)
    before = [await counted(table) for table in ("kudos", "wins", "kudos_edits")]
    monkeypatch.setattr(demo_life, "comment", comment)
    await seed_demo(quiet)
    assert [await counted(table) for table in ("kudos", "wins", "kudos_edits")] == before
    assert await counted("comments") == sum(len(each.comments) for each in life().answers)
    assert await counted("boosts") == sum(len(each.boosts) for each in life().answers)


async def test_half_a_company_is_no_company(monkeypatch: pytest.MonkeyPatch):
    async def found_and_fall(company: Any) -> None:
        await found_company(company)
        raise PowerCut

    monkeypatch.setattr(demo, "found_company", found_and_fall)
    with pytest.raises(PowerCut):
        await seed_demo(quiet)
    assert (await counted("people"), await counted("departments"), await counted("audit")) == (0, 0, 0)


async def test_two_at_once_make_one_company(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(demo, "written_kudos", lambda: written_kudos()[:20])
    monkeypatch.setattr("recognize.demo.life.life", lambda: QUIET_LIFE)
    one, other = await asyncio.gather(seed_demo(quiet, people=60, months=1), seed_demo(quiet, people=60, months=1))
    assert one == other
    assert (await counted("people"), await counted("kudos")) == (60, 20)


async def test_a_company_of_real_people_is_left_alone():
    await create_person("ana", "Ana")
    (line,) = await seed_demo(quiet)
    assert "already" in line
    assert (await counted("people"), await counted("kudos")) == (1, 0)
