"""What stands beyond the figures: support to the front line, customers, wins, badges and stories."""

import json
from typing import Any

import pytest

from recognize.lib.clock import Month
from recognize.lib.database import DB
from recognize.people.actions import choose_preference
from recognize.reports.export import as_json
from recognize.reports.exports.csv_file import report_csv
from recognize.reports.queries import month_report
from recognize.worker import settle
from tests.cast import Cast
from tests.displays.screens import like_fanfare
from tests.reports.test_endpoints import this_month
from tests.wins.sharing import shares

STORY = "You called the customer before the truck had left, and nobody waited at the gate."


async def sections(department: str | None = None) -> dict[str, Any]:
    await settle()
    return (await month_report(Month.parse(await this_month()), department)).sections


async def at_the_front_line(*codes: str) -> None:
    await DB.execute("update departments set front_line = code = any($1)", codes)


async def sent(who: Any, **changes: Any) -> str:
    answer = await who.gives(**changes)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def test_without_anything_there_are_no_rows_but_a_zero_of_customers(cast: Cast):
    nobody = {"kudos": 0, "recognitions": 0}
    assert await sections() == {"badges": [], "customers": [nobody], "front_line": [], "stories": [], "wins": []}


async def test_support_to_the_front_line_is_what_its_people_recognise_in_other_areas(cast: Cast):
    await at_the_front_line("VE")
    await sent(cast.ana, recipients=["diego"])
    await sent(cast.ana, recipients=["diego", "hr"])
    await sent(cast.ana, recipients=["bruno"])  # within the area
    await sent(cast.diego, recipients=["ana"])  # the other way round
    assert (await sections())["front_line"] == [
        {"department": None, "recognitions": 3, "percent": 60.0},
        {"department": "VE", "recognitions": 3, "percent": 60.0},
    ]


async def test_with_an_area_at_the_front_line_that_recognised_nobody_the_sum_is_zero(cast: Cast):
    await at_the_front_line("AL")
    assert (await sections())["front_line"] == [{"department": None, "recognitions": 0, "percent": None}]
    await sent(cast.ana)
    assert (await sections())["front_line"] == [{"department": None, "recognitions": 0, "percent": 0.0}]


async def test_customers_are_reached_where_the_giver_says_so(cast: Cast):
    await sent(cast.ana, recipients=["bruno", "diego"], reached_customer=True)
    await sent(cast.ana, reached_customer=False)
    await sent(cast.ana, visibility="department", reached_customer=True)
    withdrawn = await sent(cast.ana, reached_customer=True)
    await cast.ana.withdraws(withdrawn)
    assert (await sections())["customers"] == [{"kudos": 2, "recognitions": 3}]
    assert (await sections("AL"))["customers"] == [{"kudos": 1, "recognitions": 1}]


async def test_wins_count_by_kind_with_who_took_part_and_their_areas(cast: Cast):
    await shares(cast.ana)
    await shares(cast.ana, participants=["ana", "bruno"])
    await shares(cast.ana, win="result", participants=["hr"])
    assert (await sections())["wins"] == [
        {"kind": "improvement", "wins": 2, "participants": 3, "areas": 2},
        {"kind": "result", "wins": 1, "participants": 1, "areas": 1},
    ]
    assert (await sections("AL"))["wins"] == [{"kind": "improvement", "wins": 1, "participants": 2, "areas": 2}]


async def test_quiet_participants_count_in_no_win(cast: Cast):
    await choose_preference(cast.bruno.id, "quiet")
    await shares(cast.ana)
    await shares(cast.ana, participants=["bruno"])
    assert (await sections())["wins"] == [{"kind": "improvement", "wins": 1, "participants": 1, "areas": 1}]


async def test_badges_count_on_the_day_on_which_they_were_earned(cast: Cast):
    await sent(cast.ana)
    earned = [{"badge": "first-recognition", "awards": 1}, {"badge": "first-thanks", "awards": 1}]
    assert (await sections())["badges"] == earned
    assert (await sections("VE"))["badges"] == earned
    assert (await sections("AL"))["badges"] == []
    await DB.execute("update awards set earned_on = '2020-01-01' where badge = 'first-thanks'")
    await DB.execute("update awards set taken_at = now() where badge = 'first-recognition'")
    assert (await sections())["badges"] == []
    assert (await month_report(Month(2020, 1))).sections["badges"] == [{"badge": "first-thanks", "awards": 1}]


async def test_badges_of_quiet_people_and_those_of_constancia_do_not_count(cast: Cast):
    await sent(cast.ana)
    await settle()
    await choose_preference(cast.bruno.id, "quiet")
    await DB.execute(
        """insert into awards (id, person_id, badge, earned_on, silent)
        select gen_random_uuid(), $1, badge, $2, true from badge_conditions where measure = 'weeks' limit 1""",
        cast.ana.id,
        await DB.fetch_value("select earned_on from awards limit 1"),
    )
    assert (await sections())["badges"] == [{"badge": "first-thanks", "awards": 1}]


@pytest.fixture
async def loud(cast: Cast) -> Cast:
    await like_fanfare(cast, "bruno", "diego")
    return cast


async def test_a_story_is_told_where_everybody_in_it_wants_fanfare(loud: Cast):
    story = await sent(loud.ana, recipients=["bruno", "diego"], message=STORY)
    await sent(loud.ana, recipients=["bruno", "hr"], message=STORY)  # hr has chosen nothing: the feed alone
    await sent(loud.ana, message=STORY, visibility="department")
    await sent(loud.ana, message=STORY, visibility="private")
    assert (await sections())["stories"] == [{"kudos": story, "stage": "every-moment"}]


async def test_who_takes_the_consent_back_or_leaves_is_in_no_story(loud: Cast):
    await sent(loud.ana, message=STORY)
    told = await sent(loud.ana, recipients=["diego"], message=STORY)
    await choose_preference(loud.bruno.id, "feed_only")
    assert [row["kudos"] for row in (await sections())["stories"]] == [told]
    await DB.execute("update people set status = 'left' where handle = 'diego'")
    assert (await sections())["stories"] == []


async def test_of_a_stage_two_stories_are_told_those_that_reached_a_customer_first(loud: Cast):
    short, long = STORY[:50], STORY
    reached = await sent(loud.ana, message=short, reached_customer=True)
    await sent(loud.ana, message=short)
    full = await sent(loud.ana, message=long)
    other = await sent(loud.ana, message=short, behaviours=["ownership"])
    assert (await sections())["stories"] == [
        *({"kudos": each, "stage": "every-moment"} for each in sorted([reached, full])),
        {"kudos": other, "stage": "performing"},
    ]


async def test_a_story_that_names_somebody_who_is_not_for_walls_is_not_told(loud: Cast):
    await DB.execute("update people set name = 'Rosa Maldonado', preference = 'quiet' where handle = 'hr'")
    await sent(loud.ana, message="You and Rosa Maldonado saved the day for all of us in the warehouse.")
    assert (await sections())["stories"] == []


async def test_sections_are_in_the_checksum_and_in_the_file(loud: Cast):
    before = await month_report(Month.parse(await this_month()))
    story = await sent(loud.ana, message=STORY, reached_customer=True)
    await settle()
    after = await month_report(Month.parse(await this_month()))
    assert after.checksum != before.checksum
    lines = report_csv(json.loads(as_json(after))).decode().splitlines()
    assert "sections.customers,,,,,kudos,1" in lines
    assert "sections.badges,first-thanks,,,,awards,1" in lines
    assert f"sections.stories,,every-moment,,,kudos,{story}" in lines


async def test_another_month_has_none_of_it(loud: Cast):
    await sent(loud.ana, message=STORY, reached_customer=True)
    await shares(loud.ana)
    await settle()
    other = (await month_report(Month(2020, 1))).sections
    assert (other["customers"][0]["kudos"], other["wins"], other["badges"], other["stories"]) == (0, [], [], [])
