"""The badges' file says what it wants, and what is wrong in it is said clearly."""

import re
from pathlib import Path

import pytest

from recognize.badges.definitions import BadgesError, read_badges
from recognize.badges.readers import weigh_new
from recognize.badges.seeding import plant_badges
from recognize.lib.database import DB
from recognize.lib.seeds import seeds_folder

DEFAULT = seeds_folder("catalogue") / "badges.toml"
GOOD = """
[[badge]]
code = "kind"
shape = "circle"
stage = "closing"
icon = "heart"
rule = [{ count = "received", behaviour = "courtesy" }]
at_least = 3
es = { name = "Amable", about = "{n} veces." }
en = { name = "Kind", about = "{n} times." }
"""


async def behaviours() -> dict[str, str]:
    return {row["code"]: row["stage"] for row in await DB.fetch("select code, stage from behaviours")}


async def test_the_default_ones_cover_every_behaviour_and_every_stage():
    stages = await behaviours()
    found = read_badges(DEFAULT, stages.keys())
    keys = {needed.key for each in found for needed in each.requirements}
    assert len(found) >= 30
    assert {f"behaviour:{code}" for code in stages} <= keys
    assert {f"stage:{stage}" for stage in stages.values()} <= keys
    assert {each.tier for each in found} == {"bronze", "silver", "gold", None}


async def test_a_higher_tier_needs_the_one_below():
    found = {each.code: each for each in read_badges(DEFAULT, (await behaviours()).keys())}
    assert (found["courtesy-gold"].after, found["courtesy-silver"].after) == ("courtesy-silver", "courtesy-bronze")
    assert found["many-hands-bronze"].after == "first-recognition"


def test_the_number_stands_in_the_text(tmp_path: Path):
    file = tmp_path / "badges.toml"
    file.write_text(GOOD)
    (kind,) = read_badges(file, {"courtesy"})
    assert (kind.texts.es.about, kind.texts.en.about) == ("3 veces.", "3 times.")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('behaviour = "courtesy"', 'behaviour = "kindness"', "kind: there is no behaviour kindness"),
        ('behaviour = "courtesy"', 'behaviour = "courtesy", stage = "closing"', "kind: received takes one of"),
        ('"received", behaviour = "courtesy"', '"givers", stage = "closing"', "kind: givers takes neither"),
        ('"received"', '"quality"', "kind: Invalid enum value 'quality'"),
        ("at_least = 3", "", "kind: a rule needs either at_least or tiers"),
        ("at_least = 3", "at_least = 0", "kind: Expected `int` >= 1"),
        ("at_least = 3", "tiers = { bronze = 3, silver = 3, gold = 5 }", "kind: each tier needs more"),
        ("at_least = 3", 'at_least = 3\ngranted_by = "hr"', "kind: a badge has either a rule or granted_by"),
        ("at_least = 3", 'at_least = 3\nafter = "kinder"', "kind after kinder"),
        ("at_least = 3", "at_leats = 3", "kind: Object contains unknown field `at_leats`"),
        ('icon = "heart"', 'icon = "hart"', "kind: there is no icon hart"),
        ('en = { name = "Kind", about = "{n} times." }', "", "kind: Object missing required field `en`"),
        ("[[badge]]", "[[badges]]", "only \\[\\[badge\\]\\] may stand there, not badges"),
        ('code = "kind"', "code =", "Invalid value"),
        (GOOD, GOOD + GOOD, "kind: the code is there twice"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, before: str, after: str, said: str):
    file = tmp_path / "badges.toml"
    file.write_text(GOOD.replace(before, after))
    with pytest.raises(BadgesError, match=said):
        read_badges(file, {"courtesy"})


def test_badges_that_wait_for_each_other_are_refused(tmp_path: Path):
    file = tmp_path / "badges.toml"
    one = GOOD.replace('"kind"', '"one"').replace("at_least = 3", 'at_least = 3\nafter = "two"')
    other = GOOD.replace('"kind"', '"two"').replace("at_least = 3", 'at_least = 3\nafter = "one"')
    file.write_text(one + other)
    with pytest.raises(BadgesError, match="one after two, two after one"):
        read_badges(file, {"courtesy"})


async def snapshot() -> list[tuple[object, ...]]:
    rows = await DB.fetch(
        "select b.*, c.* from badges b left join badge_conditions c on c.badge = b.code order by 1, 15"
    )
    return [tuple(row) for row in rows]


async def test_loading_them_again_changes_nothing():
    before = await snapshot()
    await plant_badges()
    assert await snapshot() == before


async def test_one_that_is_taken_out_is_retired_and_comes_back_with_the_file(tmp_path: Path):
    file = tmp_path / "badges.toml"
    file.write_text(GOOD)
    try:
        await plant_badges(file)
        in_use = await DB.fetch("select code from badges where retired_at is null")
        assert [row["code"] for row in in_use] == ["kind"]
    finally:
        await plant_badges()
        await DB.execute("delete from badge_conditions where badge = 'kind'; delete from badges where code = 'kind'")
    assert await DB.fetch_value("select count(*) from badges where retired_at is not null") == 0
    await weigh_new()


async def test_what_is_earned_once_is_not_said_in_the_plural():
    for each in read_badges(DEFAULT, await behaviours()):
        assert not re.search(
            r"\b1 (veces|times|personas|people|áreas|areas)\b", f"{each.texts.es.about} {each.texts.en.about}"
        )
