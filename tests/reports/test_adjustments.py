"""What changes after the close stands beside the month, with its date and its causes; both together are a recount."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest

from recognize.badges.actions import take_back
from recognize.kudos.history import import_history
from recognize.kudos.moderation import hide, restore
from recognize.lib.database import DB
from recognize.log.events import record
from recognize.people.actions import change_person, choose_preference, create_person, move_department
from recognize.reports.adjusting import unadjusted_months
from recognize.worker import settle
from tests.cast import Cast
from tests.displays.screens import like_fanfare
from tests.reports.closing import (
    NOVEMBER,
    adjustments,
    bring_october,
    bytes_of,
    closed,
    frozen_and_adjusted,
    gave,
    recounted,
    state,
)
from tests.reports.test_sections import STORY
from tests.wins.sharing import shares

Happens = Callable[[Cast, list[UUID], Path], Awaitable[object]]

MOVED = """
insert into department_history (person_id, since, department_id)
select $1, date '2026-10-10', id from departments where code = 'AL'
"""
AWARDED = """
insert into awards (id, person_id, badge, earned_on, silent)
values (gen_random_uuid(), $1, 'pillar', '2026-10-12', false)
"""
FILE = "sent_at,sender,recipients,kind,message,ref\n2026-10-05T10:00:00-05:00,carla,diego,helped,Thank you so much,1\n"


@pytest.fixture
async def october(cast: Cast) -> list[UUID]:
    given = await bring_october(cast)
    await shares(cast.ana)
    await settle()
    await DB.execute("update wins set shared_at = '2026-10-12T12:00:00Z'")
    await DB.execute(AWARDED, cast.bruno.id)
    await closed()
    return given


async def withdrawn(cast: Cast, october: list[UUID], folder: Path) -> object:
    return await cast.ana.withdraws(str(october[0]))


async def hidden(cast: Cast, october: list[UUID], folder: Path) -> object:
    return await hide(october[1], "not kind")


async def name_hidden(cast: Cast, october: list[UUID], folder: Path) -> object:
    return await cast.diego.http.post(f"/api/kudos/{october[1]}/discretion")


async def joined(cast: Cast, october: list[UUID], folder: Path) -> object:
    address = f"/api/kudos/{october[0]}/also-helped"
    await cast.bruno.http.post(address, json={"person": "diego"})
    return await cast.ana.http.post(address, json={"person": "diego"})


async def imported(cast: Cast, october: list[UUID], folder: Path) -> object:
    (folder / "history.csv").write_text(FILE)
    (folder / "mapping.toml").write_text('[behaviours]\nhelped = "ownership"\n')
    return await import_history(folder / "history.csv", folder / "mapping.toml")


async def moved_in_the_past(cast: Cast, october: list[UUID], folder: Path) -> object:
    async with DB.transaction():
        await DB.execute(MOVED, cast.ana.id)
        return await record("person.changed", cast.ana.id, [], {"fields": ["department"]})


async def hired_otherwise(cast: Cast, october: list[UUID], folder: Path) -> object:
    return await change_person(cast.bruno.id, hired_on="2020-01-01")


async def entered_late(cast: Cast, october: list[UUID], folder: Path) -> object:
    return await create_person("fidel", "Fidel", hired_on="2026-09-01")


async def win_withdrawn(cast: Cast, october: list[UUID], folder: Path) -> object:
    return await cast.ana.http.delete(f"/api/wins/{await DB.fetch_value('select id from wins')}")


async def award_taken_back(cast: Cast, october: list[UUID], folder: Path) -> object:
    return await take_back(await DB.fetch_value("select id from awards where badge = 'pillar'"), "a game of two")


async def holder_became_quiet(cast: Cast, october: list[UUID], folder: Path) -> object:
    return await choose_preference(cast.bruno.id, "quiet")


CAUSES: dict[str, tuple[Happens, str]] = {
    "withdrawn": (withdrawn, "kudos.withdrawn"),
    "hidden by moderation": (hidden, "kudos.hidden"),
    "a name hidden": (name_hidden, "kudos.name_hidden"),
    "somebody who helped too": (joined, "kudos.joined"),
    "history imported": (imported, "kudos.given"),
    "moved in the past": (moved_in_the_past, "person.changed"),
    "hired on another day": (hired_otherwise, "person.changed"),
    "entered late": (entered_late, "person.created"),
    "a win withdrawn": (win_withdrawn, "win.withdrawn"),
    "a badge taken back": (award_taken_back, "award.taken"),
    "a holder who became quiet": (holder_became_quiet, "person.chose"),
}


@pytest.mark.parametrize(("happens", "kind"), CAUSES.values(), ids=CAUSES.keys())
async def test_a_later_change_is_an_adjustment_with_its_cause(
    cast: Cast, october: list[UUID], tmp_path: Path, happens: Happens, kind: str
):
    before, frozen = await state(cast.hr), await bytes_of(cast.hr)
    await happens(cast, october, tmp_path)
    after = await state(cast.hr)
    (adjustment,) = after["adjustments"]
    assert kind in [cause["kind"] for cause in adjustment["causes"]]
    assert before["closed_at"] < adjustment["at"]
    assert before["position"] < adjustment["position"]
    assert after["checksum"] == before["checksum"]
    assert await bytes_of(cast.hr) == frozen
    assert await frozen_and_adjusted(cast.hr) == await recounted()


async def test_an_adjustment_says_which_figures_went_from_what_to_what(cast: Cast, october: list[UUID]):
    await cast.ana.withdraws(str(october[0]))
    (adjustment,) = await adjustments(cast.hr)
    causes = {cause["kind"]: cause["id"] for cause in adjustment["causes"]}
    assert causes.keys() == {"kudos.withdrawn", "award.taken"}
    assert causes["kudos.withdrawn"] == str(october[0])
    changes = {change["figure"]: (change["from"], change["to"]) for change in adjustment["changes"]}
    assert changes["totals.kudos"] == (3, 2)
    assert changes["totals.points"] == (10, 0)
    assert changes["behaviours.courtesy.every-moment.kudos"] == (1, None)
    assert changes["matrix.VE.VE.any.recognitions"] == (2, 1)
    assert adjustment["at"] == await DB.fetch_value(
        "select to_json(recorded_at) #>> '{}' from log where kind = 'kudos.withdrawn'"
    )


async def test_what_comes_later_is_adjusted_against_what_was_adjusted_before(cast: Cast, october: list[UUID]):
    await cast.ana.withdraws(str(october[0]))
    await settle()
    await hide(october[1], "not kind")
    await settle()
    await restore(october[1], "it was kind")
    await settle()
    kudos = [
        (change["from"], change["to"])
        for adjustment in await adjustments(cast.hr)
        for change in adjustment["changes"]
        if change["figure"] == "totals.kudos"
    ]
    assert kudos == [(3, 2), (2, 1), (1, 2)]
    assert await frozen_and_adjusted(cast.hr) == await recounted()


async def test_what_changes_no_figure_adjusts_nothing(cast: Cast, october: list[UUID]):
    await cast.bruno.http.post(f"/api/kudos/{october[0]}/reactions", json={"face": "glad"})
    await change_person(cast.bruno.id, job_title="Analyst")
    await move_department(cast.diego.id, "VE")
    await cast.ana.gives()
    assert await adjustments(cast.hr) == []


async def test_an_open_month_has_no_adjustments(cast: Cast, october: list[UUID]):
    kudos = await gave(cast.ana.id, "bruno", at="2026-11-02T12:00:00Z")
    await cast.ana.withdraws(str(kudos))
    assert await adjustments(cast.hr, NOVEMBER) == []
    assert await adjustments(cast.hr) == []


async def test_a_month_that_looks_back_at_the_change_is_adjusted_too(cast: Cast):
    """Whoever was thanked in September counts as thanked within the 90 days that end with October."""
    for who in (cast.ana, cast.bruno):
        await change_person(who.id, hired_on="2020-01-01")
    september = await gave(cast.ana.id, "bruno", at="2026-09-15T12:00:00Z")
    await closed()
    await cast.ana.withdraws(str(september))
    (adjustment,) = await adjustments(cast.hr)
    assert "headline.nobody_in_90_days.numerator" in [change["figure"] for change in adjustment["changes"]]
    assert await frozen_and_adjusted(cast.hr) == await recounted()


async def test_what_is_read_again_is_not_adjusted_again(cast: Cast, october: list[UUID]):
    await cast.ana.withdraws(str(october[0]))
    before = await adjustments(cast.hr)
    position = (await state(cast.hr))["position"]
    await DB.execute("update reader_cursors set position = $1 where name = 'adjustments'", position)
    assert await adjustments(cast.hr) == before
    assert len(before) == 1


async def test_a_move_to_another_site_leaves_closed_months_alone(cast: Cast):
    for number in range(10):
        await create_person(f"guard{number}", f"Guard {number}", hired_on="2020-01-01", site="Lima", department="AL")
    kudos = await gave(cast.ana.id, "guard0")
    await closed()
    for number in range(10):
        guard = await DB.fetch_value("select id from people where handle = $1", f"guard{number}")
        await change_person(guard, site="Callao")
    assert "groups.site.Lima.people" in await recounted()
    await cast.ana.withdraws(str(kudos))
    (adjustment,) = await adjustments(cast.hr)
    figures = {change["figure"]: (change["from"], change["to"]) for change in adjustment["changes"]}
    assert figures["groups.site.Lima.reached"] == (1, 0)
    assert not [figure for figure in figures if "Callao" in figure]


async def test_a_mark_of_the_front_line_leaves_closed_months_alone(cast: Cast):
    await DB.execute("update departments set front_line = code = 'VE'")
    across = await gave(cast.ana.id, "diego")
    await gave(cast.diego.id, "ana")
    await closed()
    await DB.execute("update departments set front_line = code = 'AL'")
    await cast.ana.withdraws(str(across))
    (adjustment,) = await adjustments(cast.hr)
    changes = {change["figure"]: (change["from"], change["to"]) for change in adjustment["changes"]}
    assert changes["sections.front_line.VE.recognitions"] == (1, None)
    assert not [figure for figure in changes if "front_line.AL" in figure]
    assert await frozen_and_adjusted(cast.hr) == await recounted()


async def test_a_story_that_may_no_longer_be_told_is_no_figure(cast: Cast):
    await like_fanfare(cast, "bruno")
    story = await gave(cast.ana.id, "bruno", message=STORY)
    await closed()
    assert str(story).encode() in await bytes_of(cast.hr)
    await choose_preference(cast.bruno.id, "feed_only")
    assert await adjustments(cast.hr) == []
    assert await unadjusted_months() == []


async def test_a_month_closed_by_an_earlier_definition_is_not_compared(cast: Cast, october: list[UUID]):
    """What its figures meant nobody can count any more."""
    await DB.execute("alter table month_closes disable trigger closed_months_stay")
    await DB.execute("update month_closes set definition_version = 0")
    await DB.execute("alter table month_closes enable trigger closed_months_stay")
    await cast.ana.withdraws(str(october[0]))
    assert await adjustments(cast.hr) == []
