"""What the demo shows around the kudos; made once, together with the company of test_company.py."""

from typing import Any

from recognize.demo.material import life
from recognize.demo.pictures import PICTURES, picture
from recognize.lib.database import DB
from tests.demo.test_company import clean, count

__all__ = ["clean"]


async def of(handle: str, sql: str) -> Any:
    return await DB.fetch_value(f"select ({sql}) from people me where me.handle = $1", handle)


async def test_wins_of_every_kind_have_participants_of_several_areas():
    assert await count("select count(*) from wins") == len(life().wins)
    assert await count("select count(distinct kind) from wins") == 3
    areas = """
        select min(areas) from (
            select count(distinct p.department_id) as areas from win_participants t join people p on p.id = t.person_id
            group by t.win_id) each_win
    """
    assert await count(areas) >= 2


async def test_kudos_and_wins_have_pictures():
    assert await count("select count(*) from feed_items where kind = 'kudos' and picture is not null") == 2
    assert await count("select count(*) from feed_items where kind = 'win' and picture is not null") == 2


async def test_there_are_faces_comments_mentions_and_boosts():
    assert await count("select count(distinct face) from reactions") == 5
    assert await count("select count(*) from comments") >= 12
    assert await count("select count(*) from boosts") >= 5
    assert await count("select count(*) from comments where text like '%@bruno%'") == 1


async def test_one_kudos_was_changed_and_says_so():
    assert await count("select count(*) from kudos_edits") == 1
    assert await count("select count(*) from kudos where edited_at is not null") == 1


async def test_who_was_forgotten_was_added_and_somebody_still_waits_for_it():
    named = "select count(*) from also_helped a where {} exists (select from kudos_recipients r where r.kudos_id = a.kudos_id and r.person_id = a.person_id)"
    assert await count(named.format("")) == 1
    assert await count(named.format("not")) == 1


async def test_dates_are_of_today_of_the_past_and_of_the_next_days():
    here = "(now() at time zone 'America/Bogota')::date"
    anniversary = f"to_char(me.seniority_on, 'MM-DD') = to_char({here}, 'MM-DD')"
    assert await of("bruno", f"select {anniversary} or extract(month from {here}) = 2")
    assert await of("ana", f"select me.birthday = to_char({here}, 'MM-DD')")
    assert await of("diego", f"select me.birthday = to_char({here} + 1, 'MM-DD')")
    assert await count("select count(distinct kind) from celebrations") == 3
    assert await count(f"select count(*) from celebrations where made_on < {here}") >= 5


async def test_badges_came_by_themselves_and_by_hand_and_challenges_are_done():
    assert await count("select count(*) from awards where giver_id is null") > 20
    assert await count("select count(*) from awards where giver_id is not null") == 6
    assert await count("select count(*) from challenges_done where not silent") >= 1


async def test_whoever_signs_in_has_something_unread():
    unread = "select count(*) from notifications n where n.person_id = me.id and n.read_at is null"
    for handle in ("ana", "bruno", "diego", "carla"):
        assert await of(handle, unread) > 0, handle


def test_a_picture_is_the_same_each_time():
    for name in PICTURES:
        assert picture(name) == picture(name)
